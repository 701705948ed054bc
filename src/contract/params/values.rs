//! The values of a run's parameters, checked against the schema.

use vecmap::VecMap;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Visitor};

use super::{Applies, Kind, LOGICAL_CORES, Param, Value};
use crate::contract::words::Words;
use crate::error::Error;

/// Checked values of all parameters of a scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(transparent)]
pub struct Values(VecMap<String, Value>);

impl Values {
    /// Checks `given` against the schema: every parameter present, none unknown, all within limits.
    ///
    /// # Errors
    /// The first fault found, as a sentence.
    pub fn check(params: &[Param], given: VecMap<String, Value>) -> Result<Self, Error> {
        if let Some(name) = given.keys().find(|name| params.iter().all(|p| p.name != name.as_str())) {
            return Err(Error::UnknownParam(name.clone()));
        }
        for param in params {
            let value = given.get(param.name).ok_or_else(|| Error::MissingParam(param.name.into()))?;
            param.check(value)?;
        }
        let values = Self(given);
        for param in params {
            if let Kind::Integer { max_param: Some(other), .. } = param.kind {
                let (value, limit) = (values.integer(param.name), values.integer(other));
                if value > limit {
                    return Err(param.fault(format!("must be at most {other} ({limit}), not {value}")));
                }
            }
        }
        Ok(values)
    }

    /// The defaults of a schema, on a machine with this many logical cores.
    pub fn defaults(params: &[Param], logical_cores: usize) -> VecMap<String, Value> {
        let mut values: VecMap<String, Value> = VecMap::new();
        for param in params {
            let value = match (&param.default, &param.kind) {
                (Value::Text(word), Kind::Integer { min, max, .. }) if word == LOGICAL_CORES => {
                    Value::Number((logical_cores as i64).clamp(*min, *max) as f64)
                }
                (value, _) => value.clone(),
            };
            values.insert(param.name.into(), value);
        }
        values
    }

    fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or_else(|| panic!("the schema has no parameter {name}"))
    }

    /// An integer's value.
    ///
    /// # Panics
    /// If the schema has no such integer: a mistake in the scenario.
    pub fn integer(&self, name: &str) -> u64 {
        // Checked to be whole and within the limits of a u64.
        self.real(name) as u64
    }

    /// An integer's value; `None` where a word stands instead of it.
    ///
    /// # Panics
    /// If the schema has no such integer: a mistake in the scenario.
    pub fn integer_or_word(&self, name: &str) -> Option<u64> {
        match self.get(name) {
            Value::Text(_) => None,
            _ => Some(self.integer(name)),
        }
    }

    /// A number's value.
    ///
    /// # Panics
    /// If the schema has no such number: a mistake in the scenario.
    pub fn real(&self, name: &str) -> f64 {
        match self.get(name) {
            Value::Number(x) => *x,
            other => panic!("{name} is not a number: {other:?}"),
        }
    }

    /// A choice's value, or a text.
    ///
    /// # Panics
    /// If the schema has no such choice: a mistake in the scenario.
    pub fn choice(&self, name: &str) -> &str {
        match self.get(name) {
            Value::Text(word) => word,
            other => panic!("{name} is not a choice: {other:?}"),
        }
    }

    /// The value of a choice between those of an enum.
    ///
    /// # Panics
    /// If the schema has no such choice, or one with other words: a mistake in the scenario.
    pub fn one_of<T: Words>(&self, name: &str) -> T {
        T::from_name(self.choice(name)).expect("the schema lists the values of the enum")
    }

    /// A flag's value.
    ///
    /// # Panics
    /// If the schema has no such flag: a mistake in the scenario.
    pub fn flag(&self, name: &str) -> bool {
        match self.get(name) {
            Value::Flag(on) => *on,
            other => panic!("{name} is not a flag: {other:?}"),
        }
    }

    /// Returns whether a parameter has an effect with these values.
    pub fn applies(&self, param: &Param) -> bool {
        param.applies.as_ref().is_none_or(|when| self.meets(when))
    }

    /// Returns whether there is a value of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// Returns whether another parameter has one of the values that a condition names.
    pub fn meets(&self, when: &Applies) -> bool {
        match self.0.get(when.param) {
            Some(Value::Text(word)) => when.values.contains(&word.as_str()),
            _ => false,
        }
    }
}

// By hand: what serde derives for an untagged enum reads any value into a tree first, which takes 1.6 KB of a reader's
// download.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Value;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("a flag, a number or a text")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Flag(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::Number(value))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::Text(value.into()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
