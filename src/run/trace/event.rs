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

/// What the argument of an event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// Nothing: it is 0.
    None,
    /// A work item; at the end of a span the one after the last.
    Item,
    /// The number of one of several: of a repeat, of a frame.
    Number,
    /// How many.
    Count,
    /// A line of the source, from 1.
    Line,
    /// A resource and the line of the source, see [`resource_at`].
    Resource,
    /// A task, by its number.
    Task,
    /// A task in the upper bits, and one of its steps in the lower eight.
    Place,
    /// 1 or 0.
    YesNo,
    /// A time in µs: by how much something is late.
    Late,
    /// A time in µs: how long what begins is to last.
    Duration,
}

/// What an event does to the state of its lane or of a resource, beside opening and closing spans. From these alone
/// follows who holds what and who waits for whom, at any moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Waits for a resource: a span, which ends when the waiting does, with or without it.
    Wants,
    /// Has got a resource, or a share of it, and holds it from now on.
    Gets,
    /// Gives back what it got.
    GivesBack,
    /// Sets a flag, rings, notifies: a resource that nobody holds.
    Signals,
    /// Puts something into a queue.
    Puts,
    /// Takes something out of a queue.
    Takes,
    /// The story begins: the origin of its time. The event loop, or the coordinator, says so.
    Begins,
    /// What the lane had to do is done.
    Ends,
    /// Something failed on this lane.
    Fails,
    /// A span of the event loop in which a task has its turn; the argument is the task.
    Turn,
    /// A run before the measured ones.
    WarmUp,
    /// A measured repeat of the sequential reference.
    Sequential,
    /// A measured repeat of what was asked for.
    Repeat,
}

impl Act {
    /// Whether it is about a resource.
    pub const fn is_about_a_resource(self) -> bool {
        matches!(self, Self::Wants | Self::Gets | Self::GivesBack | Self::Signals | Self::Puts | Self::Takes)
    }
}

/// The name of a kind of span, or of moment, and all that its events mean. Events carry its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Label {
    /// In the legend.
    pub name: &'static str,
    /// What a lane does meanwhile.
    pub kind: Kind,
    /// What the argument of its events means.
    pub argument: Argument,
    /// What its events do.
    pub act: Option<Act>,
}

impl Label {
    /// A label whose events have no argument.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, argument: Argument::None, act: None }
    }

    /// The same with an argument.
    pub const fn of(self, argument: Argument) -> Self {
        Self { argument, ..self }
    }

    /// The same with what its events do; those about a resource have it as their argument.
    pub const fn act(self, act: Act) -> Self {
        let argument = if act.is_about_a_resource() { Argument::Resource } else { self.argument };
        Self { argument, act: Some(act), ..self }
    }
}

/// Bits of an argument that name the resource; the line is in the others.
const RESOURCE_BITS: u32 = 16;

/// A resource, by its number in [`crate::contract::scenario::Scenario::resources`], and the line of the source at
/// which something is done with it (0: none), as the argument of an event.
pub const fn resource_at(resource: u32, line: u32) -> u32 {
    resource & ((1 << RESOURCE_BITS) - 1) | line << RESOURCE_BITS
}

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// Held by one at a time.
    Lock,
    /// Held by as many as it has room for.
    Semaphore,
    /// Held by one writer, or by many readers.
    ReadersWriter,
    /// Lies there, and nobody sees to it that only one has it.
    Thing,
    /// Has things put into it and taken out.
    Queue,
    /// Set by one, looked at or waited for by others.
    Flag,
    /// Waited for until somebody signals.
    Condition,
    /// Waited for until all are there.
    Barrier,
    /// Somebody whose end others wait for.
    Actor,
}

/// Something that actors share, hold or wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// As on the board.
    pub name: String,
    /// What it is.
    pub kind: ResourceKind,
    /// How many can hold it, or how much fits into it; `None`: one holder, or any number of things.
    pub size: Option<u32>,
}

impl Resource {
    /// A resource without a size.
    pub fn new(name: impl Into<String>, kind: ResourceKind) -> Self {
        Self { name: name.into(), kind, size: None }
    }
}

/// Writes labels once: a constant with the number of each, and the list of all. The first has the number `after`.
#[macro_export]
macro_rules! labels {
    ($(#[$doc:meta])* $vis:vis $list:ident after $first:expr; $($(#[$each:meta])* $name:ident = $label:expr;)+) => {
        $crate::labels!(@number $vis ($first as u16); $($(#[$each])* $name;)+);
        $(#[$doc])*
        $vis const $list: [$crate::run::trace::Label; [$(stringify!($name)),+].len()] = [$($label),+];
    };
    (@number $vis:vis ($number:expr);) => {};
    (@number $vis:vis ($number:expr); $(#[$each:meta])* $name:ident; $($rest:tt)*) => {
        $(#[$each])*
        $vis const $name: u16 = $number;
        $crate::labels!(@number $vis ($number + 1); $($rest)*);
    };
}

/// Labels that every scenario has; a scenario's own follow after these.
pub mod label {
    use super::{Act, Argument, Kind, Label};

    crate::labels! {
        /// All of these, by index.
        pub SHARED after 0;
        /// Work items given to a lane at once; `arg` is the first one, at the end the one after the last.
        CHUNK = Label::new("chunk", Kind::Work).of(Argument::Item);
        /// A run that is not measured, before the others; `arg` is its number.
        WARM_UP = Label::new("warm-up", Kind::Control).of(Argument::Number).act(Act::WarmUp);
        /// A measured repeat of the sequential reference; `arg` is its number.
        SEQUENTIAL = Label::new("sequential", Kind::Control).of(Argument::Number).act(Act::Sequential);
        /// A measured repeat of what was asked for; `arg` is its number.
        REPEAT = Label::new("repeat", Kind::Control).of(Argument::Number).act(Act::Repeat);
        /// Comparing results.
        CHECK = Label::new("check", Kind::Control);
        /// A frame of the page; recorded by the page itself.
        FRAME = Label::new("frame", Kind::Frame).of(Argument::Number);
    }
}

/// Something that happened on a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// µs since the run began.
    pub time: f64,
    /// Its meaning is said by the label, see [`Argument`].
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

    #[test]
    fn the_numbers_of_labels_are_their_places() {
        let at = |number: u16| label::SHARED[number as usize].name;
        assert_eq!((at(label::CHUNK), at(label::REPEAT), at(label::FRAME)), ("chunk", "repeat", "frame"));
    }

    #[test]
    fn a_resource_and_its_line_stay_apart() {
        assert_eq!(resource_at(3, 0), 3);
        assert_eq!(resource_at(65_535, 1), 0x1_ffff);
        assert_eq!((resource_at(7, 40) & 0xffff, resource_at(7, 40) >> 16), (7, 40));
    }

    proptest! {
        #[test]
        fn packing_loses_nothing(time in 0.0..1e12f64, arg: u32, label: u16, phase in 0u8..4) {
            let phase = [Phase::Begin, Phase::End, Phase::Instant, Phase::Wait][phase as usize];
            let event = Event { time, arg, label, phase };
            prop_assert_eq!(Event::unpack(event.pack()), event);
        }
    }
}
