//! The trace: who did what when.
//!
//! Each lane (the coordinator, and every thread of the pool) has one append-only buffer of 16-byte
//! events, allocated before the run. Recording takes no lock, allocates nothing and sends no
//! message; the page reads the buffers while they grow. All lanes share one origin of time.

pub mod clock;
pub mod event;
pub mod recorder;
pub mod table;

pub use event::{Act, Argument, Kind, Label, Phase, Resource, ResourceKind, label, resource_at};
pub use recorder::Recorder;
pub use table::Span;
