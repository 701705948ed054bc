//! `dynamic`: a shared counter; a free thread takes the next chunk of `grain` iterations.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{Body, lane};
use crate::run::crew::Crew;

pub(super) fn run(crew: &Crew, items: usize, grain: usize, body: Body) {
    let next = AtomicUsize::new(0);
    crew.broadcast(|thread| {
        loop {
            let start = next.fetch_add(grain, Relaxed);
            if start >= items {
                return;
            }
            body(lane(thread), start..items.min(start + grain));
        }
    });
}
