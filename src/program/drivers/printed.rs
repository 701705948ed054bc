//! What programs print.

use super::super::machine::Host;

/// How many lines at the beginning, and how many at the end, are kept of what a step prints by hand, or a whole real run.
const KEPT_LINES: usize = 100;

/// A line with the name of whoever printed it; empty where nobody did.
pub type Said = (String, String);

/// What was printed, with the middle left out where it is long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    first: Vec<Said>,
    last: std::collections::VecDeque<Said>,
    /// How many lines were left out between.
    pub left_out: usize,
    /// Sums of what was tallied.
    pub tallied: i64,
    open: bool,
}

impl Printed {
    fn line(&mut self, actor: &str, line: String) {
        let said = (actor.to_string(), line);
        if self.first.len() < KEPT_LINES {
            self.first.push(said);
        } else {
            self.last.push_back(said);
            if self.last.len() > KEPT_LINES {
                self.last.pop_front();
                self.left_out += 1;
            }
        }
    }

    /// Returns the lines with who printed them, with a sentence where some were left out.
    pub fn said(&self) -> Vec<Said> {
        let mut lines = self.first.clone();
        if self.left_out > 0 {
            lines.push((String::new(), format!("… {} lines left out …", self.left_out)));
        }
        lines.extend(self.last.iter().cloned());
        lines
    }

    /// Returns the lines alone.
    pub fn lines(&self) -> Vec<String> {
        self.said().into_iter().map(|(_, line)| line).collect()
    }
}

impl Host for Printed {
    fn listens(&self) -> bool {
        true
    }

    fn print(&mut self, actor: &str, line: String) {
        self.open = false;
        self.line(actor, line);
    }

    fn write(&mut self, actor: &str, text: &str) {
        match self.last.back_mut().or(self.first.last_mut()) {
            Some((_, line)) if self.open && line.len() < 10_000 => line.push_str(text),
            _ => self.line(actor, text.to_string()),
        }
        self.open = true;
    }

    fn tally(&mut self, _actor: &str, count: i64) {
        self.tallied = self.tallied.saturating_add(count);
    }
}
