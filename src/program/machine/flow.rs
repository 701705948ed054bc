//! How an instruction ends.

use super::super::op::Op;
use super::super::value::Value;
use super::Failure;

/// How an instruction ends.
pub enum Flow {
    /// The next one follows.
    Go,
    /// Time has passed: the next one follows if there is to be one.
    Passed,
    /// A step must be performed first.
    Step(Op),
    /// A call is over, with this value.
    Returned(Value),
    /// A generator gives this value and rests.
    Yielded(Value),
    /// Fails with this text, from this line.
    Failed(Failure),
}
