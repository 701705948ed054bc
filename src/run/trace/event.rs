//! One event of a trace, its packing into 16 bytes, and the labels that all scenarios share.

use serde::Serialize;

/// What an event says about its span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// A span begins.
    Begin = 0,
    /// The innermost open span of the lane ends.
    End = 1,
    /// Something happened.
    Instant = 2,
    /// A span of waiting begins; it ends with `End`.
    Wait = 3,
}

/// What a lane does during a span; decides shape and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Computes.
    Work,
    /// Something goes on by itself, and nobody need be there.
    Passive,
    /// Waits for something that will come.
    Wait,
    /// Is kept from going on by somebody else.
    Blocked,
    /// Steers the run.
    Control,
    /// Draws a frame of the page.
    Frame,
}

/// The name of a kind of span. Events carry its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Label {
    /// In the legend.
    pub name: &'static str,
    /// What it means.
    pub kind: Kind,
}

/// Labels that every scenario has; a scenario's own follow after these.
pub mod label {
    use super::{Kind, Label};

    /// Work items given to a lane at once; `arg` is the first one, at the end the one after the last.
    pub const CHUNK: u16 = 0;
    /// A run that is not measured, before the others; `arg` is its number.
    pub const WARM_UP: u16 = 1;
    /// A measured repeat of the sequential reference; `arg` is its number.
    pub const SEQUENTIAL: u16 = 2;
    /// A measured repeat of what was asked for; `arg` is its number.
    pub const REPEAT: u16 = 3;
    /// Comparing results.
    pub const CHECK: u16 = 4;
    /// A frame of the page; recorded by the page itself.
    pub const FRAME: u16 = 5;

    /// All of these, by index.
    pub const SHARED: [Label; 6] = [
        Label { name: "chunk", kind: Kind::Work },
        Label { name: "warm-up", kind: Kind::Control },
        Label { name: "sequential", kind: Kind::Control },
        Label { name: "repeat", kind: Kind::Control },
        Label { name: "check", kind: Kind::Control },
        Label { name: "frame", kind: Kind::Frame },
    ];
}

/// Something that happened on a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// µs since the run began.
    pub time: f64,
    /// Meaning depends on the label.
    pub arg: u32,
    /// Index of a [`Label`].
    pub label: u16,
    /// Begin, end, instant or wait.
    pub phase: Phase,
}

impl Event {
    /// As two words: in memory (little-endian) time f64, argument u32, label u16, phase u8, one byte unused.
    pub(super) fn pack(self) -> [u64; 2] {
        let rest = u64::from(self.arg) | u64::from(self.label) << 32 | (self.phase as u64) << 48;
        [self.time.to_bits(), rest]
    }

    /// The reverse of [`pack`](Self::pack).
    pub(super) fn unpack([time, rest]: [u64; 2]) -> Self {
        let phase = match (rest >> 48) as u8 {
            0 => Phase::Begin,
            1 => Phase::End,
            2 => Phase::Instant,
            _ => Phase::Wait,
        };
        Self { time: f64::from_bits(time), arg: rest as u32, label: (rest >> 32) as u16, phase }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(time in 0.0..1e12f64, arg: u32, label: u16, phase in 0u8..4) {
            let phase = [Phase::Begin, Phase::End, Phase::Instant, Phase::Wait][phase as usize];
            let event = Event { time, arg, label, phase };
            prop_assert_eq!(Event::unpack(event.pack()), event);
        }
    }
}
