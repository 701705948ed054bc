//! Threads of the operating system.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{Builder, Scope};

use super::super::world::real::{Crew, Real};
use super::threads::{Desk, Threads, serve};

/// Bytes of a thread's stack: frames of programs are not on it, and lists are not deep.
const STACK: usize = 256 << 10;

/// Starts threads as they are needed.
#[derive(Debug, Default)]
pub struct Native;

/// Starts threads for one world.
#[derive(Clone, Copy)]
struct Starter<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    real: &'env Real<'env>,
    desk: &'env Desk,
    numbers: &'env AtomicUsize,
}

/// Ends a run when something fails in Brigade, so that nobody waits for ever.
struct HaltsInPanic<'w>(&'w Real<'w>);

impl Drop for HaltsInPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.halt();
        }
    }
}

impl Starter<'_, '_> {
    fn begin(self, lines_up: bool) -> bool {
        let thread = self.numbers.fetch_add(1, Relaxed);
        let begun = Builder::new().stack_size(STACK).spawn_scoped(self.scope, move || {
            let _halts = HaltsInPanic(self.real);
            if lines_up {
                self.real.line_up();
            }
            serve(self.real, &self, self.desk, thread);
        });
        begun.is_ok()
    }
}

impl Crew for Starter<'_, '_> {
    fn one_more(&self) -> bool {
        self.begin(false)
    }
}

fn with_threads<'e>(real: &'e Real<'e>, desk: &'e Desk, meanwhile: &mut dyn FnMut()) {
    let numbers = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let starter = Starter { scope, real, desk, numbers: &numbers };
        let threads = real.begins_with();
        real.open(threads);
        for _ in 0..threads {
            if !starter.begin(true) {
                real.lacks_a_thread();
            }
        }
        let _halts = HaltsInPanic(real);
        meanwhile();
    });
}

impl Threads for Native {
    fn run(&self, real: &Real<'_>, desk: &Desk, meanwhile: &mut dyn FnMut()) {
        with_threads(real, desk, meanwhile);
    }
}
