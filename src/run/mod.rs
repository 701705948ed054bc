//! What a run is made of: threads, time, traces, pictures.
//!
//! - [`crew`]: k threads that run closures at the same time; the stop flag and progress
//! - [`notice`]: a sentence for the page while a run is under way
//! - [`trace`]: who did what when: event buffers, one for each thread, on one clock
//! - [`timer`]: the browser's timers as futures, and blocking
//! - [`picture`]: bytes that threads fill in column by column

pub mod crew;
pub mod notice;
pub mod picture;
pub mod timer;
pub mod trace;
