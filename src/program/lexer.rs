//! From text to tokens: names, numbers, texts, signs and the ends of lines; and the choice of a variant.

use std::ops::Range;

use super::fault::{Faults, Place};

/// The most bytes of a program.
pub const LONGEST_PROGRAM: usize = 100_000;

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a> {
    /// A name or a word.
    Name(&'a str),
    /// A number.
    Int(i64),
    /// A time, in nanoseconds.
    Time(i64),
    /// A text without its quotes.
    Text(String),
    /// A sign, for example `+=`.
    Sign(&'static str),
    /// The end of a line, or `;`.
    Newline,
    /// The end of the text.
    End,
}

/// A token and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexeme<'a> {
    /// What it is.
    pub token: Token<'a>,
    /// Where it begins.
    pub place: Place,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

const SIGNS: [&str; 29] = [
    "..", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "+", "-", "*", "/", "%", "<", ">", "=", "(",
    ")", "[", "]", "{", "}", ",", "@", ".", ":", "!",
];

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    /// Up to where the column has been counted, and what it is there.
    counted: (usize, u32),
    brackets: Vec<&'static str>,
    out: Vec<Lexeme<'a>>,
}

impl<'a> Lexer<'a> {
    fn place(&mut self) -> Place {
        let (from, column) = self.counted;
        let column = column + self.text[from..self.at].chars().count() as u32;
        self.counted = (self.at, column);
        Place { line: self.line, column }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn number(&mut self, place: Place, faults: &mut Faults) -> Token<'a> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'_').count();
        let digits: String = rest[..length].chars().filter(|c| *c != '_').collect();
        self.at += length;
        let suffix: String =
            self.rest().chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(20).collect();
        self.at += suffix.len();
        let Ok(value) = digits.parse::<i64>() else {
            faults.add(place, "This number is beyond 64 bits; the largest is 9_223_372_036_854_775_807.");
            return Token::Int(0);
        };
        let unit = match suffix.as_str() {
            "" => {
                let mut next = self.rest().chars();
                if next.next() == Some('.') && next.next().is_some_and(|c| c.is_ascii_digit()) {
                    faults.add(
                        place,
                        "Numbers are whole here: write a smaller unit instead, such as 1500ms for 1.5 s.",
                    );
                    self.at += 1;
                    self.at += self.rest().bytes().take_while(u8::is_ascii_alphanumeric).count();
                }
                return Token::Int(value);
            }
            "us" => 1000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "min" => 60_000_000_000,
            _ => {
                faults.add(
                    place,
                    format!("`{suffix}` is no unit of time: write us, ms, s or min; and a name begins with a letter."),
                );
                return Token::Int(value);
            }
        };
        match value.checked_mul(unit) {
            Some(time) => Token::Time(time),
            None => {
                faults.add(place, "This time is too long; the longest is about 292 years.");
                Token::Time(0)
            }
        }
    }

    fn text(&mut self, place: Place, faults: &mut Faults) -> Token<'a> {
        let mut value = String::new();
        self.at += 1;
        let mut chars = self.rest().char_indices();
        while let Some((offset, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += offset + 1;
                    return Token::Text(value);
                }
                '\n' => {
                    self.at += offset;
                    faults.add(place, "This text has no end: close it with `\"` on the same line.");
                    return Token::Text(value);
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, other @ ('"' | '\\'))) => value.push(other),
                    _ => {
                        faults.add(place, "After `\\` in a text there can be n, \\ or a quote.");
                        return self.cut_off(value);
                    }
                },
                other => value.push(other),
            }
        }
        self.at = self.text.len();
        faults.add(place, "This text has no end: close it with `\"` on the same line.");
        Token::Text(value)
    }

    fn cut_off(&mut self, value: String) -> Token<'a> {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        Token::Text(value)
    }

    fn run(&mut self, faults: &mut Faults) {
        let mut spaced = true;
        while let Some(c) = self.rest().chars().next() {
            if faults.is_full() {
                break;
            }
            let place = self.place();
            let from = self.at;
            let token = match c {
                '\n' | ';' => {
                    self.at += 1;
                    if c == '\n' {
                        self.line += 1;
                        self.counted = (self.at, 1);
                    }
                    if !matches!(self.brackets.last(), Some(&"(" | &"[")) {
                        self.out.push(Lexeme { token: Token::Newline, place, spaced, bytes: from..self.at });
                    }
                    spaced = true;
                    continue;
                }
                _ if c.is_whitespace() || c == '\u{feff}' => {
                    self.at += c.len_utf8();
                    spaced = true;
                    continue;
                }
                '/' if self.rest().starts_with("//") => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                '"' => self.text(place, faults),
                _ if c.is_ascii_digit() => self.number(place, faults),
                _ if c.is_alphabetic() || c == '_' => {
                    let rest = self.rest();
                    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                    self.at += length;
                    Token::Name(&rest[..length])
                }
                _ => {
                    let Some(sign) = SIGNS.iter().find(|sign| self.rest().starts_with(**sign)) else {
                        self.at += c.len_utf8();
                        faults.add(place, format!("`{c}` means nothing here: leave it out."));
                        continue;
                    };
                    self.at += sign.len();
                    match *sign {
                        "(" | "[" | "{" => self.brackets.push(sign),
                        ")" | "]" | "}" => drop(self.brackets.pop()),
                        _ => {}
                    }
                    Token::Sign(sign)
                }
            };
            self.out.push(Lexeme { token, place, spaced, bytes: from..self.at });
            spaced = false;
        }
        let place = self.place();
        for token in [Token::Newline, Token::End] {
            self.out.push(Lexeme { token, place, spaced: true, bytes: self.at..self.at });
        }
    }
}

/// Returns the tokens of a text; the last is always the end.
pub fn lex<'a>(text: &'a str, faults: &mut Faults) -> Vec<Lexeme<'a>> {
    let mut lexer = Lexer { text, at: 0, line: 1, counted: (0, 1), brackets: vec![], out: vec![] };
    if text.len() > LONGEST_PROGRAM {
        faults.add(
            Place { line: 1, column: 1 },
            format!(
                "This program has {} bytes; {LONGEST_PROGRAM} are the most. Make it shorter.",
                text.len()
            ),
        );
        lexer.text = "";
    }
    lexer.run(faults);
    lexer.out
}
