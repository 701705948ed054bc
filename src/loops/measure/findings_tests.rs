//! What the verdict says of made-up repeats: each gate, and what must hold of every sentence.

use super::*;
use crate::loops::measure::samples::Repeat;
use crate::loops::schedule::Counts;
use proptest::prelude::*;

fn repeat(time: f64) -> Repeat {
    Repeat {
        time,
        together: true,
        start_up: Some([0.1, 0.01]),
        counts: Counts { chunks: 10, steals: None },
        recorded: true,
        parts: None,
    }
}

/// Samples of these pairs, sequential and chosen.
fn samples(pairs: &[(f64, f64)]) -> Samples {
    Samples {
        sequential: pairs.iter().map(|pair| repeat(pair.0)).collect(),
        chosen: pairs.iter().map(|pair| repeat(pair.1)).collect(),
        executions: [1; 2],
        step: 5.0,
        ..Samples::default()
    }
}

/// Eight steady pairs with this ratio.
fn steady(ratio: f64) -> Samples {
    let off = |i: u32| 1.0 + 0.004 * f64::from(i % 8);
    let pairs: Vec<_> = (0..8).map(|i| (10.0 * off(i), 10.0 / ratio * off(i + 3))).collect();
    samples(&pairs)
}

fn on(threads: usize, cores: usize) -> Subject<'static> {
    Subject { threads, cores, same_code: false, parts: None }
}

/// Judges a part of a repeat of two threads that takes 10 ms in all.
fn told_of(parts: &Parts) -> String {
    judge(&steady(1.5), &Subject { parts: Some((parts, 7.0)), ..on(2, 2) }).sentence
}

#[test]
fn a_steady_ratio_is_told() {
    let finding = judge(&steady(1.9), &on(2, 2));
    assert!(!finding.withheld);
    assert_eq!(finding.sentence, "2 threads are 1.90 times as fast as one: 95 % of what 2 cores can give.");
}

#[test]
fn more_threads_than_cores_are_compared_with_the_cores() {
    let finding = judge(&steady(1.3), &on(32, 2));
    assert!(
        finding.sentence.starts_with("32 threads share 2 cores: 1.30 times as fast"),
        "{}",
        finding.sentence
    );
    assert!(finding.sentence.ends_with("where 2 is the most."), "{}", finding.sentence);
}

#[test]
fn slower_is_told_as_slower() {
    let finding = judge(&steady(0.5), &on(2, 2));
    assert!(finding.sentence.starts_with("2 threads are slower:"), "{}", finding.sentence);
    assert!(finding.sentence.contains("they take 2.00 times as long"), "{}", finding.sentence);
}

#[test]
fn no_difference_is_told_as_none() {
    let pairs: Vec<_> =
        (0..8).map(|i| (10.0 + 0.1 * f64::from(i % 3), 10.0 + 0.1 * f64::from((i + 1) % 4))).collect();
    let finding = judge(&samples(&pairs), &on(2, 2));
    assert!(!finding.withheld);
    assert!(finding.sentence.starts_with("No difference that can be measured: 0.9"), "{}", finding.sentence);
}

#[test]
fn the_same_code_is_only_noise() {
    let finding = judge(&steady(1.04), &Subject { same_code: true, ..on(1, 2) });
    assert!(finding.withheld);
    assert!(
        finding.sentence.starts_with("The same code on both sides: any ratio from 1.03"),
        "{}",
        finding.sentence
    );
}

#[test]
fn repeats_without_their_cores_do_not_count() {
    let mut some = steady(1.9);
    for (i, one) in some.chosen.iter_mut().enumerate() {
        one.together = i % 2 == 0;
    }
    let finding = judge(&some, &on(2, 2));
    assert!(finding.withheld && finding.ratio.is_none());
    assert!(finding.sentence.contains("2 cores were not free in 4 of 8 repeats"), "{}", finding.sentence);
    assert_eq!(
        judge(&samples(&[(2.0, 1.0); 3]), &on(2, 2)).sentence,
        "Cannot tell from 3 repeats: 5 are the least."
    );
}

#[test]
fn what_other_work_made_longer_is_not_told() {
    let parts = Parts { busy: 12.0, ..Parts::default() };
    let subject = Subject { parts: Some((&parts, 10.0)), ..on(2, 2) };
    let mut some = steady(1.6);
    assert!(!judge(&some, &subject).withheld, "it may be the machine's own");
    some.chosen[1].together = false;
    let finding = judge(&some, &subject);
    assert!(finding.withheld, "nothing tells that it is steady");
    for (at, one) in some.chosen.iter_mut().enumerate() {
        let reference = some.sequential[at].time;
        one.parts = Some(Parts { busy: reference * (1.2 + 0.005 * at as f64), ..Parts::default() });
    }
    let own = judge(&some, &subject);
    assert!(!own.withheld, "cores that are slower together in every repeat: {}", own.sentence);
    for at in [3, 5, 7] {
        some.chosen[at].parts = Some(Parts { busy: some.sequential[at].time, ..Parts::default() });
    }
    let finding = judge(&some, &subject);
    assert!(finding.withheld, "some repeats had their cores");
    assert!(finding.sentence.contains("took the cores in 1 of 8 repeats"), "{}", finding.sentence);
    assert!(finding.sentence.contains("took 1.2 times as long"), "{}", finding.sentence);
}

