//! Stepping by hand.

use std::sync::Arc;

use super::code::Options;
use super::code::compile::compile;
use super::drivers::hand::Hand;
use super::world::endings::{Awaited, Kind};
use super::world::model::{Memory, Step};
use super::world::resources::Thing;

fn hand(text: &str) -> Hand {
    let program = compile(text, &Options::default()).expect("a program");
    Hand::new(Arc::new(program), Memory::Sc)
}

fn step(actor: u16) -> Step {
    Step { actor, alternative: 0 }
}

fn says(hand: &Hand, actor: usize) -> String {
    let standing = &hand.actors()[actor];
    standing.rests.clone().unwrap_or_else(|| standing.steps[0].1.clone())
}

#[test]
fn every_next_step_is_told_in_words() {
    let mut hand = hand("shared garlic = 3\nthread a, b { garlic += 1 }\nend { show garlic }");
    assert_eq!(says(&hand, 0), "reads garlic (3)");
    hand.take(step(0)).unwrap();
    assert_eq!(says(&hand, 0), "writes 4 to garlic");
    hand.take(step(1)).unwrap();
    hand.take(step(0)).unwrap();
    assert_eq!(says(&hand, 0), "is over");
    assert!(hand.take(step(0)).unwrap_err().contains("not possible"));
    hand.take(step(1)).unwrap();
    assert_eq!(hand.ending().unwrap().to_string(), "garlic=4");
}

#[test]
fn who_waits_is_told_for_whom_and_since_when() {
    let mut hand = hand(
        "lock a, b
         thread Barron { lock a; lock b; unlock b; unlock a }
         thread Olivia { lock b; lock a; unlock a; unlock b }",
    );
    hand.take_all(&[step(0), step(1)]).unwrap();
    assert_eq!(says(&hand, 0), "waits for b, which Olivia holds since step 2");
    assert_eq!(hand.actors()[1].line, 3);
    assert_eq!(hand.ending().unwrap().kind, Kind::Stuck);
    assert_eq!((hand.things()[0].holders.clone(), hand.things()[0].queue.clone()), (vec![0], vec![1]));
    assert_eq!(hand.actors()[0].awaits, [Awaited::Resource(1)]);
    hand.back_to(1);
    assert_eq!(says(&hand, 0), "takes b");
    assert_eq!(hand.ending(), None);
}

#[test]
fn things_are_told_with_who_waits_in_which_order_and_what_is_in_them() {
    let mut hand = hand(
        "fair lock a
         semaphore s = 2
         barrier b of 3
         channel c[2]
         thread t[3] { put c, index * 10; lock a; acquire s; meet b; unlock a }",
    );
    let seen = |hand: &Hand, at: usize| {
        let Thing { holders, queue, count, size, items, .. } = hand.things().swap_remove(at);
        (holders, queue, count, size, items)
    };
    // The second puts before the first, and the third finds no room.
    hand.take_all(&[step(1), step(0)]).unwrap();
    assert_eq!(seen(&hand, 3), (vec![], vec![2], 2, Some(2), vec!["10".into(), "0".into()]));
    hand.take_all(&[step(1), step(0), step(1)]).unwrap();
    assert_eq!(seen(&hand, 0), (vec![1], vec![0], 0, None, vec![]));
    assert_eq!(seen(&hand, 1), (vec![], vec![], 1, Some(2), vec![]));
    hand.take(step(1)).unwrap();
    assert_eq!(seen(&hand, 2), (vec![], vec![1], 1, Some(3), vec![]));
    assert_eq!(hand.ending().unwrap().kind, Kind::Stuck);
}

#[test]
fn output_belongs_to_the_step_before_and_goes_back_with_it() {
    let mut hand =
        hand("shared x = 1\nthread t { print \"first\"; x = 2; print \"x is\", x\n write 1; write 2 }");
    let lines = |hand: &Hand| hand.printed().iter().flat_map(|part| part.lines()).collect::<Vec<_>>();
    assert_eq!(lines(&hand), ["first"]);
    hand.walk(1, 2).unwrap();
    assert_eq!(lines(&hand), ["first", "x is 2"]);
    hand.back_to(1);
    assert_eq!(lines(&hand), ["first"]);
}

#[test]
fn a_walk_is_the_same_for_the_same_seed() {
    let text = "shared x = 0\nthread t[3] { repeat 5 { x += 1 } }";
    let walk = |seed| {
        let mut hand = hand(text);
        hand.walk(seed, 1000).unwrap();
        hand.steps().to_vec()
    };
    assert_eq!(walk(1), walk(1));
    assert_ne!(walk(1), walk(2));
    assert_eq!(walk(1).len(), 30);
}

#[test]
fn much_output_keeps_its_beginning_and_end() {
    let hand = hand("thread t { for i in 0..50000 { print i } }");
    let lines = hand.printed()[0].lines();
    assert_eq!((lines.len(), lines[0].as_str(), lines[200].as_str()), (201, "0", "49999"));
    assert_eq!(lines[100], "… 49800 lines left out …");
}
