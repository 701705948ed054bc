//! What several real runs came to: counted, and the first of each kind of end kept with its trace.

use std::collections::HashMap;

use super::by_hand::end;
use super::standing::{ending, position, sentence};
use crate::contract::program::{Kept, Possible};
use crate::program::drivers::threads::{End, Run};
use crate::program::explore::Conflict;
use crate::program::world::endings::{Ending, Kind};
use crate::run::trace::Recorder;
use crate::run::trace::recorder::Part;

/// Kinds of ends: the first run of each has its share of the trace.
const KINDS: usize = 4;
/// Deadlocks that are told.
const MOST_DEADLOCKS: usize = 20;

/// What real runs came to.
#[derive(Default)]
pub struct Tally {
    /// How many are wanted.
    wanted: usize,
    /// Those that came to an end.
    pub runs: usize,
    /// Every outcome with how often it was seen, in the order in which they came.
    pub seen: Vec<(Ending, usize)>,
    places: HashMap<Ending, usize>,
    /// Accesses without order, of all runs.
    pub races: Vec<Conflict>,
    /// The first run, and how long it took in ms.
    pub first: Option<(Run, f64)>,
    /// Deadlocks, of all runs.
    pub deadlocks: Vec<String>,
    kinds: Vec<Kind>,
    /// The first run of each kind of end.
    pub kept: Vec<Kept>,
    /// Why there are no more.
    pub too_few: Option<String>,
    part: Option<(Part, f64)>,
}

impl Tally {
    /// Begins to count so many runs.
    pub fn of(wanted: usize) -> Tally {
        Tally { wanted, ..Tally::default() }
    }

    /// Begins a run, which has a part of the trace if there are several.
    pub fn begin(&mut self, recorder: &Recorder) {
        self.part = (self.wanted > 1).then(|| (recorder.begin_part(KINDS), recorder.clock().now()));
    }

    /// Adds the run that was begun, and how long it took in ms. Its part of the trace is kept if it is the first that ended
    /// in its kind. `how` says where it ran.
    pub fn add(&mut self, mut run: Run, ms: f64, how: &str, recorder: &Recorder) {
        for race in std::mem::take(&mut run.races) {
            if !self.races.contains(&race) {
                self.races.push(race);
            }
        }
        for deadlock in &run.deadlocks {
            if self.deadlocks.len() < MOST_DEADLOCKS && !self.deadlocks.contains(deadlock) {
                self.deadlocks.push(deadlock.clone());
            }
        }
        let mut is_new = self.first.is_none();
        if let Some(ending) = ending(&run) {
            self.runs += 1;
            match self.places.get(ending) {
                Some(at) => self.seen[*at].1 += 1,
                None => {
                    self.places.insert(ending.clone(), self.seen.len());
                    self.seen.push((ending.clone(), 1));
                }
            }
            if !self.kinds.contains(&ending.kind) {
                is_new = true;
                self.kinds.push(ending.kind);
                if let Some((_, begun)) = &self.part {
                    self.kept.push(Kept {
                        number: self.runs,
                        sentence: sentence(&run, how),
                        part: [*begun, recorder.clock().now()],
                        position: position(&run),
                    });
                }
            }
        }
        if let End::TooFewThreads(why) = &run.end {
            self.too_few = Some(why.clone());
        }
        if let Some((part, _)) = self.part.take()
            && !is_new
        {
            recorder.forget(&part);
        }
        if self.first.is_none() {
            self.first = Some((run, ms));
        }
    }

    /// Says how many runs came to what.
    pub fn counted(&self, how: &str) -> String {
        let Tally { seen, runs, .. } = self;
        let of = |kind: Kind| {
            seen.iter().filter(|(ending, _)| ending.kind == kind).map(|(_, count)| count).sum::<usize>()
        };
        let parts: Vec<String> = [
            (of(Kind::Stuck), "got stuck"),
            (of(Kind::Failed), "failed"),
            (of(Kind::Wrong), "ended wrong"),
            (of(Kind::Done), "ended well"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
        let different = match seen.len() {
            1 => "all with the same outcome".to_string(),
            many => format!("with {many} different outcomes"),
        };
        format!("{how}, of {runs} runs {}, {different}.", parts.join(", "))
    }
}

/// An outcome as it was seen so often.
pub fn seen_so_often((ending, count): &(Ending, usize)) -> Possible {
    Possible {
        end: end(ending),
        seen: Some(*count),
        interleavings: None,
        steps: String::new(),
        length: 0,
        no_return: None,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::families::programs::declared::compiled;
    use crate::families::programs::recorded::{ENDS, FAILS, Recorded};
    use crate::program::code::Options;
    use crate::program::drivers::threads::{Conditions, run};
    use crate::run::crew::{Crew, Stop};
    use crate::run::notice::Notice;

    #[test]
    fn the_first_run_of_each_kind_keeps_its_trace() {
        let recorder = Arc::new(Recorder::with_capacity(1, 400));
        let (crew, stop, notice) = (Crew::start(1).unwrap(), Stop::default(), Arc::new(Notice::new()));
        let texts = [
            "thread t { }",
            "thread t { }",
            "thread t { fail \"no\" }",
            "lock l\nthread t { lock l; lock l }",
        ];
        let mut tally = Tally::of(texts.len());
        for text in texts {
            let program = compiled(text, &Options::default()).unwrap();
            tally.begin(&recorder);
            let watch = Recorded::new(&recorder, &notice, 1);
            let conditions =
                Conditions { places: 1, races: false, stop: &stop, watch: &watch, threads: &crew };
            tally.add(run(&program, conditions).unwrap(), 0.0, "Here", &recorder);
        }
        let kept: Vec<(usize, &str)> = tally.kept.iter().map(|kept| (kept.number, &*kept.sentence)).collect();
        assert_eq!(kept[0], (1, "Here it ended well."));
        assert_eq!((kept[1].0, kept[2].0), (3, 4));
        assert!(
            kept[1].1.contains("it failed: t in line 1: no.") && kept[2].1.contains("nobody can go on"),
            "{kept:?}"
        );
        let events = recorder.events(1, 0);
        let ends = |[from, until]: [f64; 2]| {
            let within = events.iter().filter(|event| (from..=until).contains(&event.time));
            within
                .filter(|event| [ENDS, FAILS].contains(&event.label))
                .map(|event| event.label)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            tally.kept.iter().map(|kept| ends(kept.part)).collect::<Vec<_>>(),
            [vec![ENDS], vec![FAILS], vec![]]
        );
        assert_eq!(
            events.iter().filter(|event| event.label == ENDS).count(),
            1,
            "the second run is forgotten"
        );
        assert_eq!(
            notice.sentence(),
            Some("A deadlock, while others may go on: t holds l and waits for l.".into())
        );
    }
}
