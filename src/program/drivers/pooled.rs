//! The threads of a pool.

use super::super::world::real::{Crew as MoreThreads, Real};
use super::threads::{Desk, Threads, serve};
use crate::run::crew::Crew;

/// A pool has the threads that it has: actors beyond them wait for one.
struct NoMore;

impl MoreThreads for NoMore {
    fn one_more(&self) -> bool {
        false
    }
}

impl Threads for Crew {
    fn run(&self, real: &Real<'_>, desk: &Desk, meanwhile: &mut dyn FnMut()) {
        real.open(self.size());
        self.broadcast_while(
            &|thread| {
                real.line_up();
                serve(real, &NoMore, desk, thread);
            },
            meanwhile,
        );
    }
}
