//! Measures a workload in repeats, alone or interleaved with its sequential reference.
//!
//! Pairs of repeats run in the order A B, B A, A B, …, so that a slow drift of the machine (its heat, other load)
//! hits both sides alike. A repeat executes the work as often as the clock needs to measure it well, and threads
//! begin each execution at a start line.

use crate::contract::scenario::Context;
use crate::error::Error;
use crate::loops::measure::bootstrap::LEAST;
use crate::loops::measure::parts::Parts;
use crate::loops::measure::plan::{Launch, Plan, Repeats};
use crate::loops::measure::samples::{Repeat, Samples, Side};
use crate::loops::schedule::Counts;
use crate::run::timer::block;
use crate::run::trace::label;
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::table::spans_since;

/// Something that can be run again and again.
pub trait Workload {
    /// Returns the work items of one execution, for the progress.
    fn items(&self) -> usize;

    /// Returns the most events that one execution can record on one lane.
    fn events(&self) -> usize;

    /// Returns whether the chosen side runs on the crew's threads.
    fn is_parallel(&self) -> bool;

    /// Returns the name of the fastest sequential code, [`Side::Best`]; `None` where that is the reference.
    fn best(&self) -> Option<&'static str>;

    /// Gets ready for an execution; not measured.
    fn prepare(&self, context: &mut Context, side: Side);

    /// Executes the measured part. Returns early, with any counts, when the run is asked to stop.
    fn execute(&self, context: &Context, side: Side) -> Counts;

    /// Checks that the execution did all its work; not measured.
    ///
    /// # Errors
    /// If it did not do all its work.
    fn verify(&self, context: &mut Context, side: Side) -> Result<(), Error>;
}

/// Least time of a repeat of the reference, in ms.
const LEAST_TIME: f64 = 5.0;

/// Least time of a repeat in steps of the clock, for coarse clocks: one step is then half a percent of the time.
const LEAST_STEPS: f64 = 200.0;

/// Most executions in a repeat: work that is still too short then cannot be compared.
const MOST_EXECUTIONS: usize = 64;

/// Most executions of the fastest sequential code, which needs no start line.
const MOST_BEST: usize = 1024;

/// Repeats of each side that are measured if there is time for them.
const GOOD: usize = 8;

/// Time in ms in which the page draws what the warm-up has computed, before it keeps still: two frames and a little.
const DRAWING: f64 = 40.0;

/// Most repeats of each side.
const MOST: usize = 100;

/// Measures a workload.
///
/// # Errors
/// If an execution was incomplete or wrong.
pub fn measure(workload: &dyn Workload, plan: Plan, context: &mut Context) -> Result<Samples, Error> {
    let mut run = Measuring::new(workload, plan, context);
    let ended = run.warm_up().and_then(|went_on| if went_on { run.all_pairs() } else { Ok(false) });
    run.context.progress.measure(false);
    run.context.recorder.switch(run.context.record);
    run.samples.stopped = !ended?;
    Ok(run.samples)
}

/// Whether the threads meet at a start line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Yes,
    /// There are more threads than known cores: the threads meet once, to find out whether they can run at once.
    Try,
    No,
}

/// A workload that is being measured. A method that returns `false` was asked to stop.
struct Measuring<'a> {
    workload: &'a dyn Workload,
    plan: Plan,
    context: &'a mut Context,
    samples: Samples,
    line: Line,
    /// When measuring began, in µs of the clock.
    begun: f64,
}

/// One execution. Times in µs of the run's clock.
struct Execution {
    start: f64,
    end: f64,
    together: bool,
    start_up: Option<[f64; 2]>,
    counts: Counts,
}

impl<'a> Measuring<'a> {
    fn new(workload: &'a dyn Workload, plan: Plan, context: &'a mut Context) -> Self {
        let line = match plan.launch {
            _ if !workload.is_parallel() => Line::No,
            Launch::Cold => Line::No,
            Launch::Line if context.crew.size() > context.cores => Line::Try,
            Launch::Line => Line::Yes,
        };
        let clock = context.recorder.clock();
        let (begun, step) = (clock.now(), clock.step());
        let mut samples = Samples { step, ..Samples::default() };
        if !step.is_finite() {
            // The clock stands still, so that no number of executions would measure anything.
            (samples.executions, samples.too_short) = ([1; 2], true);
        }
        Self { workload, plan, context, samples, line, begun }
    }