#[test]
fn what_is_too_short_for_the_clock_has_no_ratio() {
    let mut short = steady(1.9);
    (short.too_short, short.executions) = (true, [64; 2]);
    let finding = judge(&short, &on(2, 2));
    assert!(finding.withheld && finding.ratio.is_none());
    assert!(finding.sentence.starts_with("Too short for this clock (5 µs)"), "{}", finding.sentence);
    short.step = f64::INFINITY;
    assert!(judge(&short, &on(2, 2)).sentence.contains("stands still"));
}

#[test]
fn the_largest_loss_is_named() {
    let parts = Parts { busy: 7.0, unevenness: 1.2, ..Parts::default() };
    let uneven = Parts { imbalance: 2.5, early: 0b1, waiting: 0.5, ..parts };
    assert!(told_of(&uneven).ends_with("Thread 0 finished early and waited."));
    assert!(told_of(&Parts { hand_out: 2.5, ..parts }).ends_with("handing out the pieces."));
    assert!(told_of(&Parts { waiting: 2.5, ..parts }).ends_with("was noticed."));
    assert!(
        told_of(&Parts { busy: 9.8, ..parts }).ends_with("can give."),
        "one disturbed repeat says nothing"
    );
    assert_eq!(early(0b1001, 4).unwrap(), "Threads 0 and 3 finished early and waited.");
    assert_eq!(early(0b111_1110, 8).unwrap(), "6 of the 8 threads finished early and waited.");
}

#[test]
fn steady_inflation_is_named() {
    let mut shared = steady(1.4);
    for one in &mut shared.chosen {
        one.parts = Some(Parts { busy: 14.0, ..Parts::default() });
    }
    let parts = shared.chosen[0].parts.unwrap();
    let finding = judge(&shared, &Subject { parts: Some((&parts, 10.0)), ..on(2, 2) });
    assert!(
        finding.sentence.contains("each core took 1.4 times as long: shared cores, memory or heat"),
        "{}",
        finding.sentence
    );
}

#[test]
fn digits_never_hide_a_value() {
    assert_eq!([0.004, 0.94, 1.9, 18.44, 184.4].map(digits), ["0.0040", "0.94", "1.90", "18.4", "184"]);
}

proptest! {
    #[test]
    fn what_must_hold_of_every_finding(
        pairs in prop::collection::vec((1.0..40.0f64, 1.0..40.0f64), 0..30),
        together in prop::collection::vec(any::<bool>(), 30),
        threads in 1..40usize,
        cores in 1..16usize,
        same_code: bool,
    ) {
        let mut samples = samples(&pairs);
        for (one, together) in samples.chosen.iter_mut().zip(together) {
            one.together = together;
        }
        let subject = Subject { same_code, ..on(threads, cores) };
        let Finding { sentence, withheld, ratio } = judge(&samples, &subject);
        prop_assert!(sentence.ends_with('.') && !sentence.contains(" 0.00 ") && !sentence.contains("NaN"), "{}", sentence);
        if !withheld {
            let ratio = ratio.expect("what is told is known");
            prop_assert!(samples.pairs().len() >= LEAST && !same_code);
            prop_assert!(ratio.interval.share_of(ratio.value) <= TELLABLE);
            prop_assert!(ratio.interval.includes(ratio.value));
            let most = threads.min(cores) as f64;
            prop_assert!(ratio.value <= ABOVE * most || ratio.interval.includes(1.0));
            prop_assert!(ratio.value <= most || sentence.contains("noise") || sentence.contains("No difference"));
        }
    }

    #[test]
    fn a_known_ratio_is_found(ratio in 0.3..4.0f64, noise in prop::collection::vec((0.0..0.02f64, 0.0..0.02f64), 8..30)) {
        let pairs: Vec<_> = noise.iter().map(|(a, b)| (10.0 * (1.0 + a), 10.0 / ratio * (1.0 + b))).collect();
        let finding = judge(&samples(&pairs), &on(4, 4));
        prop_assert!(!finding.withheld);
        prop_assert!((finding.ratio.unwrap().value / ratio - 1.0).abs() <= 0.02);
    }
}
