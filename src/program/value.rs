//! What a variable of a program holds, and how two values make a third.

use std::fmt;
use std::sync::Arc;

/// The most elements of a list, those of lists in it included.
pub const LONGEST_LIST: usize = 10_000;
/// The most bytes of a text.
pub const LONGEST_TEXT: usize = 10_000;
/// How deep lists may hold lists.
pub const DEEPEST_LIST: u16 = 50;

/// A value. Copies share what is long.
///
/// What a value holds begins at a word of its own. Otherwise a copy would read together what was written in parts just
/// before, for which processors wait.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[repr(u64)]
pub enum Value {
    /// A variable that has not been given a value yet.
    #[default]
    Unset,
    /// `none`.
    None,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A time, in nanoseconds.
    Time(i64),
    /// A text.
    Text(Arc<str>),
    /// A list.
    List(Arc<List>),
    /// A lock, condition, semaphore, barrier or channel, by its number in the program.
    Resource(u32),
    /// A shared or atomic variable itself, by its number; never a value that a program can name.
    Cell(u32),
    /// Another actor, by its number.
    Actor(u32),
    /// A generator of this actor, by its number.
    Generator(u32),
    /// What `for v in channel` is told at the end.
    Closed,
}

/// The elements of a list, and how much it is.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct List {
    /// The elements.
    pub items: Vec<Value>,
    weight: u32,
    depth: u16,
}

/// What two values may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Value {
    /// Makes a text.
    pub fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    /// Makes a list, or says why it cannot be.
    pub fn list(items: Vec<Value>) -> Result<Value, String> {
        let mut weight = items.len();
        let mut depth = 1;
        for item in &items {
            match item {
                Value::List(inner) => {
                    weight += inner.weight as usize;
                    depth = depth.max(inner.depth + 1);
                }
                Value::Text(text) => weight += text.len() / 16,
                _ => {}
            }
        }
        if weight > LONGEST_LIST {
            return Err(format!("a list has more than {LONGEST_LIST} elements; keep it shorter"));
        }
        if depth > DEEPEST_LIST {
            return Err(format!("a list holds lists more than {DEEPEST_LIST} deep; make it flatter"));
        }
        Ok(Value::List(Arc::new(List { items, weight: weight as u32, depth })))
    }

    /// Returns what kind of value this is, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Unset => "nothing yet",
            Value::None => "none",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a number",
            Value::Time(_) => "a time",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Resource(_) => "a resource",
            Value::Cell(_) => "a variable",
            Value::Actor(_) => "an actor",
            Value::Generator(_) => "a generator",
            Value::Closed => "the end of a channel",
        }
    }

    /// Returns how much work it is to copy this, in instructions.
    pub fn cost(&self) -> u64 {
        match self {
            Value::List(list) => 1 + list.items.len() as u64 / 4,
            Value::Text(text) => 1 + text.len() as u64 / 32,
            _ => 1,
        }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, nanoseconds: i64) -> fmt::Result {
    if nanoseconds % 1_000_000_000 == 0 {
        write!(f, "{}s", nanoseconds / 1_000_000_000)
    } else if nanoseconds % 1_000_000 == 0 {
        write!(f, "{}ms", nanoseconds / 1_000_000)
    } else {
        write!(f, "{}us", nanoseconds / 1000)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unset | Value::None => f.write_str("none"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Time(value) => write_time(f, *value),
            Value::Text(text) => f.write_str(text),
            Value::List(list) => {
                f.write_str("[")?;
                for (at, item) in list.items.iter().enumerate() {
                    if at > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Value::Resource(at) => write!(f, "resource {at}"),
            Value::Cell(at) => write!(f, "variable {at}"),
            Value::Actor(at) => write!(f, "actor {at}"),
            Value::Generator(at) => write!(f, "generator {at}"),
            Value::Closed => f.write_str("closed"),
        }
    }
}

impl Binary {
    /// Returns how it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Remainder => "%",
            Binary::Equal => "==",
            Binary::Unequal => "!=",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterOrEqual => ">=",
        }
    }

    /// Computes it, or says why it cannot be computed.
    pub fn of(self, left: &Value, right: &Value) -> Result<Value, String> {
        use Value::{Int, List, Text, Time};
        match (self, left, right) {
            (Binary::Equal, ..) => Ok(Value::Bool(left == right)),
            (Binary::Unequal, ..) => Ok(Value::Bool(left != right)),
            (_, Int(a), Int(b)) => self.of_numbers(*a, *b, Int),
            (Binary::Multiply, Time(a), Int(b)) | (Binary::Multiply, Int(a), Time(b)) => {
                self.of_numbers(*a, *b, Time)
            }
            (Binary::Divide | Binary::Remainder, Time(a), Int(b)) => self.of_numbers(*a, *b, Time),
            (Binary::Divide, Time(a), Time(b)) => self.of_numbers(*a, *b, Int),
            (Binary::Multiply, Time(_), Time(_)) => Err("times cannot be multiplied with each other".into()),
            (_, Time(a), Time(b)) => self.of_numbers(*a, *b, Time),
            (Binary::Add, Text(a), Text(b)) => {
                if a.len() + b.len() > LONGEST_TEXT {
                    return Err(format!("a text has more than {LONGEST_TEXT} bytes; keep it shorter"));
                }
                Ok(Value::text(&format!("{a}{b}")))
            }
            (Binary::Add, List(a), List(b)) => {
                if a.items.len() + b.items.len() > LONGEST_LIST {
                    return Err(format!("a list has more than {LONGEST_LIST} elements; keep it shorter"));
                }
                Value::list(a.items.iter().chain(&b.items).cloned().collect())
            }
            (
                Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual,
                Text(a),
                Text(b),
            ) => Ok(Value::Bool(self.holds(a.cmp(b)))),
            _ => Err(format!("`{}` does not go with {} and {}", self.sign(), left.kind(), right.kind())),
        }
    }

    fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Binary::Less => order.is_lt(),
            Binary::LessOrEqual => order.is_le(),
            Binary::Greater => order.is_gt(),
            _ => order.is_ge(),
        }
    }

    fn of_numbers(self, a: i64, b: i64, wrap: fn(i64) -> Value) -> Result<Value, String> {
        let result = match self {
            Binary::Add => a.checked_add(b),
            Binary::Subtract => a.checked_sub(b),
            Binary::Multiply => a.checked_mul(b),
            Binary::Divide | Binary::Remainder if b == 0 => {
                return Err(format!("{a} {} 0 is a division by zero", self.sign()));
            }
            Binary::Divide => a.checked_div(b),
            Binary::Remainder => a.checked_rem(b),
            _ => return Ok(Value::Bool(self.holds(a.cmp(&b)))),
        };
        result.map(wrap).ok_or_else(|| format!("{a} {} {b} is beyond 64 bits", self.sign()))
    }
}
