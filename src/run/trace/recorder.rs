//! The recorder: one buffer of events for each lane, written by its lane and read by anybody.

use std::sync::atomic::{
    AtomicBool, AtomicU32, AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

use super::clock::Clock;
use super::event::{Event, Phase};

/// Events that a thread's lane has room for: 640 kB. With a kernel's lists, this stays below the megabyte that a run
/// may take for each thread.
pub const CAPACITY: usize = 40_000;

/// Events that a lane without a thread has room for.
pub const EXTRA_CAPACITY: usize = 4_000;

/// The lane of the coordinator; thread t has lane t + 1.
pub const COORDINATOR: usize = 0;

/// Records events of a run. Shared by reference between all threads.
pub struct Recorder {
    clock: Clock,
    lanes: Vec<Lane>,
    on: AtomicBool,
}

/// One lane's buffer. The page reads `len` and `dropped` at the address of the lane.
#[repr(C)]
struct Lane {
    len: AtomicU32,
    dropped: AtomicU32,
    // Atomic words, so that a reader in mid-run sees old or new events, never undefined behaviour;
    // a relaxed store costs what a plain one does natively.
    events: Box<[[AtomicU64; 2]]>,
    /// The part of the room that may be used now.
    first: AtomicU32,
    bound: AtomicU32,
    /// Keeps two lanes' counters off one cache line.
    _padding: [u64; 5],
}

impl Lane {
    fn new(capacity: usize) -> Self {
        Self {
            len: AtomicU32::new(0),
            dropped: AtomicU32::new(0),
            events: (0..capacity).map(|_| [AtomicU64::new(0), AtomicU64::new(0)]).collect(),
            first: AtomicU32::new(0),
            bound: AtomicU32::new(capacity as u32),
            _padding: [0; 5],
        }
    }
}

/// A part of a trace: how many events each lane had when it began, and how many it had lost.
#[derive(Debug)]
pub struct Part {
    begins: Vec<(u32, u32)>,
}

/// Tells the page where a lane's buffer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// Address of two u32: number of events, and number of events lost.
    pub header: usize,
    /// Address of the first event.
    pub events: usize,
    /// Events that it can hold.
    pub capacity: usize,
}

impl Recorder {
    /// Makes buffers for a coordinator and `threads` threads, and starts the clock.
    pub fn new(threads: usize) -> Self {
        Self::with_capacity(threads, CAPACITY)
    }

    /// Makes lanes of threads with room for `capacity` events, and `extra` more after them, each with room for
    /// [`EXTRA_CAPACITY`].
    pub fn with_extra(threads: usize, capacity: usize, extra: usize) -> Self {
        let mut recorder = Self::with_capacity(threads, capacity);
        recorder.lanes.extend((0..extra).map(|_| Lane::new(EXTRA_CAPACITY)));
        recorder
    }

    /// Makes the lanes of [`new`](Self::new) with room for `capacity` events in each.
    pub fn with_capacity(threads: usize, capacity: usize) -> Self {
        let lanes = (0..=threads).map(|_| Lane::new(capacity)).collect();
        Self { clock: Clock::start(), lanes, on: AtomicBool::new(true) }
    }

    /// Returns the clock of this run.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns the number of lanes: the coordinator, the threads, and those without a thread.
    pub fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// Switches recording on or off, between measured pieces of work.
    pub fn switch(&self, on: bool) {
        self.on.store(on, Relaxed);
    }

    /// Returns whether events are recorded now.
    pub fn is_on(&self) -> bool {
        self.on.load(Relaxed)
    }

    /// Returns how many events the fullest lane still has room for.
    pub fn room(&self) -> usize {
        self.lanes.iter().map(|lane| lane.events.len() - lane.len.load(Relaxed) as usize).min().unwrap_or(0)
    }

    /// Returns whether less than one part of so many is free, of what a lane may use now.
    pub fn is_scarce(&self, lane: usize, parts: u32) -> bool {
        let Lane { len, first, bound, .. } = &self.lanes[lane];
        let (first, bound) = (first.load(Relaxed), bound.load(Relaxed));
        (bound - len.load(Relaxed)) * parts < bound - first
    }

    /// Lets each lane use one part of so many of its room from here on, so that something is left for what comes later.
    /// Nobody may record meanwhile.
    pub fn begin_part(&self, parts: usize) -> Part {
        let begin = |lane: &Lane| {
            let len = lane.len.load(Relaxed);
            let bound = (len as usize + lane.events.len() / parts).min(lane.events.len());
            lane.first.store(len, Relaxed);
            lane.bound.store(bound as u32, Relaxed);
            (len, lane.dropped.load(Relaxed))
        };
        Part { begins: self.lanes.iter().map(begin).collect() }
    }

    /// Forgets what was recorded since a part began. Nobody may record meanwhile.
    pub fn forget(&self, part: &Part) {
        for (lane, (len, dropped)) in self.lanes.iter().zip(&part.begins) {
            lane.len.store(*len, Release);
            lane.dropped.store(*dropped, Relaxed);
        }
    }

