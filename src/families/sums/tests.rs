//! The family as a whole, natively: known totals, the same results with all schedules, traces that cover the work,
//! and limits that refuse values instead of wrapping.

use std::time::Instant;

use proptest::prelude::*;

use super::exact::{LARGEST_SQUARED, Method, Opaque};
use super::norms::Norms;
use super::range_sum::RangeSum;
use super::shape::Shape;
use super::squares::Squares;
use super::*;
use crate::contract::params::Value;
use crate::contract::scenario::Scenario;
use crate::loops::schedule::Schedule;
use crate::run::crew::Crew;
use crate::run::trace::table::spans_since;

/// Parameters that differ from their defaults.
type Changes = Vec<(&'static str, Value)>;

fn number(x: u64) -> Value {
    Value::Number(x as f64)
}

fn text(word: &str) -> Value {
    Value::Text(word.into())
}

fn check(scenario: &dyn Scenario, changes: &[(&str, Value)]) -> Result<Values, Error> {
    let mut given = Values::defaults(&scenario.params(), 2);
    given.insert("repeats".into(), number(1));
    given.insert("warmup".into(), number(0));
    for (name, value) in changes {
        given.insert((*name).into(), value.clone());
    }
    Values::check(&scenario.params(), given)
}

fn try_run(
    scenario: &dyn Scenario,
    changes: &[(&str, Value)],
    compare: bool,
) -> Result<(Report, Context), Error> {
    let values = check(scenario, changes)?;
    let threads = scenario.threads(&values);
    let crew = if threads == 0 { Crew::none() } else { Crew::start(threads)? };
    let mut context = Context::new(scenario, &values, compare, crew)?;
    let report = futures::executor::block_on(scenario.run(&values, &mut context))?;
    Ok((report, context))
}

fn execute(scenario: &dyn Scenario, changes: &[(&str, Value)], compare: bool) -> Report {
    try_run(scenario, changes, compare).unwrap().0
}

#[test]
fn twenty_sums_of_squares() {
    for method in ["simd", "closed-form", "loop"] {
        let report = execute(&Squares, &[("method", text(method))], method == "simd");
        assert_eq!(report.values["first"], "41666654166667500000");
        assert_eq!(report.values["last"], "41667129168377502109");
        assert_eq!(report.values["total"], "833337833344750010830");
        assert_eq!(report.get("tasks"), Some(20.0));
        assert_eq!(report.get("identical"), (method == "simd").then_some(1.0));
    }
}

#[test]
fn the_known_range_sums() {
    for method in ["simd", "closed-form"] {
        let report = execute(&RangeSum, &[("method", text(method))], true);
        assert_eq!(report.values["total"], "499999999500000000");
        assert_eq!(report.values["totals"], "identical");
        assert_eq!(report.get("tasks"), Some(16_384.0));
        assert_eq!(report.get("depth"), Some(14.0));
        assert_eq!(report.get("work"), Some(999_999_999.0 + 16_383.0));
        assert_eq!(report.get("span"), Some(61_036.0 + 14.0));
        let parallelism = report.get("parallelism").unwrap();
        assert!((parallelism - 1_000_016_382.0 / 61_050.0).abs() < 1e-9);

        let smaller = [("hi", number(100_000_000)), ("threshold", number(10_000)), ("method", text(method))];
        assert_eq!(execute(&RangeSum, &smaller, false).values["total"], "4999999950000000");
    }
}

#[test]
fn every_schedule_gives_the_same_result_to_the_last_bit() {
    let scenarios: [(&dyn Scenario, Changes); 3] = [
        (&Squares, vec![("start", number(3000)), ("count", number(50)), ("grain", number(3))]),
        (&RangeSum, vec![("hi", number(123_457)), ("threshold", number(1000)), ("grain", number(2))]),
        (&Norms, vec![("vectors", number(101)), ("dim", number(100)), ("chunk", number(7))]),
    ];
    for (scenario, problem) in &scenarios {
        let mut totals = Vec::new();
        for schedule in Schedule::ALL {
            for threads in [1, 3] {
                let mut changes = problem.clone();
                changes.extend([("schedule", text(schedule.name())), ("threads", number(threads))]);
                let report = execute(*scenario, &changes, true);
                totals.push((report.values["total"].clone(), report.values.get("bits").cloned()));
            }
        }
        assert!(totals.windows(2).all(|pair| pair[0] == pair[1]), "{}: {totals:?}", scenario.info().id);
    }
}

/// Returns the bits of a reported result.
fn bits(report: &Report, name: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(&report.values[name], 16).unwrap())
}

