//! `norms`: the sum of the Euclidean norms of many vectors of seeded random numbers. A map in chunks, then a
//! reduction.
//!
//! Sums of `f64` depend on the order of the additions. One thread computes each norm, in the order of its components.
//! The norms give the same bits if they are added in the order of their index, whichever thread computed them; if
//! they are added as the chunks arrive, the bits differ nearly every time.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::arrival::{Arrivals, Arrived, sum};
use super::random::Random;
use super::{Agreement, Partials, Totals};
use crate::contract::params::{Choice, Group, Param, Values};
use crate::contract::scenario::{Context, Report, Role, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset, Work};
use crate::contract::words::words;
use crate::error::Error;
use crate::loops::measure::figures::schedule_on;
use crate::loops::measure::repeats::Workload;
use crate::loops::measure::samples::Side;
use crate::loops::schedule::{self, Counts, Schedule};
use crate::run::trace::label;

/// Most vectors.
pub const MOST: u64 = 100_000;

words! {
    /// When the norms are added up: the parameter `order`.
    enum Order {
        /// When all are there, in the order of their index.
        ByIndex = "index",
        /// Each chunk's as soon as it is there.
        OnArrival = "arrival",
    }
}

/// The scenario `norms`.
pub struct Norms;

impl Scenario for Norms {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "norms",
            title: "Norms of vectors",
            family: "sums",
            question: "Does the order of additions matter?",
            lesson: &[
                "Floating-point addition rounds, so (a + b) + c need not be a + (b + c). If threads add what they have \
                 as it arrives, the last digits change from run to run.",
                "Here are a thousand vectors of ten thousand random numbers each. Threads take chunks of vectors and \
                 compute their lengths, the norms: a parallel map. Then the norms are added up: a reduction.",
                "By index, the norms are kept until all are there, and then added in the order of their index. That \
                 costs a thousand additions, and the total is the same to the last bit for every schedule, chunk and \
                 number of threads. As they arrive, each thread adds up its chunk and adds that to the total at once: \
                 nobody knows beforehand in which order.",
                "The chunk is the grain of the map: small chunks even out, large ones cost fewer hand-outs.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "Added as they arrive: the last digits. Where they are marked, the order of the index gives others.",
                        "norms?schedule=interleaved&chunk=1&order=arrival",
                        Part::Total,
                    ),
                    LookFor::new("Added by index: the same bits, run after run.", "norms", Part::Total),
                    LookFor::new(
                        "Another seed makes other vectors: now the total by index changes too.",
                        "norms?seed=2",
                        Part::Total,
                    ),
                    LookFor::new(
                        "A chunk of 1000 leaves one thread with all the work.",
                        "norms?chunk=1000&threads=4",
                        Part::Timeline,
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/families/sums/norms.rs",
            source_item: "fn execute",
        }
    }

    fn params(&self) -> Vec<Param> {
        let order = |order: Order| {
            let (label, help) = match order {
                Order::ByIndex => ("By index", "The norms are kept, and added in the order of their index."),
                Order::OnArrival => {
                    ("As they arrive", "Each chunk’s sum is added to the total as soon as it is there.")
                }
            };
            Choice::new(order.name(), label, help, false)
        };
        let [schedule, mut chunk, threads] = schedule::params("vectors", "vectors", MOST, 10);
        (chunk.name, chunk.label) = ("chunk", "Chunk");
        chunk = chunk.help(
            "Vectors given to a thread at once. Too small costs overhead, too large leaves threads idle.",
        );
        let mut params = vec![
            Param::integer("vectors", "Vectors", 1000, 1, MOST)
                .help("How many vectors there are: the work grows with them.")
                .unit("vectors")
                .logarithmic(),
            Param::integer("dim", "Dimension", 10_000, 1, 1_000_000)
                .help("Random numbers in each vector, between −1 and 1.")
                .logarithmic(),
            Param::integer("seed", "Seed", 1, 0, 4_294_967_295).help("Another seed, other vectors."),
            schedule,
            chunk,
            threads,
            Param::one_of("order", "Order of additions", Order::ByIndex, order)
                .help("When the norms are added up, and with that in which order.")
                .group(Group::Execution),
        ];
        params.extend(crate::loops::measure::plan::params());
        params
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        Some(Work { param: "vectors", power: 1.0 })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn item(&self) -> &'static str {
        "vector"
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move { run(values, context) }.boxed_local()
    }
}

