//! Expressions: operators by how tightly they bind, and words with operands.

use super::super::lexer::Token;
use super::super::syntax::{ActorKind, Expr, ExprKind, Usage, WORDS, Word};
use super::super::value::Binary;
use super::cursor::Parser;

/// How deep the tree of an expression may be, so how many operators may follow each other.
const DEEPEST_EXPRESSION: u16 = 200;

const OPERATORS: [(&str, u8, Binary); 11] = [
    ("==", 3, Binary::Equal),
    ("!=", 3, Binary::Unequal),
    ("<=", 3, Binary::LessOrEqual),
    (">=", 3, Binary::GreaterOrEqual),
    ("<", 3, Binary::Less),
    (">", 3, Binary::Greater),
    ("+", 4, Binary::Add),
    ("-", 4, Binary::Subtract),
    ("*", 5, Binary::Multiply),
    ("/", 5, Binary::Divide),
    ("%", 5, Binary::Remainder),
];

impl Parser<'_, '_> {
    /// Reads an expression.
    pub fn expression(&mut self) -> Option<Expr> {
        self.nested(|parser| parser.binary(1))
    }

    /// Reads expressions with commas between.
    pub fn expressions(&mut self) -> Option<Vec<Expr>> {
        let mut list = vec![self.expression()?];
        while self.eat(",") {
            list.push(self.expression()?);
        }
        Some(list)
    }

