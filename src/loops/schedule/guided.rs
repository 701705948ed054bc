//! `guided`: like `dynamic`, but a chunk is the remaining iterations divided by 2k, and at least `grain`: large
//! chunks at first for little overhead, small ones at the end to even out.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{Body, lane};
use crate::run::crew::Crew;

pub(super) fn run(crew: &Crew, items: usize, grain: usize, body: Body) {
    let next = AtomicUsize::new(0);
    let end_of_chunk = |start: usize| {
        let remaining = items - start;
        start + (remaining / (2 * crew.size())).max(grain).min(remaining)
    };
    crew.broadcast(|thread| {
        // `fetch_update` yields the start that was replaced, and fails when nothing is left.
        while let Ok(start) =
            next.fetch_update(Relaxed, Relaxed, |start| (start < items).then(|| end_of_chunk(start)))
        {
            body(lane(thread), start..end_of_chunk(start));
        }
    });
}
