//! Parameters of scenarios: declared once here, and used for the form on the page, the links, the
//! presets, the check before a run, and the tests.

use serde::Serialize;

use crate::contract::words::Words;
use crate::error::Error;

mod values;

pub use values::Values;

/// The default that stands for the number of logical cores of the reader's machine.
pub const LOGICAL_CORES: &str = "logical-cores";

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// An integer or a real number.
    Number(f64),
    /// The value of a choice, or a text.
    Text(String),
}

/// What kind of value a parameter takes, with its limits (both inclusive).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Kind {
    /// A whole number, or a word in its place. It may not exceed the integer parameter that `max_param` names,
    /// either.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
        /// Another integer parameter that limits this one.
        max_param: Option<&'static str>,
        /// How a slider maps to the value.
        scale: Scale,
        /// A word that may stand instead of a number.
        word: Option<&'static str>,
    },
    /// A finite real number.
    Real {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// How a slider maps to the value.
        scale: Scale,
    },
    /// One of a few words.
    Choice {
        /// The words.
        options: Vec<Choice>,
    },
    /// Yes or no.
    Flag,
    /// A text in a notation of its own, edited by an editor of its own.
    Text {
        /// Longest text, in bytes of UTF-8.
        max_length: usize,
        /// The notation.
        format: Format,
        /// Texts to choose from; the value may be the name of one instead of a text.
        named: Vec<Named>,
    },
}

/// The notation of a text parameter: the name by which the page finds its own reader of it, and the check.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(into = "&'static str")]
pub struct Format {
    /// The notation's name in the catalog.
    pub name: &'static str,
    /// Returns the first fault as the rest of a sentence.
    pub check: fn(&str) -> Result<(), String>,
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl From<Format> for &'static str {
    fn from(format: Format) -> Self {
        format.name
    }
}

/// A text that has a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// The name in links.
    pub value: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// One line on what it is.
    pub help: &'static str,
    /// The text itself.
    pub text: String,
}

/// How a slider maps to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios.
    Log,
}

/// One word of a choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The word in links.
    pub value: &'static str,
    /// The label on the page.
    pub label: &'static str,
    /// One line on what it means.
    pub help: &'static str,
    /// Whether it needs more than one thread.
    pub needs_threads: bool,
}

impl Choice {
    /// Makes a word of a choice. The engine leaves label and help out, since the page takes them from the catalog.
    #[inline(always)]
    #[must_use]
    pub fn new(value: &'static str, label: &'static str, help: &'static str, needs_threads: bool) -> Self {
        let (label, help) = if cfg!(target_arch = "wasm32") { ("", "") } else { (label, help) };
        Self { value, label, help, needs_threads }
    }
}

/// When a parameter has an effect: while another one has one of these values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Applies {
    /// The other parameter, a choice.
    pub param: &'static str,
    /// Its values.
    pub values: Vec<&'static str>,
}

/// The heading under which a parameter stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// What is computed.
    Problem,
    /// How it is shared out.
    Execution,
    /// How it is measured.
    Measurement,
    /// What is looked at of the same run: not in the form, and no reason to run again.
    Place,
}

/// The declaration of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Param {
    /// The key in links.
    pub name: &'static str,
    /// The label on the page.
    pub label: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Unit of the value, if it has one.
    pub unit: Option<&'static str>,
    /// Kind and limits.
    pub kind: Kind,
    /// The value where a link gives none; may be [`LOGICAL_CORES`] for an integer.
    pub default: Value,
    /// When the parameter has an effect; `None` means always.
    pub applies: Option<Applies>,
    /// When the parameter is only simulated: even the choices that need threads then need none.
    pub simulated: Option<Applies>,
    /// Heading in the form.
    pub group: Group,
}

// None of these is inlined: each is called once for each parameter, so the size of the download matters, not the
// speed.
impl Param {
    /// An integer parameter on a linear slider.
    pub fn integer(name: &'static str, label: &'static str, default: u64, min: u64, max: u64) -> Self {
        Self::whole(name, label, default as i64, min as i64, max as i64)
    }

    /// An integer parameter that may be negative, on a linear slider.
    #[inline(never)]
    pub fn whole(name: &'static str, label: &'static str, default: i64, min: i64, max: i64) -> Self {
        let kind = Kind::Integer { min, max, max_param: None, scale: Scale::Linear, word: None };
        Self::new(name, label, kind, Value::Number(default as f64))
    }

    /// A real parameter on a linear slider.
    #[inline(never)]
    pub fn real(name: &'static str, label: &'static str, default: f64, min: f64, max: f64) -> Self {
        let kind = Kind::Real { min, max, scale: Scale::Linear };
        Self::new(name, label, kind, Value::Number(default))
    }

    /// A choice between words.
    #[inline(never)]
    pub fn choice(
        name: &'static str,
        label: &'static str,
        default: &'static str,
        options: Vec<Choice>,
    ) -> Self {
        Self::new(name, label, Kind::Choice { options }, Value::Text(default.into()))
    }

    /// A choice between the values of an enum, in their order; `option` says of each what the form does.
    pub fn one_of<T: Words>(
        name: &'static str,
        label: &'static str,
        default: T,
        option: impl Fn(T) -> Choice,
    ) -> Self {
        Self::choice(name, label, default.name(), T::ALL.iter().map(|&value| option(value)).collect())
    }

