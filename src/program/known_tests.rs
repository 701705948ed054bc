//! The known answers: programs whose numbers of interleavings were computed by other means.

use std::sync::Arc;

use super::code::compile::compile;
use super::code::{Options, Program};
use super::drivers::notation::encode;
use super::explore::{Access, Conflict, Count, Limits, Report, Verdict, explore};
use super::value::Value;
use super::world::endings::Kind;
use super::world::model::Memory;

fn compiled(text: &str) -> Arc<Program> {
    let options = Options { exploring: true, ..Options::default() };
    match compile(text, &options) {
        Ok(program) => Arc::new(program),
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("{}", faults.join("\n"));
        }
    }
}

fn explored(text: &str, memory: Memory) -> Report {
    let report = explore(&compiled(text), memory, &Limits::default(), &mut |_| true);
    assert!(report.complete, "{}", report.extent());
    report
}

fn all(text: &str) -> Report {
    explored(text, Memory::Sc)
}

/// The outcomes as name and interleavings, by name.
fn outcomes(report: &Report) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = report
        .outcomes
        .iter()
        .map(|outcome| (outcome.ending.to_string(), outcome.interleavings.to_string()))
        .collect();
    list.sort();
    list
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, count)| (name.to_string(), count.to_string())).collect()
}

fn exactly(number: &str) -> Count {
    Count::Exactly(number.into())
}

#[test]
fn two_threads_add_once() {
    let report = all("shared x = 0\nthread t[2] { x += 1 }\nend { show x }");
    assert_eq!(report.interleavings, exactly("6"));
    assert_eq!(outcomes(&report), pairs(&[("x=1", "4"), ("x=2", "2")]));
    assert_eq!(report.interleavings_stuck, exactly("0"));
}

#[test]
fn two_threads_add_four_times() {
    let report = all("shared x = 0\nthread t[2] { repeat 4 { x += 1 } }\nend { show x }");
    assert_eq!(report.interleavings, exactly("12870"));
    let expected = [
        ("x=2", "8"),
        ("x=3", "192"),
        ("x=4", "3056"),
        ("x=5", "5184"),
        ("x=6", "3464"),
        ("x=7", "896"),
        ("x=8", "70"),
    ];
    assert_eq!(outcomes(&report), pairs(&expected));
}

#[test]
fn three_threads_add_once() {
    let report = all("shared x = 0\nthread t[3] { x += 1 }\nend { show x }");
    assert_eq!(report.interleavings, exactly("90"));
    assert_eq!(outcomes(&report), pairs(&[("x=1", "48"), ("x=2", "36"), ("x=3", "6")]));
}

fn stuck(report: &Report) -> (String, Vec<usize>) {
    let stuck = report.outcomes.iter().filter(|outcome| outcome.ending.kind == Kind::Stuck);
    (report.interleavings_stuck.to_string(), stuck.map(|outcome| outcome.shortest.len()).collect())
}

