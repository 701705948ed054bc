//! `static`: k contiguous bands of nearly equal length, one for each thread. It needs no coordination, but the thread
//! that gets the expensive band keeps the others waiting.

use super::{Body, lane};
use crate::run::crew::Crew;

pub(super) fn run(crew: &Crew, items: usize, body: Body) {
    let threads = crew.size();
    crew.broadcast(|thread| {
        let band = thread * items / threads..(thread + 1) * items / threads;
        if !band.is_empty() {
            body(lane(thread), band);
        }
    });
}
