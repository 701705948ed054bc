//! Statements and blocks.

use super::super::fault::nearest;
use super::super::lexer::Token;
use super::super::syntax::{Block, Branch, Hold, STATEMENT_WORDS, Stmt, StmtKind, WORDS};
use super::super::value::Binary;
use super::cursor::Parser;

const ASSIGNMENTS: [(&str, Option<Binary>); 6] = [
    ("=", None),
    ("+=", Some(Binary::Add)),
    ("-=", Some(Binary::Subtract)),
    ("*=", Some(Binary::Multiply)),
    ("/=", Some(Binary::Divide)),
    ("%=", Some(Binary::Remainder)),
];

impl Parser<'_, '_> {
    /// Reads statements in braces.
    pub fn block(&mut self) -> Option<Block> {
        let opening = self.place();
        self.expect("{", "to begin the block")?;
        self.nested(|parser| {
            let mut block = vec![];
            loop {
                parser.newlines();
                if parser.eat("}") {
                    return Some(block);
                }
                if parser.at_end() {
                    return parser
                        .fault_at(opening, "This `{` is never closed: add the `}` where its block ends.");
                }
                let place = parser.place();
                match parser.statement() {
                    Some(kind) => {
                        block.push(Stmt { kind, place });
                        parser.line_ends();
                    }
                    None => parser.recover(),
                }
            }
        })
    }

    /// Goes on after a fault, and finds further ones in the block that may follow.
    pub fn recover(&mut self) {
        self.pass_over();
        if self.is_sign(0, "{") {
            let _ = self.block();
        }
    }

    /// Expects that nothing more stands on this line.
    pub fn line_ends(&mut self) {
        if matches!(self.peek(0), Token::Newline | Token::End) || self.is_sign(0, "}") {
            return;
        }
        let found = self.found();
        // After a block, another statement may stand on the same line only behind `;`.
        self.fault::<()>(format!("The statement is over here, but {found} follows: begin a new line."));
        self.recover();
    }

    /// Says whether the name here is used as a variable or function, whatever word it is.
    fn is_plain(&self) -> bool {
        match self.peek(1) {
            Token::Sign("=" | "+=" | "-=" | "*=" | "/=" | "%=") => true,
            Token::Sign("[") => !self.spaced(1),
            Token::Sign("(") => matches!(self.peek(0), Token::Name(name) if self.is_function(name)),
            _ => false,
        }
    }

