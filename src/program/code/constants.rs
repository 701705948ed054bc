//! What is known before a program runs: settings, constants, sizes and first values.

use std::collections::BTreeMap;

use super::super::fault::{Fault, Place, nearest};
use super::super::syntax::{Expr, ExprKind, Param, Word};
use super::super::value::Value;
use super::Setting;

/// The most elements of an array, and actors of a declaration.
pub const LARGEST_ARRAY: i64 = 1000;

/// Names with values.
#[derive(Debug, Default)]
pub struct Constants {
    values: BTreeMap<String, Value>,
}

fn fault(place: Place, sentence: impl Into<String>) -> Fault {
    Fault { place, sentence: sentence.into() }
}

impl Constants {
    /// Gives a name its value.
    pub fn set(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_string(), value);
    }

    /// Returns the value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Computes an expression of constants.
    pub fn fold(&self, expr: &Expr) -> Result<Value, Fault> {
        let told = |sentence: String| fault(expr.place, format!("Here {sentence}."));
        Ok(match &expr.kind {
            ExprKind::None => Value::None,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Int(value) => Value::Int(*value),
            ExprKind::Time(value) => Value::Time(*value),
            ExprKind::Text(text) => Value::text(text),
            ExprKind::List(items) => {
                let items = items.iter().map(|item| self.fold(item)).collect::<Result<Vec<_>, _>>()?;
                Value::list(items).map_err(told)?
            }
            ExprKind::Name(name) => self.get(name).cloned().ok_or_else(|| {
                fault(
                    expr.place,
                    format!("`{name}` is not known before the program runs: use a `param` or `const` declared above."),
                )
            })?,
            ExprKind::Minus(of) => match self.fold(of)? {
                Value::Int(value) => Value::Int(value.wrapping_neg()),
                Value::Time(value) => Value::Time(value.wrapping_neg()),
                other => return Err(told(format!("`-` does not go with {}", other.kind()))),
            },
            ExprKind::Not(of) => Value::Bool(!self.truth(of)?),
            ExprKind::And(a, b) => Value::Bool(self.truth(a)? && self.truth(b)?),
            ExprKind::Or(a, b) => Value::Bool(self.truth(a)? || self.truth(b)?),
            ExprKind::Binary(binary, a, b) => binary.of(&self.fold(a)?, &self.fold(b)?).map_err(told)?,
            ExprKind::Index(of, index) => match (self.fold(of)?, self.fold(index)?) {
                (Value::List(list), Value::Int(at)) if at >= 0 && (at as usize) < list.items.len() => {
                    list.items[at as usize].clone()
                }
                _ => return Err(told("the index points at nothing".into())),
            },
            ExprKind::Word(Word::Length, of, _) => match self.fold(&of[0])? {
                Value::List(list) => Value::Int(list.items.len() as i64),
                other => return Err(told(format!("`length` does not go with {}", other.kind()))),
            },
            _ => {
                return Err(fault(
                    expr.place,
                    "This is not known before the program runs: use numbers, texts, and names of `param` and `const`.",
                ));
            }
        })
    }

    fn truth(&self, expr: &Expr) -> Result<bool, Fault> {
        match self.fold(expr)? {
            Value::Bool(value) => Ok(value),
            other => Err(fault(expr.place, format!("Here must be true or false, not {}.", other.kind()))),
        }
    }

    /// Computes a number from `low` up to `high`.
    pub fn number(&self, expr: &Expr, low: i64, high: i64, what: &str) -> Result<i64, Fault> {
        match self.fold(expr)? {
            Value::Int(value) if (low..=high).contains(&value) => Ok(value),
            Value::Int(value) => {
                Err(fault(expr.place, format!("{what} must be between {low} and {high}, not {value}.")))
            }
            other => Err(fault(expr.place, format!("{what} must be a number, not {}.", other.kind()))),
        }
    }

    /// Computes a size in square brackets.
    pub fn size(&self, expr: Option<&Expr>) -> Result<Option<u32>, Fault> {
        expr.map(|expr| self.number(expr, 1, LARGEST_ARRAY, "How many there are").map(|size| size as u32))
            .transpose()
    }

    /// Computes a setting, and what it is with the value that was given for it.
    pub fn setting(
        &self,
        name: &str,
        place: Place,
        param: &Param,
        given: Option<&Value>,
        exploring: bool,
    ) -> Result<(Setting, Value), Fault> {
        let range = match &param.range {
            Some((low, high)) => Some((self.fold(low)?, self.fold(high)?)),
            None => None,
        };
        let among: Vec<String> = param.among.iter().map(|(choice, _)| choice.clone()).collect();
        let setting = Setting {
            name: name.to_string(),
            value: self.fold(&param.value)?,
            explore: param.explore.as_ref().map(|explore| self.fold(explore)).transpose()?,
            range,
            among,
            help: param.help.clone(),
        };
        if !matches!(setting.value, Value::Int(_) | Value::Text(_) | Value::Bool(_) | Value::Time(_)) {
            return Err(fault(
                place,
                format!(
                    "A setting is a number, a time, a choice or true or false, not {}.",
                    setting.value.kind()
                ),
            ));
        }
        if let Some((low, high)) = &setting.range {
            let (low_kind, high_kind) = (std::mem::discriminant(low), std::mem::discriminant(high));
            if low_kind != high_kind
                || !matches!(low, Value::Int(_) | Value::Time(_))
                || low_kind != std::mem::discriminant(&setting.value)
            {
                return Err(fault(
                    place,
                    format!("The range of `{name}` must be of two numbers or two times, as its value is."),
                ));
            }
        }
        let suits = |value: &Value| setting.suits(value);
        if let Err(problem) = suits(&setting.value) {
            return Err(fault(param.value.place, format!("`{name}` {problem}.")));
        }
        if let (Some(explore), Some(expr)) = (&setting.explore, &param.explore)
            && let Err(problem) = suits(explore)
        {
            return Err(fault(expr.place, format!("`{name}` {problem}.")));
        }
        let usual = if exploring { setting.explore.as_ref() } else { None }.unwrap_or(&setting.value).clone();
        let value = match given {
            None => usual,
            Some(given) => match suits(given) {
                Ok(()) => given.clone(),
                Err(problem) => return Err(fault(place, format!("`{name}` {problem}."))),
            },
        };
        Ok((setting, value))
    }
}

impl Setting {
    /// Says what is wrong with a value for this setting, as the end of a sentence.
    pub fn suits(&self, value: &Value) -> Result<(), String> {
        if std::mem::discriminant(value) != std::mem::discriminant(&self.value) {
            return Err(format!("must be {}, not {}", self.value.kind(), value.kind()));
        }
        if let (Some((low, high)), Value::Int(at) | Value::Time(at)) = (&self.range, value)
            && let (Value::Int(from) | Value::Time(from), Value::Int(to) | Value::Time(to)) = (low, high)
            && !(*from..=*to).contains(at)
        {
            return Err(format!("must be between {low} and {high}, not {value}"));
        }
        if let Value::Text(text) = value
            && !self.among.is_empty()
            && !self.among.iter().any(|choice| **choice == **text)
        {
            let advice = nearest(text, self.among.iter().map(String::as_str))
                .map_or(String::new(), |meant| format!(" (did you mean {meant}?)"));
            return Err(format!("must be one of {}, not {text}{advice}", self.among.join(", ")));
        }
        Ok(())
    }
}
