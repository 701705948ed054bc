//! The tree of divide and conquer on a range: halved at the middle until a part is at most `threshold` long.

use std::ops::Range;

use crate::contract::scenario::{Report, Role, Unit};
use crate::loops::schedule::Schedule;

/// The tree of tasks of a range, in numbers. They depend only on the range's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Parts that are not divided any further.
    pub leaves: u64,
    /// Divisions between the whole and the deepest part.
    pub depth: u64,
    /// Additions on the longest chain of tasks that wait for each other.
    pub span: u64,
}

impl Shape {
    /// Computes the tree for `length` numbers.
    pub fn of(length: u64, threshold: u64) -> Self {
        // Each depth has at most two different lengths, so that few are remembered.
        Self::remembering(length, threshold.max(1), &mut Vec::new())
    }

    fn remembering(length: u64, threshold: u64, known: &mut Vec<(u64, Self)>) -> Self {
        if length <= threshold {
            return Self { leaves: 1, depth: 0, span: length };
        }
        if let Some((_, shape)) = known.iter().find(|(other, _)| *other == length) {
            return *shape;
        }
        let left = Self::remembering(length / 2, threshold, known);
        let right = Self::remembering(length - length / 2, threshold, known);
        let shape = Self {
            leaves: left.leaves + right.leaves,
            depth: 1 + left.depth.max(right.depth),
            span: 1 + left.span.max(right.span),
        };
        known.push((length, shape));
        shape
    }
}

/// Returns the parts' first numbers, in order, and the end.
pub fn bounds(range: &Range<u64>, threshold: u64) -> Vec<u32> {
    fn divide(range: Range<u64>, threshold: u64, bounds: &mut Vec<u32>) {
        let length = range.end - range.start;
        if length <= threshold {
            bounds.push(range.start as u32);
            return;
        }
        let middle = range.start + length / 2;
        divide(range.start..middle, threshold, bounds);
        divide(middle..range.end, threshold, bounds);
    }
    let mut bounds = Vec::new();
    divide(range.clone(), threshold, &mut bounds);
    bounds.push(range.end as u32);
    bounds
}

/// Reports the tree of tasks of a range of this length: a loop without a schedule has none.
pub(super) fn tree_metrics(shape: &Shape, length: u64, schedule: Schedule, report: &mut Report) {
    const COUNT: Unit = Unit::Count;
    // One straight loop has no tree.
    let shape =
        if schedule == Schedule::Sequential { Shape { leaves: 1, depth: 0, span: length } } else { *shape };
    let work = length + shape.leaves - 1;
    report.metric("tasks", "Tasks", shape.leaves as f64, COUNT, "Parts that are not divided any more.");
    report.role("tasks", Role::Tasks);
    report.metric(
        "depth",
        "Depth",
        shape.depth as f64,
        COUNT,
        "Divisions between the whole and its deepest part.",
    );
    report.metric("work", "Work", work as f64, COUNT, "Additions in all: the numbers, and the joins.");
    report.metric(
        "span",
        "Span",
        shape.span as f64,
        COUNT,
        "Additions on the longest chain that must wait for each other: a part, and a join for each level.",
    );
    report.metric(
        "parallelism",
        "Work / span",
        work as f64 / shape.span as f64,
        Unit::None,
        "More threads than this could not all be busy.",
    );
}
