//! Every schedule covers every iteration exactly once, whatever the sizes.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use proptest::prelude::*;

use super::*;

/// Lane and iterations.
type Chunk = (usize, Range<usize>);

/// Runs a schedule and returns how often each iteration was computed, the chunks and the counts.
fn cover(schedule: Schedule, crew: &Crew, items: usize, grain: usize) -> (Vec<u32>, Vec<Chunk>, Counts) {
    let hits: Vec<AtomicU32> = (0..items).map(|_| AtomicU32::new(0)).collect();
    let chunks = std::sync::Mutex::new(Vec::new());
    let counts = schedule.run(crew, items, grain, &|lane, range| {
        for i in range.clone() {
            hits[i].fetch_add(1, Relaxed);
        }
        chunks.lock().unwrap().push((lane, range));
    });
    let hits = hits.into_iter().map(AtomicU32::into_inner).collect();
    (hits, chunks.into_inner().unwrap(), counts)
}

fn crews() -> Vec<Crew> {
    (1..=5).map(|k| Crew::start(k).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_iteration_exactly_once(items in 0usize..600, grain in 0usize..700) {
        for crew in crews() {
            for schedule in Schedule::ALL {
                let (hits, chunks, counts) = cover(schedule, &crew, items, grain);
                prop_assert!(hits.iter().all(|&hit| hit == 1), "{schedule:?} {items} {grain} {}: {hits:?}", crew.size());
                prop_assert_eq!(chunks.len() as u64, counts.chunks);
                prop_assert!(chunks.iter().all(|(lane, range)| *lane <= crew.size() && !range.is_empty()));
                prop_assert!(counts.steals.unwrap_or(0) <= counts.chunks);
            }
        }
    }

    #[test]
    fn grain_limits_the_chunks(items in 1usize..600, grain in 1usize..100) {
        let crew = Crew::start(3).unwrap();
        let longest = |schedule| cover(schedule, &crew, items, grain).1.iter().map(|(_, r)| r.len()).max().unwrap();
        let shortest = |schedule| cover(schedule, &crew, items, grain).1.iter().map(|(_, r)| r.len()).min().unwrap();
        prop_assert!(longest(Schedule::Interleaved) <= grain);
        prop_assert!(longest(Schedule::Dynamic) <= grain);
        prop_assert!(longest(Schedule::ForkJoin) <= grain);
        prop_assert!(shortest(Schedule::WorkStealing) >= grain.min(items));
        prop_assert_eq!(cover(Schedule::Static, &crew, items, grain).2.chunks, items.min(3) as u64);
        prop_assert_eq!(cover(Schedule::Sequential, &crew, items, grain).2.chunks, 1);
    }

    #[test]
    fn guided_chunks_shrink_to_the_grain(items in 1usize..3000, grain in 1usize..50) {
        let crew = Crew::start(2).unwrap();
        let (_, mut chunks, _) = cover(Schedule::Guided, &crew, items, grain);
        chunks.sort_by_key(|(_, range)| range.start);
        let mut remaining = items;
        for (_, range) in chunks {
            prop_assert_eq!(range.len(), (remaining / 4).max(grain).min(remaining));
            remaining -= range.len();
        }
        prop_assert_eq!(remaining, 0);
    }
}

#[test]
fn interleaved_deals_like_cards() {
    let crew = Crew::start(3).unwrap();
    for (lane, range) in cover(Schedule::Interleaved, &crew, 100, 7).1 {
        assert_eq!(lane, (range.start / 7) % 3 + 1);
    }
}

#[test]
fn only_sequential_runs_on_the_coordinator() {
    let crew = Crew::start(2).unwrap();
    for schedule in Schedule::ALL {
        let (_, chunks, counts) = cover(schedule, &crew, 50, 5);
        let on_coordinator = chunks.iter().all(|(lane, _)| *lane == COORDINATOR);
        assert_eq!(on_coordinator, schedule == Schedule::Sequential, "{schedule:?}");
        assert_eq!(counts.steals.is_some(), matches!(schedule, Schedule::ForkJoin | Schedule::WorkStealing));
    }
}

#[test]
fn a_crew_of_one_steals_nothing() {
    let crew = Crew::start(1).unwrap();
    for schedule in [Schedule::ForkJoin, Schedule::WorkStealing] {
        assert_eq!(cover(schedule, &crew, 500, 3).2.steals, Some(0));
    }
}
