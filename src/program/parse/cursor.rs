//! Where the parser is in the tokens, and what it says when it finds something else.

use super::super::fault::{Faults, Place};
use super::super::lexer::{Lexeme, Token};

/// How deep blocks and brackets may be within each other.
pub const DEEPEST: usize = 60;

/// Reads tokens. A method that returns `None` has told a fault.
pub struct Parser<'a, 'f> {
    lexemes: Vec<Lexeme<'a>>,
    at: usize,
    faults: &'f mut Faults,
    depth: usize,
    functions: Vec<&'a str>,
}

impl<'a, 'f> Parser<'a, 'f> {
    /// Begins at the first token.
    pub fn new(lexemes: Vec<Lexeme<'a>>, faults: &'f mut Faults) -> Self {
        let functions = lexemes
            .windows(2)
            .filter_map(|pair| match (&pair[0].token, &pair[1].token) {
                (Token::Name("fn"), Token::Name(name)) => Some(*name),
                _ => None,
            })
            .collect();
        Parser { lexemes, at: 0, faults, depth: 0, functions }
    }

    /// Returns the token `ahead` of the next one.
    pub fn peek(&self, ahead: usize) -> &Token<'a> {
        &self.lexemes[(self.at + ahead).min(self.lexemes.len() - 1)].token
    }

    /// Says whether white space stands before the token `ahead` of the next one.
    pub fn spaced(&self, ahead: usize) -> bool {
        self.lexemes[(self.at + ahead).min(self.lexemes.len() - 1)].spaced
    }

    /// Returns where the next token is.
    pub fn place(&self) -> Place {
        self.lexemes[self.at.min(self.lexemes.len() - 1)].place
    }

    /// Returns where in the list of tokens the next one is.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes over the next token.
    pub fn advance(&mut self) {
        self.at = (self.at + 1).min(self.lexemes.len() - 1);
    }

    /// Goes over the next token if it is this sign.
    pub fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(0), Token::Sign(next) if *next == sign);
        if found {
            self.advance();
        }
        found
    }

    /// Goes over the next token if it is this word.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(0, word);
        if found {
            self.advance();
        }
        found
    }

    /// Says whether the token `ahead` is this word.
    pub fn is_word(&self, ahead: usize, word: &str) -> bool {
        matches!(self.peek(ahead), Token::Name(next) if *next == word)
    }

    /// Says whether the token `ahead` is this sign.
    pub fn is_sign(&self, ahead: usize, sign: &str) -> bool {
        matches!(self.peek(ahead), Token::Sign(next) if *next == sign)
    }

    /// Says whether `name` is declared as a function somewhere.
    pub fn is_function(&self, name: &str) -> bool {
        self.functions.contains(&name)
    }

    /// Goes over the ends of lines.
    pub fn newlines(&mut self) {
        while *self.peek(0) == Token::Newline {
            self.advance();
        }
    }

    /// Says whether the text is over.
    pub fn at_end(&self) -> bool {
        *self.peek(0) == Token::End
    }

    /// Describes the next token.
    pub fn found(&self) -> String {
        match self.peek(0) {
            Token::Name(name) => format!("`{}`", name.chars().take(30).collect::<String>()),
            Token::Int(value) => format!("`{value}`"),
            Token::Time(_) => "a time".into(),
            Token::Text(_) => "a text".into(),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Newline => "the end of the line".into(),
            Token::End => "the end of the program".into(),
        }
    }

    /// Tells a fault at the next token.
    pub fn fault<T>(&mut self, sentence: impl Into<String>) -> Option<T> {
        let place = self.place();
        self.fault_at(place, sentence)
    }

    /// Tells a fault; when there are enough, nothing more is read.
    pub fn fault_at<T>(&mut self, place: Place, sentence: impl Into<String>) -> Option<T> {
        self.faults.add(place, sentence);
        if self.faults.is_full() {
            self.at = self.lexemes.len() - 1;
        }
        None
    }

    /// Expects this sign; `after` says what it belongs to.
    pub fn expect(&mut self, sign: &str, after: &str) -> Option<()> {
        if self.eat(sign) {
            return Some(());
        }
        let found = self.found();
        self.fault(format!("Here must come `{sign}` {after}, not {found}."))
    }

    /// Expects this word.
    pub fn expect_word(&mut self, word: &str, after: &str) -> Option<()> {
        if self.eat_word(word) {
            return Some(());
        }
        let found = self.found();
        self.fault(format!("Here must come `{word}` {after}, not {found}."))
    }

    /// Expects a name; `what` says of what.
    pub fn name(&mut self, what: &str) -> Option<String> {
        if let Token::Name(name) = self.peek(0) {
            let name = name.to_string();
            self.advance();
            if name.len() > 60 {
                return self.fault("This name is too long; 60 letters are the most.");
            }
            return Some(name);
        }
        let found = self.found();
        self.fault(format!("Here must come the name of {what}, not {found}."))
    }

    /// Reads a part that may hold further ones, unless that goes too deep.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            let place = self.place();
            self.at = self.lexemes.len() - 1;
            return self.fault_at(
                place,
                format!(
                    "Brackets and blocks are more than {DEEPEST} deep here: put the inner part into a variable or a function."
                ),
            );
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Returns how the tokens from a position up to the next one were written.
    pub fn written(&self, from: usize) -> String {
        let mut text = String::new();
        for lexeme in &self.lexemes[from..self.at] {
            if lexeme.spaced && !text.is_empty() {
                text.push(' ');
            }
            match &lexeme.token {
                Token::Name(name) => text.push_str(name),
                Token::Int(value) => text.push_str(&value.to_string()),
                Token::Text(value) => text.push_str(value),
                Token::Sign(sign) => text.push_str(sign),
                Token::Time(_) | Token::Newline | Token::End => {}
            }
        }
        text
    }

    /// Goes on after a fault: to the end of the line, or to a brace.
    pub fn pass_over(&mut self) {
        while !self.at_end()
            && *self.peek(0) != Token::Newline
            && !self.is_sign(0, "{")
            && !self.is_sign(0, "}")
        {
            self.advance();
        }
    }
}
