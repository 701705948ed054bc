//! A list scheduler to compare the cooks with, for the tests.

use crate::families::kitchen::recipe::Recipe;

/// List scheduling, as plainly as can be: looks at every tenth of a second. Returns the end of each task.
pub fn plain_list_scheduler(recipe: &Recipe, cooks: usize) -> Vec<u32> {
    let mut ends: Vec<Option<u32>> = vec![None; recipe.tasks.len()];
    let is_done = |ends: &[Option<u32>], task: usize, now| ends[task].is_some_and(|end| end <= now);
    let mut now = 0;
    while !(0..ends.len()).all(|task| is_done(&ends, task, now)) {
        // Tasks without a step end at the moment they begin, which may let others begin: look again.
        loop {
            let cooking = ends.iter().flatten().filter(|end| **end > now).count();
            let instant = |task: &usize| recipe.tasks[*task].tenths() == 0;
            let ready: Vec<usize> = (0..ends.len())
                .filter(|&task| ends[task].is_none())
                .filter(|&task| recipe.tasks[task].needs.iter().all(|&need| is_done(&ends, need, now)))
                .take(cooks - cooking)
                .collect();
            for &task in &ready {
                ends[task] = Some(now + recipe.tasks[task].tenths());
            }
            if !ready.iter().any(instant) {
                break;
            }
        }
        now += 1;
    }
    ends.into_iter().map(Option::unwrap).collect()
}
