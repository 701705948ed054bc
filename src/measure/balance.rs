//! How evenly the work was spread, from the trace.

use crate::trace::recorder::{COORDINATOR, Recorder};
use crate::trace::table::spans_since;

/// Slowest thread's busy time over the mean of all threads since `mark`: 1 is perfect, k means that
/// one thread did everything. `None` if nothing took any measurable time.
///
/// Busy is the time inside spans with this label on the threads' lanes.
pub fn imbalance(recorder: &Recorder, mark: &[usize], label: u16) -> Option<f64> {
    let lanes = spans_since(recorder, mark);
    let busy: Vec<f64> = lanes[COORDINATOR + 1..]
        .iter()
        .map(|spans| spans.iter().filter(|s| s.label == label).map(|s| s.end - s.start).sum())
        .collect();
    let total: f64 = busy.iter().sum();
    let slowest = busy.iter().copied().max_by(f64::total_cmp)?;
    (total > 0.0).then(|| slowest / (total / busy.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_busy_thread_of_two_is_an_imbalance_of_two() {
        let recorder = Recorder::new(2);
        let mark = recorder.mark();
        assert_eq!(imbalance(&recorder, &mark, 0), None);
        recorder.begin(1, 0, 0);
        std::thread::sleep(std::time::Duration::from_millis(2));
        recorder.end(1, 0, 5);
        assert_eq!(imbalance(&recorder, &mark, 0), Some(2.0));
        assert_eq!(imbalance(&recorder, &recorder.mark(), 0), None);
    }
}