    fn sides(&self) -> &'static [Side] {
        if self.context.compare { &[Side::Sequential, Side::Chosen] } else { &[Side::Chosen] }
    }

    /// Sets the expected amount of work: this many warm-ups and repeats of each side.
    fn expect(&self, warm_ups: usize, repeats: usize) {
        let of_pair: usize = self.sides().iter().map(|&side| self.samples.executions_of(side)).sum();
        let executions = warm_ups * self.sides().len() + repeats * of_pair;
        let (done, _) = self.context.progress.get();
        self.context.progress.expect(done as usize + executions * self.workload.items());
    }

    fn warm_up(&mut self) -> Result<bool, Error> {
        let repeats = match self.plan.repeats {
            Repeats::Exactly(count) => count,
            Repeats::Auto => GOOD,
        };
        self.expect(self.plan.warmup, repeats);
        for number in 0..self.plan.warmup {
            for &side in self.sides() {
                // Records a warm-up only if that leaves room for a repeat of each side.
                self.record_if_room(1 + self.sides().len());
                if self.execute(side, label::WARM_UP, number, self.line == Line::Try)?.is_none() {
                    return Ok(false);
                }
            }
        }
        self.time_best()
    }

    /// Times the fastest sequential code as one piece, since it waits for no other thread.
    fn time_best(&mut self) -> Result<bool, Error> {
        let Some(name) = self.workload.best().filter(|_| self.context.compare) else { return Ok(true) };
        self.context.recorder.switch(false);
        let mut fastest = f64::INFINITY;
        for _ in 0..LEAST {
            let start = self.context.recorder.clock().now();
            let mut executions = 0.0;
            let elapsed = loop {
                self.workload.prepare(self.context, Side::Best);
                self.workload.execute(self.context, Side::Best);
                if self.context.stop.is_set() {
                    return Ok(false);
                }
                executions += 1.0;
                let elapsed = self.context.recorder.clock().now() - start;
                if elapsed >= 1e3 * LEAST_TIME || executions >= MOST_BEST as f64 {
                    break elapsed;
                }
            };
            self.workload.verify(self.context, Side::Best)?;
            fastest = fastest.min(elapsed / 1e3 / executions);
        }
        self.samples.best = Some((name, fastest));
        Ok(true)
    }

    /// Lets readers have a whole picture to look at while it is measured. Who wants so many repeats waits for none.
    fn let_the_page_draw(&self) {
        let Context { pictures, crew, stop, record, .. } = &*self.context;
        if self.plan.repeats == Repeats::Auto && *record && !pictures.is_empty() && crew.size() > 0 {
            block(DRAWING, || stop.is_set());
        }
    }

    fn all_pairs(&mut self) -> Result<bool, Error> {
        self.let_the_page_draw();
        // A single repeat is no measurement that drawing could disturb.
        self.context.progress.measure(self.plan.repeats != Repeats::Exactly(1));
        while self.goes_on() {
            let number = self.samples.chosen.len();
            let mut sides = self.sides().to_vec();
            if number % 2 == 1 {
                sides.reverse();
            }
            for side in sides {
                let Some(repeat) = self.repeat(side, number)? else { return Ok(false) };
                match side {
                    Side::Chosen => self.samples.chosen.push(repeat),
                    Side::Sequential | Side::Best => self.samples.sequential.push(repeat),
                }
            }
        }
        Ok(true)
    }

    /// Returns whether to measure another pair.
    fn goes_on(&self) -> bool {
        let done = self.samples.chosen.len();
        if let Repeats::Exactly(count) = self.plan.repeats {
            self.expect(0, count - done);
            return done < count;
        }
        if done >= LEAST {
            let elapsed = (self.context.recorder.clock().now() - self.begun) / 1e3;
            let next = elapsed * (1.0 + 1.0 / done as f64);
            let fits = next <= self.context.budget_ms && done < MOST;
            let counted = done - self.samples.left_out();
            let known = counted >= GOOD && self.samples.are_settled(self.context);
            if !fits || known || self.samples.too_short {
                self.expect(0, 0);
                return false;
            }
        }
        self.expect(0, GOOD.saturating_sub(done).max(1));
        true
    }

    /// Makes one repeat of a side. The first repeat finds out how many executions it takes.
    fn repeat(&mut self, side: Side, number: usize) -> Result<Option<Repeat>, Error> {
        let label = if side == Side::Chosen { label::REPEAT } else { label::SEQUENTIAL };
        let enough = 1e3 * LEAST_TIME.max(LEAST_STEPS * self.samples.step / 1e3);
        let mut repeat = Repeat {
            time: 0.0,
            together: true,
            start_up: None,
            counts: Counts { chunks: 0, steals: None },
            recorded: false,
            parts: None,
        };
        let mut executions = 0;
        loop {
            let is_first = executions == 0;
            let recorded = is_first && self.record_if_room(1);
            self.context.recorder.switch(recorded);
            let mark = self.context.recorder.mark();
            let Some(one) = self.execute(side, label, number, self.line != Line::No)? else {
                return Ok(None);
            };
            repeat.time += one.end - one.start;
            repeat.together &= one.together;
            executions += 1;
            if is_first {
                (repeat.counts, repeat.start_up, repeat.recorded) = (one.counts, one.start_up, recorded);
                if recorded && side == Side::Chosen && self.workload.is_parallel() {
                    let lanes = spans_since(&self.context.recorder, &mark);
                    let threads = &lanes[COORDINATOR + 1..=self.context.crew.size()];
                    repeat.parts = Some(Parts::of(threads, label::CHUNK, one.start, one.end));
                }
            }
            // An execution without its cores does not count, so repeating it is of no use.
            let known = self.samples.executions(side);
            if !one.together || executions == *known {
                break;
            }
            let whole = repeat.time >= enough;
            if *known == 0 && (whole || executions == MOST_EXECUTIONS) {
                *known = executions;
                // Only the reference decides, or the chosen side where there is no comparison.
                self.samples.too_short |= !whole && self.samples.chosen.is_empty() && side == self.sides()[0];
                break;
            }
        }
        repeat.time /= 1e3 * executions as f64;
        if !repeat.recorded && self.context.record && side == Side::Chosen {
            self.samples.unrecordable |= self.samples.chosen.iter().all(|one| !one.recorded);
        }
        Ok(Some(repeat))
    }

    /// Switches recording on if every lane has room for this many executions: each is recorded as a whole or not at
    /// all.
    fn record_if_room(&self, executions: usize) -> bool {
        let Context { recorder, record, .. } = &*self.context;
        let recorded = *record && recorder.room() >= executions * (self.workload.events() + 2);
        recorder.switch(recorded);
        recorded
    }

    /// Executes once and verifies; `None` if the run was asked to stop.
    fn execute(
        &mut self,
        side: Side,
        label: u16,
        number: usize,
        line: bool,
    ) -> Result<Option<Execution>, Error> {
        if self.context.stop.is_set() {
            return Ok(None);
        }
        self.workload.prepare(self.context, side);
        let Context { recorder, crew, stop, .. } = &*self.context;
        let clock = recorder.clock();
        let lined = line && side == Side::Chosen;
        if lined {
            crew.arm(clock);
        } else {
            recorder.begin(COORDINATOR, label, number as u32);
        }
        let asked = clock.now();
        let counts = self.workload.execute(self.context, side);
        let end = clock.now();
        let met = if lined { crew.take_start() } else { None };
        let start = met.map_or(asked, |start| start.go);
        // Thread 0 saw the start, and this thread saw the end: their clocks may differ by a step.
        let end = end.max(start);
        if lined {
            // The start is only known now; no other event is on this lane meanwhile.
            recorder.record_at(start, COORDINATOR, crate::run::trace::Phase::Begin, label, number as u32);
        }
        recorder.record_at(end, COORDINATOR, crate::run::trace::Phase::End, label, number as u32);
        if stop.is_set() {
            return Ok(None);
        }
        let mut together = met.is_none_or(|start| start.together);
        if lined && self.line == Line::Try {
            self.samples.more_cores = together;
            self.line = if together { Line::Yes } else { Line::No };
            together = true;
        }
        self.workload.verify(self.context, side)?;
        let start_up = met.map(|start| [(start.ready - asked) / 1e3, (start.go - start.ready) / 1e3]);
        Ok(Some(Execution { start, end, together, start_up, counts }))
    }
}