#[test]
fn in_the_order_of_arrival_the_same_norms_are_added() {
    let problem = [("vectors", number(101)), ("dim", number(100)), ("chunk", number(1))];
    let by_index = execute(&Norms, &problem, false);
    assert!(!by_index.values.contains_key("total_by_index") && by_index.get("totals_seen").is_none());
    for schedule in Schedule::ALL {
        for (threads, compare) in [(1, true), (3, false), (3, true)] {
            let mut changes = problem.to_vec();
            changes.extend([
                ("schedule", text(schedule.name())),
                ("threads", number(threads)),
                ("order", text("arrival")),
                ("repeats", number(5)),
            ]);
            // Every execution is added up again in the recorded order; on a difference the run fails.
            let report = execute(&Norms, &changes, compare);
            assert_eq!(report.values["bits_by_index"], by_index.values["bits"], "{schedule:?}");
            let (total, exact) = (bits(&report, "bits"), bits(&by_index, "bits"));
            // Both are within (n − 1)·2⁻⁵³ of the exact sum, as a share.
            assert!((total - exact).abs() <= 101.0 * f64::EPSILON * exact, "{total} {exact}");
            assert_eq!(report.values["total"].parse(), Ok(total));
            let (seen, of) = (report.get("totals_seen").unwrap(), report.get("totals_of").unwrap());
            assert!(1.0 <= seen && seen <= of && of >= 5.0);
            let same = seen == 1.0 && total.to_bits() == exact.to_bits();
            if compare {
                assert_eq!(report.get("identical"), Some(f64::from(u8::from(same))), "{schedule:?}");
                assert_eq!(report.values["totals"], if same { "identical" } else { "different" });
            }
            // One thread computes in order, so the sums arrive in order; a single piece has no order of arrival at
            // all.
            if schedule == Schedule::Sequential {
                assert!(
                    same && report.verdict.starts_with("The order made no difference"),
                    "{}",
                    report.verdict
                );
            }
            if threads == 1 && schedule == Schedule::Dynamic {
                assert!(same && report.get("overtaken") == Some(0.0));
            }
            assert_eq!(report.verdict.starts_with("Another total"), total != exact);
        }
    }
}

#[test]
fn another_seed_makes_other_vectors() {
    let total = |seed| {
        let changes = [("vectors", number(20)), ("dim", number(50)), ("seed", number(seed))];
        execute(&Norms, &changes, false).values["bits"].clone()
    };
    assert_eq!(total(5), total(5));
    assert_ne!(total(5), total(6));
}

#[test]
fn the_chunks_of_a_trace_cover_the_work() {
    let cases: [(&dyn Scenario, Changes, std::ops::Range<u32>); 3] = [
        (&Squares, vec![("start", number(1000)), ("count", number(40))], 0..40),
        (&RangeSum, vec![("lo", number(5)), ("hi", number(100_000)), ("threshold", number(700))], 5..100_000),
        (&Norms, vec![("vectors", number(90)), ("dim", number(10))], 0..90),
    ];
    for (scenario, problem, expected) in cases {
        for schedule in Schedule::ALL {
            let mut changes = problem.clone();
            changes.extend([("schedule", text(schedule.name())), ("threads", number(3))]);
            let (report, context) = try_run(scenario, &changes, false).unwrap();
            let spans = spans_since(&context.recorder, &vec![0; context.recorder.lanes()]);
            let mut chunks: Vec<_> = spans
                .iter()
                .flatten()
                .filter(|span| span.label == label::CHUNK)
                .map(|span| (span.first, span.last))
                .collect();
            chunks.sort_unstable();
            assert_eq!(Some(chunks.len() as f64), report.get("chunks"), "{schedule:?}");
            let mut next = expected.start;
            for (first, last) in chunks {
                assert_eq!(first, next, "{} {schedule:?}", scenario.info().id);
                next = last;
            }
            assert_eq!(next, expected.end, "{} {schedule:?}", scenario.info().id);
        }
    }
}

