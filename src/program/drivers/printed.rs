//! What programs print.

use super::super::machine::Host;

/// How many lines at the beginning, and how many at the end, are kept of what a step prints by hand, or a whole real run.
const KEPT_LINES: usize = 100;

/// What was printed, with the middle left out where it is long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    first: Vec<String>,
    last: std::collections::VecDeque<String>,
    /// How many lines were left out between.
    pub left_out: usize,
    /// Sums of what was tallied.
    pub tallied: i64,
    open: bool,
}

impl Printed {
    fn line(&mut self, line: String) {
        if self.first.len() < KEPT_LINES {
            self.first.push(line);
        } else {
            self.last.push_back(line);
            if self.last.len() > KEPT_LINES {
                self.last.pop_front();
                self.left_out += 1;
            }
        }
    }

    /// Returns the lines, with a sentence where some were left out.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.first.clone();
        if self.left_out > 0 {
            lines.push(format!("… {} lines left out …", self.left_out));
        }
        lines.extend(self.last.iter().cloned());
        lines
    }
}

impl Host for Printed {
    fn listens(&self) -> bool {
        true
    }

    fn print(&mut self, _actor: &str, line: String) {
        self.open = false;
        self.line(line);
    }

    fn write(&mut self, _actor: &str, text: &str) {
        match self.last.back_mut().or(self.first.last_mut()) {
            Some(line) if self.open && line.len() < 10_000 => line.push_str(text),
            _ => self.line(text.to_string()),
        }
        self.open = true;
    }

    fn tally(&mut self, _actor: &str, count: i64) {
        self.tallied = self.tallied.saturating_add(count);
    }
}
