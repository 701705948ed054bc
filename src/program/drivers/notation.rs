//! The order of steps as a short text for links: `0x3.1.0a2` is three steps of actor 0, one of actor 1, and one of
//! actor 0 by its alternative 2. `g`, `w` and `f` stand for giving up, waking without cause, and a store that reaches
//! memory.

use super::super::world::model::{FLUSHES, GIVES_UP, Step, WAKES};

/// The most steps of an order.
pub const LONGEST_ORDER: usize = 100_000;

/// Writes an order.
pub fn encode(steps: &[Step]) -> String {
    let mut parts = vec![];
    for run in steps.chunk_by(|a, b| a == b) {
        let step = run[0];
        let alternative = match step.alternative {
            0 => String::new(),
            GIVES_UP => "g".into(),
            WAKES => "w".into(),
            FLUSHES => "f".into(),
            other => format!("a{other}"),
        };
        let times = if run.len() > 1 { format!("x{}", run.len()) } else { String::new() };
        parts.push(format!("{}{alternative}{times}", step.actor));
    }
    parts.join(".")
}

/// Reads an order.
///
/// # Errors
/// Returns a sentence where the text is none.
pub fn decode(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = vec![];
    for part in text.split('.').filter(|part| !part.is_empty()) {
        let unreadable = || {
            let part: String = part.chars().take(20).collect();
            format!(
                "The order of steps cannot be read at “{part}”: it is made of parts such as 0, 1x3 or 0a2."
            )
        };
        let (who, times) = match part.split_once('x') {
            Some((who, times)) => (who, times.parse::<usize>().map_err(|_| unreadable())?),
            None => (part, 1),
        };
        let digits = who.bytes().take_while(u8::is_ascii_digit).count();
        let actor = who[..digits].parse().map_err(|_| unreadable())?;
        let alternative = match &who[digits..] {
            "" => 0,
            "g" => GIVES_UP,
            "w" => WAKES,
            "f" => FLUSHES,
            other => other.strip_prefix('a').and_then(|number| number.parse().ok()).ok_or_else(unreadable)?,
        };
        if steps.len() + times > LONGEST_ORDER {
            return Err(format!(
                "The order has more than {LONGEST_ORDER} steps: begin nearer to what you look for."
            ));
        }
        steps.extend(std::iter::repeat_n(Step { actor, alternative }, times));
    }
    Ok(steps)
}
