//! `sequential`: the coordinator runs the whole loop as one chunk; the pool sleeps.

use super::{Body, COORDINATOR};

pub(super) fn run(items: usize, body: Body) {
    body(COORDINATOR, 0..items);
}
