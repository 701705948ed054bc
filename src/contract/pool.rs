//! When a run needs a pool of threads, and of which size. The page works it out too (`www/contract/pool.ts`), to start the
//! right engine beforehand.

use serde::Serialize;

use super::params::{Applies, Values};

/// When a run needs a pool of threads, and of which size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PoolRule {
    /// Its size.
    pub size: PoolSize,
    /// Conditions that must all be met.
    pub when: Vec<Applies>,
    /// The conditions of a run that compares, if they are others.
    pub compared: Option<Vec<Applies>>,
    /// The rule for runs for which this one has no pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Box<PoolRule>>,
}

/// Where the size of a pool comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PoolSize {
    /// An integer parameter.
    Param(&'static str),
    /// It is always the same.
    Fixed(usize),
    /// As many as there are actors, unless a parameter says another number than 0.
    Actors {
        /// The parameter that may say another number.
        given: &'static str,
        /// Actors where all of the parameters below are 0.
        base: f64,
        /// Parameters, and how many actors one more of each makes.
        each: Vec<(&'static str, f64)>,
        /// The most threads of a pool.
        most: usize,
    },
}

impl PoolRule {
    /// Threads that a run with these values needs; 0 if none.
    pub fn size(&self, values: &Values, compare: bool) -> usize {
        let when = if compare { self.compared.as_ref().unwrap_or(&self.when) } else { &self.when };
        if !when.iter().all(|condition| values.meets(condition)) {
            return self.otherwise.as_ref().map_or(0, |other| other.size(values, compare));
        }
        match &self.size {
            PoolSize::Param(name) => values.integer(name) as usize,
            PoolSize::Fixed(size) => *size,
            PoolSize::Actors { given, base, each, most } => {
                let actors = each
                    .iter()
                    .filter(|(name, _)| values.has(name))
                    .map(|(name, more)| values.real(name) * more)
                    .sum::<f64>()
                    + base;
                match values.integer(given) as usize {
                    0 => (actors as usize).clamp(1, *most),
                    given => given.min(*most),
                }
            }
        }
    }
}