    fn make(&mut self, kind: ExprKind, place: super::super::fault::Place) -> Option<Expr> {
        let depth = 1 + match &kind {
            ExprKind::List(items) | ExprKind::Call(_, items) | ExprKind::Spawn { operands: items, .. } => {
                items.iter().map(|item| item.depth).max().unwrap_or(0)
            }
            ExprKind::Word(_, items, limit) => {
                items.iter().chain(limit.as_deref()).map(|item| item.depth).max().unwrap_or(0)
            }
            ExprKind::Minus(of) | ExprKind::Not(of) => of.depth,
            ExprKind::Index(a, b)
            | ExprKind::Binary(_, a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::Random(a, b) => a.depth.max(b.depth),
            _ => 0,
        };
        if depth > DEEPEST_EXPRESSION {
            return self
                .fault_at(place, "This expression has too many parts: put some of it into a variable.");
        }
        Some(Expr { kind, place, depth })
    }

    fn operator(&self) -> Option<(u8, ExprKindOf)> {
        match self.peek(0) {
            Token::Name("or") => Some((1, ExprKindOf::Or)),
            Token::Name("and") => Some((2, ExprKindOf::And)),
            Token::Sign(sign) => OPERATORS
                .iter()
                .find(|(written, ..)| written == sign)
                .map(|(_, level, binary)| (*level, ExprKindOf::Binary(*binary))),
            _ => None,
        }
    }

    fn binary(&mut self, least: u8) -> Option<Expr> {
        let place = self.place();
        let mut left = if least <= 3 && self.is_word(0, "not") {
            self.advance();
            let of = self.nested(|parser| parser.binary(3))?;
            self.make(ExprKind::Not(Box::new(of)), place)?
        } else {
            self.unary()?
        };
        let mut compared = false;
        while let Some((level, operator)) = self.operator() {
            if level < least {
                break;
            }
            if level == 3 {
                if compared {
                    return self.fault("Comparisons cannot follow each other: join two of them with `and`.");
                }
                compared = true;
            }
            self.advance();
            let right = self.binary(level + 1)?;
            let (a, b) = (Box::new(left), Box::new(right));
            let kind = match operator {
                ExprKindOf::Or => ExprKind::Or(a, b),
                ExprKindOf::And => ExprKind::And(a, b),
                ExprKindOf::Binary(binary) => ExprKind::Binary(binary, a, b),
            };
            left = self.make(kind, place)?;
        }
        if self.is_sign(0, "=") {
            return self.fault("`=` gives a variable its value; `==` compares. Did you mean `==`?");
        }
        Some(left)
    }

    /// Reads an operand with its signs and indices.
    pub fn unary(&mut self) -> Option<Expr> {
        let place = self.place();
        if self.eat("-") {
            let of = self.nested(Self::unary)?;
            let kind = match of.kind {
                ExprKind::Int(value) => ExprKind::Int(-value),
                _ => ExprKind::Minus(Box::new(of)),
            };
            return self.make(kind, place);
        }
        if self.is_sign(0, "!") {
            return self.fault("Write `not` instead of `!`.");
        }
        let mut expr = self.primary()?;
        while self.is_sign(0, "[") {
            self.advance();
            let index = self.expression()?;
            self.expect("]", "after the index")?;
            expr = self.make(ExprKind::Index(Box::new(expr), Box::new(index)), place)?;
        }
        Some(expr)
    }

    fn primary(&mut self) -> Option<Expr> {
        let place = self.place();
        if let Some(usage) = self.word_ahead() {
            return self.word(usage, false);
        }
        let kind = match self.peek(0).clone() {
            Token::Int(value) => ExprKind::Int(value),
            Token::Time(value) => ExprKind::Time(value),
            Token::Text(text) => ExprKind::Text(text),
            Token::Sign("(") => {
                self.advance();
                let inner = self.expression()?;
                self.expect(")", "to close the bracket")?;
                return Some(inner);
            }
            Token::Sign("[") => {
                self.advance();
                let items = if self.is_sign(0, "]") { vec![] } else { self.expressions()? };
                self.expect("]", "to close the list")?;
                return self.make(ExprKind::List(items), place);
            }
            Token::Name(name) => return self.named(name),
            _ => {
                let found = self.found();
                return self.fault(format!("Here must come a value, not {found}."));
            }
        };
        self.advance();
        self.make(kind, place)
    }

    fn named(&mut self, name: &str) -> Option<Expr> {
        let place = self.place();
        if matches!(name, "start" | "new") && self.begins_operand(1) && !self.is_function(name) {
            if let Some(spawn) = self.spawn(name == "start") {
                return Some(spawn);
            }
            return self
                .fault(format!("After `{name}` comes a function with its operands, as in `{name} f(1)`."));
        }
        self.advance();
        let kind = match name {
            "none" => ExprKind::None,
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "random" if self.begins_operand(0) => {
                let low = self.nested(|parser| parser.binary(4))?;
                self.expect("..", "between the least and the largest number")?;
                let high = self.nested(|parser| parser.binary(4))?;
                ExprKind::Random(Box::new(low), Box::new(high))
            }
            _ if self.is_sign(0, "(") => ExprKind::Call(name.into(), self.operands()?),
            _ => ExprKind::Name(name.into()),
        };
        self.make(kind, place)
    }

    /// Reads operands in round brackets.
    pub fn operands(&mut self) -> Option<Vec<Expr>> {
        self.expect("(", "before the operands")?;
        let list = if self.is_sign(0, ")") { vec![] } else { self.expressions()? };
        self.expect(")", "after the operands")?;
        Some(list)
    }

    /// Reads `start f(x)` or `new task f(x)`; tells no fault of its own where something else stands.
    fn spawn(&mut self, begun: bool) -> Option<Expr> {
        let place = self.place();
        let kind = match self.peek(1) {
            Token::Name("thread") => Some(ActorKind::Thread),
            Token::Name("task") => Some(ActorKind::Task),
            Token::Name("process") => Some(ActorKind::Process),
            _ => None,
        };
        let at = if kind.is_some() && matches!(self.peek(2), Token::Name(_)) { 2 } else { 1 };
        let (Token::Name(function), true) = (self.peek(at).clone(), self.is_sign(at + 1, "(")) else {
            return None;
        };
        for _ in 0..=at {
            self.advance();
        }
        let operands = self.operands()?;
        let kind = if at == 2 { kind } else { None };
        self.make(ExprKind::Spawn { begun, kind, function: function.into(), operands }, place)
    }

    /// Says whether what stands `ahead` can be the operand of a word.
    pub fn begins_operand(&self, ahead: usize) -> bool {
        match self.peek(ahead) {
            Token::Name(name) => !matches!(*name, "and" | "or" | "in" | "among" | "for" | "of"),
            Token::Int(_) | Token::Time(_) | Token::Text(_) | Token::Sign("(") => true,
            Token::Sign("[") => self.spaced(ahead),
            _ => false,
        }
    }

    /// Returns the word that stands here with its operands, if one does.
    pub fn word_ahead(&self) -> Option<&'static Usage> {
        let Token::Name(first) = self.peek(0) else { return None };
        if self.is_sign(1, "(") && self.is_function(first) {
            return None;
        }
        WORDS.iter().find(|usage| match usage.phrase.split_once(' ') {
            Some((one, two)) => one == *first && self.is_word(1, two) && self.begins_operand(2),
            None if usage.operands == 0 => {
                usage.phrase == *first
                    && matches!(self.peek(1), Token::Newline | Token::End | Token::Sign("}"))
            }
            None => {
                usage.phrase == *first
                    && self.begins_operand(1)
                    && !(usage.word == Word::Start && self.starts_call())
            }
        })
    }

    fn starts_call(&self) -> bool {
        let kind = matches!(self.peek(1), Token::Name("thread" | "task" | "process"));
        (matches!(self.peek(1), Token::Name(_)) && self.is_sign(2, "("))
            || (kind && matches!(self.peek(2), Token::Name(_)) && self.is_sign(3, "("))
    }

    /// Reads a word with its operands. As a statement the first operand may be any expression.
    pub fn word(&mut self, usage: &Usage, statement: bool) -> Option<Expr> {
        let place = self.place();
        for _ in usage.phrase.split(' ') {
            self.advance();
        }
        let mut operands = vec![];
        for at in 0..usage.operands {
            if at > 0 {
                self.expect(",", &format!("and another operand of `{}`", usage.phrase))?;
            }
            let operand = if statement || at > 0 { self.expression()? } else { self.nested(Self::unary)? };
            operands.push(operand);
        }
        let limit = if usage.limit && self.eat_word("for") {
            Some(Box::new(self.nested(|parser| parser.binary(4))?))
        } else {
            None
        };
        self.make(ExprKind::Word(usage.word, operands, limit), place)
    }
}

enum ExprKindOf {
    Or,
    And,
    Binary(Binary),
}