    /// Appends an event of this moment to a lane, or counts it as dropped if there is no room. Only the thread that
    /// owns the lane may call this; a second one would lose events.
    #[inline]
    pub fn record(&self, lane: usize, phase: Phase, label: u16, arg: u32) {
        if !self.is_on() {
            return;
        }
        self.append(lane, Event { time: self.clock.now(), arg, label, phase });
    }

    /// Appends an event at a time that the caller gives, in µs, for simulations, which have a clock of their own.
    pub fn record_at(&self, time: f64, lane: usize, phase: Phase, label: u16, arg: u32) {
        if self.is_on() {
            self.append(lane, Event { time, arg, label, phase });
        }
    }

    fn append(&self, lane: usize, event: Event) {
        let Lane { len, dropped, events, bound, .. } = &self.lanes[lane];
        let at = len.load(Relaxed);
        let Some(cell) = events.get(at as usize).filter(|_| at < bound.load(Relaxed)) else {
            dropped.store(dropped.load(Relaxed) + 1, Relaxed);
            return;
        };
        let [time, rest] = event.pack();
        cell[0].store(time, Relaxed);
        cell[1].store(rest, Relaxed);
        len.store(at + 1, Release);
    }

    /// Begins a span.
    #[inline]
    pub fn begin(&self, lane: usize, label: u16, arg: u32) {
        self.record(lane, Phase::Begin, label, arg);
    }

    /// Ends the innermost span of the lane.
    #[inline]
    pub fn end(&self, lane: usize, label: u16, arg: u32) {
        self.record(lane, Phase::End, label, arg);
    }

    /// Returns the number of events of each lane so far: a place in the trace to go on from.
    pub fn mark(&self) -> Vec<usize> {
        self.lanes.iter().map(|lane| lane.len.load(Acquire) as usize).collect()
    }

    /// Returns the number of events lost so far.
    pub fn dropped(&self) -> u64 {
        self.lanes.iter().map(|lane| u64::from(lane.dropped.load(Relaxed))).sum()
    }

    /// Returns a lane's events from index `from` on.
    pub fn events(&self, lane: usize, from: usize) -> Vec<Event> {
        let lane = &self.lanes[lane];
        let len = lane.len.load(Acquire) as usize;
        let cells = lane.events.get(from..len).unwrap_or_default();
        cells.iter().map(|cell| Event::unpack([cell[0].load(Relaxed), cell[1].load(Relaxed)])).collect()
    }

    /// Returns where a lane's buffer is.
    pub fn address(&self, lane: usize) -> Address {
        let lane = &self.lanes[lane];
        Address {
            header: &raw const *lane as usize,
            events: lane.events.as_ptr() as usize,
            capacity: lane.events.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_lane_counts_what_it_drops() {
        let recorder = Recorder::with_capacity(1, 3);
        for i in 0..10 {
            recorder.record(1, Phase::Instant, 7, i);
        }
        assert_eq!(recorder.dropped(), 7);
        assert_eq!(recorder.room(), 0);
        let kept: Vec<u32> = recorder.events(1, 0).iter().map(|event| event.arg).collect();
        assert_eq!(kept, [0, 1, 2]);
    }

    #[test]
    fn a_part_leaves_room_for_the_next_and_can_be_forgotten() {
        let recorder = Recorder::with_capacity(1, 8);
        let note = |from: u32| (from..from + 10).for_each(|i| recorder.record(1, Phase::Instant, 0, i));
        recorder.begin_part(4);
        assert!(!recorder.is_scarce(1, 2));
        note(0);
        assert!(recorder.is_scarce(1, 2));
        let second = recorder.begin_part(4);
        note(10);
        recorder.forget(&second);
        recorder.begin_part(4);
        note(20);
        let kept: Vec<u32> = recorder.events(1, 0).iter().map(|event| event.arg).collect();
        assert_eq!(kept, [0, 1, 20, 21]);
        assert_eq!(recorder.dropped(), 16);
    }

    #[test]
    fn threads_record_side_by_side_on_one_clock() {
        let recorder = Recorder::new(4);
        std::thread::scope(|scope| {
            for lane in 1..=4 {
                let recorder = &recorder;
                scope.spawn(move || {
                    for i in 0..1000 {
                        recorder.begin(lane, 0, i);
                        recorder.end(lane, 0, i);
                    }
                });
            }
        });
        let end = recorder.clock().now();
        for lane in 1..=4 {
            let events = recorder.events(lane, 0);
            assert_eq!(events.len(), 2000);
            assert!(events.windows(2).all(|pair| pair[0].time <= pair[1].time), "times ascend");
            assert!(events.iter().all(|event| event.time >= 0.0 && event.time <= end));
        }
        assert_eq!(recorder.dropped(), 0);
    }

    #[test]
    fn nothing_is_recorded_while_it_is_off() {
        let recorder = Recorder::new(1);
        recorder.switch(false);
        recorder.begin(0, 0, 0);
        recorder.switch(true);
        recorder.begin(0, 0, 1);
        assert_eq!(recorder.events(0, 0).len(), 1);
    }
}