    fn statement(&mut self) -> Option<StmtKind> {
        let Token::Name(name) = *self.peek(0) else {
            if self.is_sign(0, "{") {
                return self.fault("A block needs a head, such as `if`, `loop` or `with`.");
            }
            let found = self.found();
            self.advance();
            return self.fault(format!("A statement cannot begin with {found}."));
        };
        if self.is_plain() {
            if self.is_sign(1, "(") {
                return Some(StmtKind::Do(self.expression()?));
            }
            return self.assignment();
        }
        if STATEMENT_WORDS.contains(&name) && (name != "try" || self.is_sign(1, "{")) {
            return self.worded(name);
        }
        if name == "select" && self.is_sign(1, "{") {
            self.advance();
            return self.nested(Self::select);
        }
        if let Some(usage) = self.word_ahead() {
            return Some(StmtKind::Do(self.word(usage, true)?));
        }
        if self.is_sign(1, "(") || (matches!(name, "start" | "new") && self.begins_operand(1)) {
            return Some(StmtKind::Do(self.expression()?));
        }
        if self.begins_operand(1) || self.is_sign(1, "{") {
            let words = WORDS.iter().map(|usage| usage.phrase).chain(STATEMENT_WORDS);
            let advice = match nearest(name, words) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "it begins no statement; look for it in the list of words.".into(),
            };
            return self.fault(format!("There is no word `{name}`: {advice}"));
        }
        self.assignment()
    }

    fn assignment(&mut self) -> Option<StmtKind> {
        let start = self.position();
        let name = self.name("a variable")?;
        let index = if self.eat("[") {
            let index = self.expression()?;
            self.expect("]", "after the index")?;
            Some(index)
        } else {
            None
        };
        for (sign, update) in ASSIGNMENTS {
            if self.eat(sign) {
                return Some(StmtKind::Assign { name, index, update, value: self.expression()? });
            }
        }
        let (found, written) = (self.found(), self.written(start));
        self.fault(format!("After `{written}` comes `=` with its value, not {found}."))
    }

    fn worded(&mut self, name: &str) -> Option<StmtKind> {
        let start = self.position();
        self.advance();
        let ends = matches!(self.peek(0), Token::Newline | Token::End) || self.is_sign(0, "}");
        Some(match name {
            "if" => return self.nested(Self::conditions),
            "while" => {
                let condition = self.expression()?;
                StmtKind::While(condition, self.block()?)
            }
            "loop" => StmtKind::Loop(self.block()?),
            "repeat" => {
                let times = self.expression()?;
                StmtKind::Repeat(times, self.block()?)
            }
            "for" => return self.nested(Self::each),
            "break" => StmtKind::Break,
            "continue" => StmtKind::Continue,
            "return" => StmtKind::Return(if ends { None } else { Some(self.expression()?) }),
            "with" => {
                let hold = match (self.peek(0), self.begins_operand(1)) {
                    (Token::Name("read"), true) => Hold::Read,
                    (Token::Name("write"), true) => Hold::Write,
                    _ => Hold::Plain,
                };
                if hold != Hold::Plain {
                    self.advance();
                }
                let resource = self.expression()?;
                StmtKind::With(hold, resource, self.block()?)
            }
            "print" => StmtKind::Print(if ends { vec![] } else { self.expressions()? }),
            "write" => StmtKind::Write(if ends { vec![] } else { self.expressions()? }),
            "fail" => StmtKind::Fail(self.expression()?),
            "try" => {
                let block = self.block()?;
                self.across_lines("catch");
                self.expect_word("catch", "after the block of `try`")?;
                let caught = if self.is_sign(0, "{") {
                    None
                } else {
                    Some(self.name("the variable for the failure")?)
                };
                StmtKind::Try(block, caught, self.block()?)
            }
            "show" => {
                if matches!(self.peek(0), Token::Name(_)) && self.is_word(1, "of") && self.is_word(2, "all") {
                    let variable = self.name("a variable")?;
                    self.advance();
                    self.advance();
                    return Some(StmtKind::ShowAll(variable));
                }
                let start = self.position();
                let value = self.expression()?;
                StmtKind::Show(self.written(start), value)
            }
            "expect" => {
                let start = self.position();
                let condition = self.expression()?;
                let meaning = match self.peek(0).clone() {
                    Token::Text(text) => {
                        self.advance();
                        text
                    }
                    _ => self.written(start),
                };
                StmtKind::Expect(condition, meaning)
            }
            "yield" => StmtKind::Yield(if ends { None } else { Some(self.expression()?) }),
            "tally" => StmtKind::Tally(self.expression()?),
            "measure" => StmtKind::Measure(self.expression()?),
            _ => {
                let advice = if name == "else" { "`if`" } else { "`try`" };
                let written = self.written(start);
                return self.fault(format!("`{written}` belongs right behind the block of {advice}."));
            }
        })
    }

    /// Goes over ends of lines if this word with a block follows them.
    fn across_lines(&mut self, word: &str) {
        let mut ahead = 0;
        while *self.peek(ahead) == Token::Newline {
            ahead += 1;
        }
        let follows = matches!(self.peek(ahead + 1), Token::Sign("{") | Token::Name(_));
        if self.is_word(ahead, word) && follows {
            self.newlines();
        }
    }

    fn conditions(&mut self) -> Option<StmtKind> {
        let condition = self.expression()?;
        let mut arms = vec![(condition, self.block()?)];
        loop {
            self.across_lines("else");
            if !self.eat_word("else") {
                return Some(StmtKind::If(arms, None));
            }
            if !self.eat_word("if") {
                return Some(StmtKind::If(arms, Some(self.block()?)));
            }
            let condition = self.expression()?;
            arms.push((condition, self.block()?));
        }
    }

    fn each(&mut self) -> Option<StmtKind> {
        let name = self.name("a variable")?;
        self.expect_word("in", "after the variable of `for`")?;
        if self.is_word(0, "completed") && self.begins_operand(1) {
            self.advance();
            let futures = self.expression()?;
            return Some(StmtKind::ForCompleted(name, futures, self.block()?));
        }
        let from = self.expression()?;
        if self.eat("..") {
            let to = self.expression()?;
            return Some(StmtKind::ForRange(name, from, to, self.block()?));
        }
        Some(StmtKind::ForIn(name, from, self.block()?))
    }

    fn select(&mut self) -> Option<StmtKind> {
        let opening = self.place();
        self.expect("{", "after `select`")?;
        let (mut branches, mut after) = (vec![], None);
        loop {
            self.newlines();
            let place = self.place();
            if self.eat("}") {
                break;
            }
            if self.at_end() {
                return self.fault_at(opening, "This `{` is never closed: add the `}` where its block ends.");
            }
            if self.eat_word("after") {
                let time = self.expression()?;
                if after.is_some() {
                    return self.fault_at(place, "A `select` has one `after` at most.");
                }
                after = Some((time, self.block()?));
                continue;
            }
            let named = matches!(self.peek(0), Token::Name(_)) && self.is_sign(1, "=");
            let name = if named { Some(self.name("a variable")?) } else { None };
            if named {
                self.advance();
            }
            let taking = self.eat_word("take");
            if !taking && (named || !self.eat_word("put")) {
                let found = self.found();
                return self.fault(format!(
                    "A branch of `select` begins with `v = take`, `take`, `put` or `after`, not {found}."
                ));
            }
            let channel = self.unary()?;
            let put = if taking {
                None
            } else {
                self.expect(",", "and the value to put")?;
                Some(self.expression()?)
            };
            branches.push(Branch { place, name, channel, put, block: self.block()? });
        }
        if branches.is_empty() {
            return self.fault_at(opening, "A `select` needs a branch, such as `v = take ch { … }`.");
        }
        Some(StmtKind::Select(branches, after))
    }
}