#[test]
fn what_is_too_large_is_refused_in_words() {
    let refused = |scenario: &dyn Scenario, changes: &[(&str, Value)]| {
        try_run(scenario, changes, false).map(|_| ()).unwrap_err().to_string()
    };
    // A single parameter beyond its limit never reaches the scenario.
    let message = refused(&Squares, &[("start", number(LARGEST_SQUARED + 2))]);
    assert!(message.contains("must be between 0 and 94906266"), "{message}");
    let message = refused(&RangeSum, &[("hi", number(1 << 32))]);
    assert!(message.contains("must be between 1 and 4294967295"), "{message}");
    let message = refused(&RangeSum, &[("lo", number(10)), ("hi", number(9))]);
    assert!(message.contains("at most hi"), "{message}");
    // Values that are within their limits, but too much together.
    let at_the_limit = [("start", number(LARGEST_SQUARED)), ("count", number(3))];
    let message = refused(&Squares, &at_the_limit);
    assert!(message.contains("94906266²") && message.contains("lower start or count"), "{message}");
    let message = refused(&RangeSum, &[("threshold", number(1))]);
    assert!(message.contains("raise the threshold"), "{message}");
}

#[test]
fn the_largest_that_is_accepted_is_exact() {
    let n = u128::from(LARGEST_SQUARED + 1);
    let expected = (n - 1) * n * (2 * n - 1) / 6;
    for method in ["closed-form", "simd"] {
        let changes =
            [("start", number(LARGEST_SQUARED + 1)), ("count", number(1)), ("method", text(method))];
        assert_eq!(execute(&Squares, &changes, true).values["total"], expected.to_string());
    }
    let changes = [
        ("hi", number(u32::MAX.into())),
        ("threshold", number(u32::MAX.into())),
        ("method", text("closed-form")),
    ];
    let hi = u64::from(u32::MAX);
    assert_eq!(execute(&RangeSum, &changes, true).values["total"], (hi * (hi - 1) / 2).to_string());
}

#[test]
fn an_empty_range_is_nought() {
    for schedule in ["fork-join", "sequential", "dynamic"] {
        let changes = [("lo", number(7)), ("hi", number(7)), ("schedule", text(schedule))];
        let report = execute(&RangeSum, &changes, true);
        assert_eq!(report.values["total"], "0");
    }
}

#[test]
fn a_run_that_is_asked_to_stop_says_so() {
    let scenarios: [&dyn Scenario; 3] = [&Squares, &RangeSum, &Norms];
    for scenario in scenarios {
        let values = check(scenario, &[]).unwrap();
        let mut context = Context::new(scenario, &values, true, Crew::start(2).unwrap()).unwrap();
        context.stop.set();
        let report = futures::executor::block_on(scenario.run(&values, &mut context)).unwrap();
        assert_eq!(report.state, State::Stopped);
        assert!(!report.values.contains_key("total") && report.get("time_ms").is_none());
        assert_eq!(context.progress.get().0, 0, "nothing is done any more");
    }
}

#[test]
fn a_repeat_is_in_the_trace_even_if_only_one_fits() {
    // 16 384 tasks: two executions fill the buffers, so the warm-up must not take up their room.
    let changes = [
        ("hi", number(1_000_000)),
        ("threshold", number(100)),
        ("method", text("simd")),
        ("warmup", number(1)),
        ("repeats", number(3)),
    ];
    let (report, context) = try_run(&RangeSum, &changes, false).unwrap();
    assert_eq!(report.get("tasks"), Some(16_384.0));
    let labels: Vec<u16> = context.recorder.events(COORDINATOR, 0).iter().map(|event| event.label).collect();
    assert!(labels.contains(&label::REPEAT) && !labels.contains(&label::WARM_UP), "{labels:?}");
    assert_eq!(context.recorder.dropped(), 0);
}

