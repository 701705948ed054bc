//! `work-stealing`: rayon's parallel iterator with `grain` as minimum length. It splits a range into
//! about as many pieces as there are threads, and further only when a piece has been stolen.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::iter::{ParallelIterator, split};

use super::{Body, lane};
use crate::run::crew::Crew;

/// A piece of the loop, and the thread that split it off.
struct Piece {
    range: Range<usize>,
    home: usize,
}

impl Piece {
    /// Notes that the calling thread has the piece now, and counts a steal if another thread had it.
    fn arrive(&mut self, steals: &AtomicU64) {
        let thread = Crew::this_thread();
        if self.home != thread {
            steals.fetch_add(1, Relaxed);
            self.home = thread;
        }
    }
}

/// Returns the number of pieces that were stolen.
pub(super) fn run(crew: &Crew, items: usize, grain: usize, body: Body) -> u64 {
    let steals = AtomicU64::new(0);
    crew.install(|| {
        let whole = Piece { range: 0..items, home: Crew::this_thread() };
        // `split` has the policy of parallel iterators and, unlike `with_min_len`, shows which thread splits.
        split(whole, |mut piece| {
            piece.arrive(&steals);
            let Range { start, end } = piece.range;
            let middle = start + (end - start) / 2;
            if middle - start < grain {
                return (piece, None);
            }
            let right = Piece { range: middle..end, home: piece.home };
            piece.range = start..middle;
            (piece, Some(right))
        })
        .for_each(|mut piece| {
            piece.arrive(&steals);
            body(lane(piece.home), piece.range);
        });
    });
    steals.into_inner()
}
