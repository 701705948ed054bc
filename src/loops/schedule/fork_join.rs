//! `fork-join`: the range is halved with rayon's `join` until a part is at most `grain` long. A
//! thread keeps the left half; the right half waits in its queue, where idle threads steal it.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::{Body, lane};
use crate::run::crew::Crew;

/// Returns the number of halves that were stolen.
pub(super) fn run(crew: &Crew, items: usize, grain: usize, body: Body) -> u64 {
    let steals = AtomicU64::new(0);
    crew.install(|| halve(0..items, grain, body, &steals));
    steals.into_inner()
}

fn halve(range: Range<usize>, grain: usize, body: Body, steals: &AtomicU64) {
    if range.len() <= grain {
        return body(lane(Crew::this_thread()), range);
    }
    let middle = range.start + range.len() / 2;
    rayon::join_context(
        |_| halve(range.start..middle, grain, body, steals),
        |context| {
            if context.migrated() {
                steals.fetch_add(1, Relaxed);
            }
            halve(middle..range.end, grain, body, steals);
        },
    );
}
