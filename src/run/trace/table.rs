//! Spans: pairs of begin and end, read back from a trace.

use super::event::{Event, Phase};
use super::recorder::Recorder;

/// A period in which a lane did one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Index of the label.
    pub label: u16,
    /// µs since the run began.
    pub start: f64,
    /// µs since the run began, not before `start`.
    pub end: f64,
    /// Argument at the beginning.
    pub first: u32,
    /// Argument at the end.
    pub last: u32,
    /// Number of spans around it.
    pub depth: usize,
}

/// Pairs the events of one lane, in the order of their ends. Leaves out spans that never ended.
pub fn spans(events: &[Event]) -> Vec<Span> {
    let mut open: Vec<&Event> = Vec::new();
    let mut spans = Vec::new();
    for event in events {
        match event.phase {
            Phase::Begin | Phase::Wait => open.push(event),
            Phase::Instant => {}
            Phase::End => {
                if let Some(begin) = open.pop() {
                    spans.push(Span {
                        label: begin.label,
                        start: begin.time,
                        end: event.time,
                        first: begin.arg,
                        last: event.arg,
                        depth: open.len(),
                    });
                }
            }
        }
    }
    spans
}

/// Returns the spans of every lane since `mark` (see [`Recorder::mark`]), lane by lane.
pub fn spans_since(recorder: &Recorder, mark: &[usize]) -> Vec<Vec<Span>> {
    (0..recorder.lanes()).map(|lane| spans(&recorder.events(lane, mark[lane]))).collect()
}