#[test]
fn two_locks_in_both_orders() {
    let report = all("lock a, b
         thread one { lock a; lock b; unlock b; unlock a }
         thread two { lock b; lock a; unlock a; unlock b }");
    assert_eq!(report.interleavings, exactly("6"));
    assert_eq!(stuck(&report), ("2".into(), vec![2]));
    assert_eq!(report.states, 19);
    assert_eq!(report.outcomes[0].ending.to_string(), "stuck: one waits for b; two waits for a");
    assert_eq!(report.end_can_be_lost, Some(true));
    assert_eq!(report.outcomes[0].no_return, Some(2));
    assert_eq!(report.verdict(), Verdict::GetsStuck);
}

fn philosophers(count: u32, last_is_careful: bool) -> String {
    let careful = if last_is_careful { "if index == n - 1 { first = right; second = left }" } else { "" };
    format!(
        "const n = {count}
         lock forks[n]
         thread philosopher[n] {{
             left = forks[index]
             right = forks[(index + 1) % n]
             first = left
             second = right
             {careful}
             lock first
             lock second
             unlock second
             unlock first
         }}"
    )
}

#[test]
fn three_philosophers() {
    let report = all(&philosophers(3, false));
    assert_eq!(report.interleavings, exactly("168"));
    assert_eq!(stuck(&report), ("6".into(), vec![3]));
    assert_eq!(report.states, 87);
}

#[test]
fn five_philosophers() {
    let report = all(&philosophers(5, false));
    assert_eq!(report.interleavings, exactly("66468720"));
    assert_eq!(stuck(&report).0, "120");
    assert_eq!(report.states, 1743);
}

#[test]
fn five_philosophers_the_last_takes_right_first() {
    let report = all(&philosophers(5, true));
    assert_eq!(report.interleavings, exactly("49719072"));
    assert_eq!(stuck(&report).0, "0");
    assert_eq!(report.states, 1424);
}

#[test]
fn philosophers_with_sushi() {
    let report = all(&super::reference_tests::examples()[1]);
    assert_eq!(report.interleavings, exactly("714762"));
    assert_eq!(stuck(&report), ("90".into(), vec![6]));
}

#[test]
fn a_soup_of_doubling_and_adding() {
    let soup = |barrier: &str, meet: &str| {
        format!(
            "shared soup = 1
             lock pot
             {barrier}
             thread doubler[5] {{ {meet}
                 with pot {{ soup = soup * 2 }} }}
             thread adder[5] {{ with pot {{ soup += 3 }}
                 {meet} }}
             end {{ show soup }}"
        )
    };
    let report = all(&soup("", ""));
    let mut values: Vec<i64> =
        report.outcomes.iter().map(|o| o.ending.figures[0].1.parse().unwrap()).collect();
    values.sort_unstable();
    assert_eq!((values.len(), values[0], values[106]), (107, 47, 512));
    let report = all(&soup("barrier all of 10", "meet all"));
    assert_eq!(report.outcomes.len(), 1);
    assert_eq!(report.outcomes[0].ending.to_string(), "soup=512");
}

#[test]
fn store_buffering() {
    let text = "shared x = 0, y = 0
                thread one { x = 1; r = y; show r }
                thread two { y = 1; s = x; show s }";
    let sc = all(text);
    assert_eq!(sc.interleavings, exactly("6"));
    let zero = "r of one=0,s of two=0";
    assert!(!outcomes(&sc).iter().any(|(name, _)| name == zero));
    assert!(outcomes(&explored(text, Memory::Tso)).iter().any(|(name, _)| name == zero));
    let fenced = text.replace("1; ", "1; fence; ");
    assert!(!outcomes(&explored(&fenced, Memory::Tso)).iter().any(|(name, _)| name == zero));
}

#[test]
fn what_nothing_orders_and_where_there_is_no_return() {
    let report = all("shared x = 0
thread t[2] { x += 1 }
end { show x; expect x == 2 \"one for each\" }");
    let pair = |first: bool, second: bool| {
        let access = |actor: &str, writes| Access { actor: actor.into(), line: 2, writes };
        Conflict { variable: "x".into(), first: access("t 0", first), second: access("t 1", second) }
    };
    let mut conflicts = report.conflicts.clone();
    conflicts.sort();
    assert_eq!(conflicts, [pair(false, true), pair(true, false), pair(true, true)]);
    assert_eq!(report.verdict(), Verdict::CanFail);
    let wrong = report.outcomes.iter().find(|outcome| outcome.ending.kind == Kind::Wrong).unwrap();
    assert_eq!(encode(&wrong.shortest), "0.1.0.1");
    assert_eq!(wrong.no_return, Some(2));
    assert_eq!(wrong.ending.wrong, ["one for each"]);
    assert_eq!(report.end_can_be_lost, Some(false));

    let locked = all("shared x = 0\nlock l\nthread t[2] { with l { x += 1 } }\nend { show x }");
    assert_eq!((locked.conflicts.len(), locked.verdict()), (0, Verdict::AlwaysRight));
}

#[test]
fn a_limit_is_said_and_proves_nothing() {
    let program = compiled("shared x = 0\nthread t { loop { x += 1 } }");
    let report = explore(&program, Memory::Sc, &Limits { states: 100, ..Limits::default() }, &mut |_| true);
    assert!(!report.complete);
    assert_eq!(report.verdict(), Verdict::Unknown);
    assert_eq!(report.interleavings, Count::Unknown);
    assert_eq!(report.extent(), "The first 101 states; nothing wrong found; no proof.");
    let stopped = explore(&program, Memory::Sc, &Limits::default(), &mut |progress| progress.states < 5000);
    assert!(!stopped.complete && stopped.states < 10_000);
}

#[test]
fn settings_have_ranges_choices_and_values_for_exploring() {
    let text = "param n = 5 in 1..20, explore 2 \"help\"\nparam how = mutex among none, mutex \"kind\"\nend { show n; show how }";
    let shown = |options: Options| -> Result<String, String> {
        let program = compile(text, &options).map_err(|faults| faults[0].to_string())?;
        let report = explore(&Arc::new(program), Memory::Sc, &Limits::default(), &mut |_| true);
        Ok(report.outcomes[0].ending.to_string())
    };
    let given =
        |name: &str, value| Options { settings: [(name.to_string(), value)].into(), ..Options::default() };
    assert_eq!(shown(Options::default()).unwrap(), "n=5,how=mutex");
    assert_eq!(shown(Options { exploring: true, ..Options::default() }).unwrap(), "n=2,how=mutex");
    assert_eq!(shown(Options { exploring: true, ..given("n", Value::Int(3)) }).unwrap(), "n=3,how=mutex");
    assert_eq!(shown(given("how", Value::text("none"))).unwrap(), "n=5,how=none");
    assert_eq!(
        shown(given("n", Value::Int(21))).unwrap_err(),
        "line 1, column 7: `n` must be between 1 and 20, not 21."
    );
    assert_eq!(
        shown(given("how", Value::text("mutexx"))).unwrap_err(),
        "line 2, column 7: `how` must be one of none, mutex, not mutexx (did you mean mutex?)."
    );
}
