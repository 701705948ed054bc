//! Accesses to one shared variable that nothing puts in order, however they were found.

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Access {
    /// Who.
    pub actor: String,
    /// In which line.
    pub line: u32,
    /// Whether it writes.
    pub writes: bool,
}

/// Two accesses without order, one of them a write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conflict {
    /// The variable.
    pub variable: String,
    /// The access of the actor that comes first in the text.
    pub first: Access,
    /// The other.
    pub second: Access,
}