/// Returns the Euclidean norm of one vector.
fn norm(seed: u64, vector: usize, dim: usize) -> f64 {
    let mut random = Random::of_vector(seed, vector);
    let mut sum = 0.0;
    for _ in 0..dim {
        let x = random.component();
        sum += x * x;
    }
    sum.sqrt()
}

/// Computes all norms repeatedly.
struct Vectors {
    seed: u64,
    count: usize,
    dim: usize,
    schedule: Schedule,
    chunk: usize,
    /// The bits of each norm.
    norms: Partials,
    /// The totals of all executions, added in the order of the index.
    totals: Totals,
    /// The total in the order of arrival; `None` where the norms are added by index.
    arrivals: Option<Arrivals>,
    /// The totals of the chosen side in the order of arrival.
    seen: Mutex<Seen>,
}

/// Totals in the order of arrival.
#[derive(Default)]
struct Seen {
    executions: usize,
    /// The bits of the different totals.
    totals: BTreeSet<u64>,
    last: Option<Arrived>,
}

impl Workload for Vectors {
    fn items(&self) -> usize {
        self.count
    }

    fn events(&self) -> usize {
        schedule::most_events(self.count, self.chunk)
    }

    fn is_parallel(&self) -> bool {
        self.schedule != Schedule::Sequential
    }

    fn best(&self) -> Option<&'static str> {
        None
    }

    fn prepare(&self, _context: &mut Context, _side: Side) {
        self.norms.clear();
        self.arrivals.iter().for_each(Arrivals::clear);
    }

    fn execute(&self, context: &Context, side: Side) -> Counts {
        side.schedule(self.schedule).run(
            &context.crew,
            self.count,
            self.chunk,
            &|lane, vectors: Range<usize>| {
                if context.stop.is_set() {
                    return;
                }
                context.recorder.begin(lane, label::CHUNK, vectors.start as u32);
                let (first, mut reached, mut sum) = (vectors.start, vectors.start, 0.0);
                for vector in vectors {
                    if context.stop.is_set() {
                        break;
                    }
                    let norm = norm(self.seed, vector, self.dim);
                    self.norms.set(vector, norm.to_bits().into());
                    sum += norm;
                    context.progress.add(1);
                    reached = vector + 1;
                }
                if let Some(arrivals) = &self.arrivals {
                    arrivals.add(first..reached, sum);
                }
                context.recorder.end(lane, label::CHUNK, reached as u32);
            },
        )
    }

    fn verify(&self, _context: &mut Context, side: Side) -> Result<(), Error> {
        let norms: Vec<f64> = self.norms.values()?.map(|bits| f64::from_bits(bits as u64)).collect();
        self.totals.agree(sum(&norms).to_bits().into(), |bits| f64::from_bits(bits as u64).to_string())?;
        let Some(arrivals) = &self.arrivals else { return Ok(()) };
        let arrived = arrivals.verify(&norms)?;
        if side == Side::Chosen {
            let mut seen = self.seen.lock().expect("nobody panics with it");
            seen.executions += 1;
            seen.totals.insert(arrived.total.to_bits());
            seen.last = Some(arrived);
        }
        Ok(())
    }
}

/// Formats with 17 significant digits, so that no two numbers look the same (a tiny number has fewer).
fn shown(total: f64) -> String {
    let (mut decimals, mut below) = (16, 10.0);
    while total >= below && decimals > 0 {
        (decimals, below) = (decimals - 1, 10.0 * below);
    }
    format!("{total:.decimals$}")
}

/// Returns how many digits of a number follow from the first difference to another one on, and how many it has in
/// all.
fn digits_that_differ(one: &str, other: &str) -> (usize, usize) {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    (digits(&one[same..]), digits(one))
}

/// Says what the order of the additions did, as the beginning of the verdict.
fn sentence(last: f64, by_index: f64, totals: &BTreeSet<u64>) -> String {
    match digits_that_differ(&shown(last), &shown(by_index)) {
        (0, _) if totals.len() == 1 => "The order made no difference this time.".into(),
        (0, _) => "The last execution gave the total by index; others did not.".into(),
        (1, all) => format!("Another total: the last of {all} digits differs."),
        (differ, all) => format!("Another total: the last {differ} of {all} digits differ."),
    }
}

