//! `interleaved`: chunks of `grain` dealt round robin, chunk c to thread c mod k. Decided beforehand like `static`,
//! but neighbouring iterations of similar cost go to different threads.

use super::{Body, lane};
use crate::run::crew::Crew;

pub(super) fn run(crew: &Crew, items: usize, grain: usize, body: Body) {
    let threads = crew.size();
    crew.broadcast(|thread| {
        for start in (thread * grain..items).step_by(threads * grain) {
            body(lane(thread), start..items.min(start + grain));
        }
    });
}