    /// A flag.
    #[inline(never)]
    pub fn flag(name: &'static str, label: &'static str, default: bool) -> Self {
        Self::new(name, label, Kind::Flag, Value::Flag(default))
    }

    /// A text in a notation; `default` is one of the `named` texts.
    pub fn text(
        name: &'static str,
        label: &'static str,
        default: &'static str,
        max_length: usize,
        format: Format,
        named: Vec<Named>,
    ) -> Self {
        Self::new(name, label, Kind::Text { max_length, format, named }, Value::Text(default.into()))
    }

    /// The number of threads, 1 to 32, by default the reader's logical cores.
    #[inline(never)]
    pub fn threads() -> Self {
        let mut param = Self::integer("threads", "Threads", 1, 1, 32)
            .help(
                "Threads that share the work. More than the machine has cores is allowed: see what it costs.",
            )
            .group(Group::Execution);
        param.default = Value::Text(LOGICAL_CORES.into());
        param
    }

    #[inline(never)]
    fn new(name: &'static str, label: &'static str, kind: Kind, default: Value) -> Self {
        Self {
            name,
            label,
            help: "",
            unit: None,
            kind,
            default,
            applies: None,
            simulated: None,
            group: Group::Problem,
        }
    }

    /// Sets the line of help.
    #[must_use]
    #[inline(never)]
    pub fn help(mut self, help: &'static str) -> Self {
        // Only the page shows it, and the page was built with the catalog.
        if cfg!(not(target_arch = "wasm32")) {
            self.help = help;
        }
        self
    }

    /// Sets the unit.
    #[must_use]
    #[inline(never)]
    pub fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets the heading.
    #[must_use]
    #[inline(never)]
    pub fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// Limits an integer by another integer parameter.
    ///
    /// # Panics
    /// If this is not an integer.
    #[must_use]
    #[inline(never)]
    pub fn at_most(mut self, other: &'static str) -> Self {
        let Kind::Integer { max_param, .. } = &mut self.kind else {
            panic!("only an integer is limited by another parameter")
        };
        *max_param = Some(other);
        self
    }

    /// Lets a word stand instead of this integer, and makes it the default.
    ///
    /// # Panics
    /// If this is not an integer.
    #[must_use]
    #[inline(never)]
    pub fn or_word(mut self, text: &'static str) -> Self {
        let Kind::Integer { word, .. } = &mut self.kind else { panic!("only an integer has a word instead") };
        *word = Some(text);
        self.default = Value::Text(text.into());
        self
    }

    /// Puts a number on a logarithmic slider.
    #[must_use]
    #[inline(never)]
    pub fn logarithmic(mut self) -> Self {
        if let Kind::Integer { scale, .. } | Kind::Real { scale, .. } = &mut self.kind {
            *scale = Scale::Log;
        }
        self
    }

    /// Limits its effect to some values of another parameter.
    #[must_use]
    #[inline(never)]
    pub fn applies(mut self, param: &'static str, values: &[&'static str]) -> Self {
        self.applies = Some(Applies { param, values: values.to_vec() });
        self
    }

    /// Says for which values of another parameter this one is only simulated, without threads.
    #[must_use]
    pub fn simulated(mut self, param: &'static str, values: &[&'static str]) -> Self {
        self.simulated = Some(Applies { param, values: values.to_vec() });
        self
    }

    fn fault(&self, problem: String) -> Error {
        Error::BadParam { name: self.name.into(), problem }
    }

    /// Checks kind and limits, but not `max_param`.
    fn check(&self, value: &Value) -> Result<(), Error> {
        match (&self.kind, value) {
            (Kind::Integer { word: Some(word), .. }, Value::Text(text)) if text == word => Ok(()),
            (Kind::Integer { min, max, .. }, Value::Number(x)) => {
                if x.fract() != 0.0 || !x.is_finite() {
                    Err(self.fault(format!("must be a whole number, not {x}")))
                } else if *x < *min as f64 || *x > *max as f64 {
                    Err(self.fault(format!("must be between {min} and {max}, not {x}")))
                } else {
                    Ok(())
                }
            }
            (Kind::Real { min, max, .. }, Value::Number(x)) => {
                // Written so that NaN fails too.
                if *x >= *min && *x <= *max {
                    Ok(())
                } else {
                    Err(self.fault(format!("must be between {min} and {max}, not {x}")))
                }
            }
            (Kind::Choice { options }, Value::Text(word)) => {
                if options.iter().any(|option| option.value == word) {
                    Ok(())
                } else {
                    let words: Vec<_> = options.iter().map(|option| option.value).collect();
                    Err(self.fault(format!("must be one of {}, not “{word}”", words.join(", "))))
                }
            }
            (Kind::Flag, Value::Flag(_)) => Ok(()),
            (Kind::Text { max_length, format, named }, Value::Text(text)) => {
                if named.iter().any(|known| known.value == text) {
                    Ok(())
                } else if text.len() > *max_length {
                    Err(self.fault(format!("must have at most {max_length} bytes, not {}", text.len())))
                } else {
                    (format.check)(text).map_err(|problem| self.fault(problem))
                }
            }
            _ => Err(self.fault("has a value of the wrong kind".into())),
        }
    }
}