fn run(values: &Values, context: &mut Context) -> Result<Report, Error> {
    let schedule: Schedule = values.one_of("schedule");
    let threads = if schedule == Schedule::Sequential { 1 } else { context.crew.size() };
    let count = values.integer("vectors") as usize;
    let workload = Vectors {
        seed: values.integer("seed"),
        count,
        dim: values.integer("dim") as usize,
        schedule,
        chunk: values.integer("chunk") as usize,
        norms: Partials::new(count),
        totals: Totals::default(),
        arrivals: (values.one_of::<Order>("order") == Order::OnArrival).then(|| Arrivals::new(count)),
        seen: Mutex::default(),
    };
    let what = schedule_on(schedule.name(), threads);
    let mut report = super::run(&workload, values, threads, &what, context, || workload.agreement())?;
    if let Some(chunks) = report.get("chunks") {
        report.metric("tasks", "Tasks", chunks, Unit::Count, "Chunks of the map, in the shown repeat.");
        report.role("tasks", Role::Tasks);
    }
    if report.state == State::Done {
        workload.tell(&mut report);
    }
    Ok(report)
}

impl Vectors {
    /// Returns the total in the order of the index.
    fn by_index(&self) -> f64 {
        f64::from_bits(self.totals.get().expect("a finished run has a total") as u64)
    }

    /// Returns whether all executions gave the total of the reference, which always adds by index.
    fn agreement(&self) -> Agreement {
        let seen = self.seen.lock().expect("nobody panics with it");
        let identical = seen.totals.iter().all(|&bits| bits == self.by_index().to_bits());
        // In the order of arrival, the verdict begins with the effect of that order.
        Agreement { identical, same: if self.arrivals.is_some() { "" } else { "Same bits." } }
    }

    fn tell(&self, report: &mut Report) {
        let by_index = self.by_index();
        let seen = self.seen.lock().expect("nobody panics with it");
        let total = seen.last.map_or(by_index, |arrived| arrived.total);
        report.values.insert("total", shown(total));
        report.values.insert("bits", format!("{:016x}", total.to_bits()));
        let Some(last) = seen.last else { return };
        report.values.insert("total_by_index", shown(by_index));
        report.values.insert("bits_by_index", format!("{:016x}", by_index.to_bits()));
        report.verdict = format!("{} {}", sentence(total, by_index, &seen.totals), report.verdict);
        for (name, label, count, help) in [
            (
                "totals_seen",
                "Different totals",
                seen.totals.len(),
                "Each execution adds the same norms, in the order in which they arrive: so many totals came of it.",
            ),
            (
                "totals_of",
                "Executions",
                seen.executions,
                "All of them, warm-ups too: these totals are theirs.",
            ),
            (
                "overtaken",
                "Out of turn",
                last.overtaken,
                "Chunks of the last execution that arrived after one of a larger index.",
            ),
        ] {
            report.metric(name, label, count as f64, Unit::Count, help);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 6] = [
    Preset {
        title: "A thousand vectors",
        note: "Chunks of ten, on demand, added by index: the same bits as on one thread.",
        link: "norms?compare=1",
    },
    Preset {
        title: "In the order of arrival",
        note: "Every norm is added as soon as it is there: on several threads the last digits change from run to run.",
        link: "norms?schedule=interleaved&chunk=1&order=arrival&compare=1",
    },
    Preset {
        title: "One chunk",
        note: "All vectors in one chunk: one of four threads works, three have nothing to do.",
        link: "norms?chunk=1000&threads=4&compare=1",
    },
    Preset {
        title: "Tiny vectors, tiny chunks",
        note: "Ten numbers in each: a norm is so little work that handing out the vectors counts.",
        link: "norms?dim=10&chunk=1&vectors=10000&compare=1",
    },
    Preset {
        title: "Study: the chunk",
        note: "From one vector at a time to all at once.",
        link: "norms?repeats=9&sweep=chunk:1..1000*10",
    },
    Preset {
        title: "Study: weak scaling",
        note: "Five hundred vectors for each thread: does the time stay the same?",
        link: "norms?vectors=500&repeats=9&sweep=threads:1,2,3,4,8&study=weak",
    },
];

#[cfg(test)]
#[path = "norms_tests.rs"]
mod tests;