#[test]
fn a_repeat_that_does_not_fit_is_said_to() {
    let changes = [("hi", number(1_000_000)), ("threshold", number(20)), ("method", text("closed-form"))];
    let (report, _) = try_run(&RangeSum, &changes, false).unwrap();
    assert!(report.notices.iter().any(|notice| notice.contains("There is no timeline")));
}

#[test]
fn results_that_differ_are_an_error() {
    let totals = Totals::default();
    totals.agree(5, |total| total.to_string()).unwrap();
    totals.agree(5, |total| total.to_string()).unwrap();
    let error = totals.agree(6, |total| total.to_string()).unwrap_err();
    assert!(error.to_string().contains("the total: 5 and 6"), "{error}");

    let partials = Partials::new(3);
    partials.set(0, 1);
    partials.set(2, u128::MAX);
    assert!(matches!(partials.values().err(), Some(Error::Incomplete { missing: 1, total: 3 })));
    partials.set(1, 2);
    assert_eq!(partials.values().unwrap().collect::<Vec<_>>(), [1, 2, u128::MAX]);
    partials.set(1, 2);
    assert!(partials.values().is_err(), "computed twice");
}

/// A compiler that finds the formula would make this ratio 1. The benchmark shows how near to 10 it is.
#[test]
fn ten_times_the_terms_take_much_longer() {
    let zero = Opaque::zero();
    let time = |method, n| {
        let start = Instant::now();
        std::hint::black_box(exact::squares(method, 0..std::hint::black_box(n), &zero));
        std::hint::black_box(exact::numbers(method, 0..std::hint::black_box(n), &zero));
        start.elapsed().as_secs_f64()
    };
    for method in [Method::Loop, Method::Simd] {
        // The fastest of many: other load on the machine only ever adds.
        let mut fastest = [f64::INFINITY; 2];
        for _ in 0..50 {
            fastest[0] = fastest[0].min(time(method, 300_000));
            fastest[1] = fastest[1].min(time(method, 3_000_000));
        }
        assert!(fastest[1] > 3.0 * fastest[0], "{method:?}: {fastest:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn random_sums_are_the_formula_in_128_bits(
        start in 0u64..200_000, count in 1u64..30, grain in 1u64..30, threads in 1u64..4, simd: bool,
    ) {
        let below = |n: u64| {
            let n = u128::from(n);
            n * n.saturating_sub(1) * (2 * n).saturating_sub(1) / 6
        };
        let expected: u128 = (start..start + count).map(below).sum();
        let report = execute(&Squares, &[
            ("start", number(start)),
            ("count", number(count)),
            ("grain", number(grain.min(count))),
            ("threads", number(threads)),
            ("method", text(if simd { "simd" } else { "loop" })),
        ], true);
        prop_assert_eq!(&report.values["total"], &expected.to_string());
    }

    #[test]
    fn random_trees_are_the_formula_in_128_bits(
        lo in 0u64..4_000_000_000, length in 0u64..300_000, threshold in 50u64..400_000, threads in 1u64..4,
    ) {
        let hi = lo + length.max(1);
        let expected = u128::from(hi - lo) * u128::from(lo + hi - 1) / 2;
        let (report, context) = try_run(&RangeSum, &[
            ("lo", number(lo)), ("hi", number(hi)), ("threshold", number(threshold)), ("threads", number(threads)),
            ("method", text("simd")),
        ], true).unwrap();
        prop_assert_eq!(&report.values["total"], &expected.to_string());
        let (done, all) = context.progress.get();
        prop_assert_eq!(done, all);
    }

    #[test]
    fn the_shape_is_that_of_the_tree(length in 0u64..3000, threshold in 1u64..200) {
        fn walk(length: u64, threshold: u64) -> (u64, u64, u64) {
            if length <= threshold {
                return (1, 0, length);
            }
            let (a, b) = (walk(length / 2, threshold), walk(length - length / 2, threshold));
            (a.0 + b.0, 1 + a.1.max(b.1), 1 + a.2.max(b.2))
        }
        let (leaves, depth, span) = walk(length, threshold);
        prop_assert_eq!(Shape::of(length, threshold), Shape { leaves, depth, span });
    }
}
