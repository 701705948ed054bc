//! `norms`: many vectors of seeded random numbers; the sum of their Euclidean norms. A map in chunks,
//! then a reduction.
//!
//! Sums of `f64` depend on the order of the additions. Here every norm is computed by one thread in the
//! order of its components, and the norms are added in the order of their index: whoever computed
//! which, the total has the same bits.

use std::ops::Range;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::{Partials, Totals};
use crate::error::Error;
use crate::measure::figures::schedule_on;
use crate::measure::repeats::{Side, Workload};
use crate::params::{Param, Values};
use crate::scenario::{Context, Report, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::scenario::{Info, Preset, Work};
use crate::schedule::{self, Counts, Schedule};
use crate::trace::label;

/// Most vectors.
pub const MOST: u64 = 100_000;

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
                "A thousand vectors of ten thousand random numbers each; the sum of their lengths. A parallel map: \
                 each thread takes a chunk of vectors and computes their norms. Then a reduction: the norms are \
                 added up.",
                "Floating-point addition rounds, so (a + b) + c need not be a + (b + c). If every thread added up what \
                 it happened to get, the last digits of the total would change from run to run. Here the map may run in \
                 any order, but the norms are added in the order of their index. That costs a thousand additions, \
                 and the total is the same to the last bit for every schedule, chunk and number of threads.",
                "The chunk is the grain of the map: small chunks even out, large ones cost fewer hand-outs.",
            ],
            look_for: &[
                "The total and its bits: change schedule, chunk and threads, and compare.",
                "Another seed is another set of vectors: now the total does change.",
                "A chunk of 1000 leaves one thread with everything.",
            ],
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/sums/norms.rs",
        }
    }

    fn params(&self) -> Vec<Param> {
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
        ];
        params.extend(crate::measure::plan::params());
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

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
struct Random(u64);

impl Random {
    /// A stream of its own for each vector, so that it does not matter who computes which, and when.
    fn of_vector(seed: u64, vector: usize) -> Self {
        let mut mixed = Self(seed);
        let mut stream = Self(mixed.next() ^ vector as u64);
        Self(stream.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in −1 ≤ x < 1, in steps of 2⁻⁵².
    fn component(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1u64 << 52) as f64) - 1.0
    }
}

/// Euclidean norm of one vector.
fn norm(seed: u64, vector: usize, dim: usize) -> f64 {
    let mut random = Random::of_vector(seed, vector);
    let mut sum = 0.0;
    for _ in 0..dim {
        let x = random.component();
        sum += x * x;
    }
    sum.sqrt()
}

/// All norms, again and again.
struct Vectors {
    seed: u64,
    count: usize,
    dim: usize,
    schedule: Schedule,
    chunk: usize,
    /// The bits of each norm.
    norms: Partials,
    totals: Totals,
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
                let mut reached = vectors.start;
                for vector in vectors {
                    if context.stop.is_set() {
                        break;
                    }
                    self.norms.set(vector, norm(self.seed, vector, self.dim).to_bits().into());
                    context.progress.add(1);
                    reached = vector + 1;
                }
                context.recorder.end(lane, label::CHUNK, reached as u32);
            },
        )
    }

    fn verify(&self, _context: &mut Context, _side: Side) -> Result<(), Error> {
        let total: f64 = self.norms.values()?.map(|bits| f64::from_bits(bits as u64)).sum();
        self.totals.agree(total.to_bits().into(), |bits| f64::from_bits(bits as u64).to_string())
    }
}

fn run(values: &Values, context: &mut Context) -> Result<Report, Error> {
    let schedule = Schedule::from_name(values.choice("schedule")).expect("the schema lists all schedules");
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
    };
    let what = schedule_on(schedule.name(), threads);
    let mut report = super::run(&workload, values, threads, &what, context)?;
    if let Some(chunks) = report.get("chunks") {
        report.metric("tasks", "Tasks", chunks, Unit::Count, "Chunks of the map, in the shown repeat.");
    }
    if report.state == State::Done {
        let bits = workload.totals.get().expect("a finished run has a total") as u64;
        report.values.insert("total", f64::from_bits(bits).to_string());
        report.values.insert("bits", format!("{bits:016x}"));
    }
    Ok(report)
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 5] = [
    Preset {
        title: "A thousand vectors",
        note: "Chunks of ten, on demand: the same bits as one thread.",
        link: "norms?compare=1",
    },
    Preset {
        title: "One chunk",
        note: "All vectors in one chunk: one thread works, the others watch.",
        link: "norms?chunk=1000&compare=1",
    },
    Preset {
        title: "Tiny vectors, tiny chunks",
        note: "Ten components each: handing out costs more than computing.",
        link: "norms?dim=10&chunk=1&vectors=10000&compare=1",
    },
    Preset {
        title: "Study: the chunk",
        note: "From single vectors to everything at once.",
        link: "norms?repeats=9&sweep=chunk:1..1000*10",
    },
    Preset {
        title: "Study: weak scaling",
        note: "Five hundred vectors for each thread.",
        link: "norms?vectors=500&repeats=9&sweep=threads:1,2,3,4,8&study=weak",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference implementation's first outputs for seed 1234567 (Vigna, splitmix64.c).
    #[test]
    fn the_generator_is_splitmix64() {
        let mut random = Random(1_234_567);
        let outputs: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            outputs,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn norms_are_what_uniform_numbers_make() {
        // The mean of x² is 1/3 for uniform x in [−1, 1).
        let mean = (0..200).map(|vector| norm(7, vector, 3000)).sum::<f64>() / 200.0;
        assert!((mean - 1000f64.sqrt()).abs() < 0.1, "{mean}");
        assert_ne!(norm(7, 0, 100).to_bits(), norm(8, 0, 100).to_bits());
        assert_ne!(norm(7, 0, 100).to_bits(), norm(7, 1, 100).to_bits());
    }
}
