//! What each piece of a text is: words, names, numbers; and which lines count in a variant. For whoever shows a program,
//! so that there is no second list of words.

use serde::Serialize;

use super::fault::Faults;
use super::lexer::{LONGEST_PROGRAM, Lexeme, Token, lex};
use super::syntax::{INNER_WORDS, STATEMENT_WORDS, TOP_WORDS, WORDS};
use super::variants::{left_out, variants_of};

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ink {
    /// A word of the language.
    Word,
    /// A name that the program gives.
    Name,
    /// A number or a time.
    Number,
    /// A text in quotes.
    Text,
    /// A comment.
    Comment,
    /// A variant that a line belongs to.
    Variant,
    /// Signs and white space.
    Plain,
}

/// A line of a program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Its pieces, which make the line when they are put together.
    pub pieces: Vec<(Ink, String)>,
    /// Whether it counts in the chosen variant.
    pub counts: bool,
}

/// Returns the lines of a text with their pieces; none for a text that is too long to be read.
pub fn lines(text: &str, variant: Option<&str>) -> Vec<Line> {
    if text.len() > LONGEST_PROGRAM {
        return vec![];
    }
    let mut faults = Faults::default();
    let lexemes = lex(text, &mut faults);
    let variants = variants_of(&lexemes);
    let gone = left_out(&lexemes, variant.or(variants.first().map(String::as_str)), &mut faults);
    let mut inked = Inked { lines: vec![Line { pieces: vec![], counts: true }] };
    let mut at = 0;
    let mut tagged = false;
    for (number, lexeme) in lexemes.iter().enumerate() {
        inked.between(&text[at..lexeme.bytes.start]);
        at = lexeme.bytes.end;
        tagged = match lexeme.token {
            Token::Newline => false,
            Token::Sign("@") => true,
            _ => tagged,
        };
        let ink = match &lexeme.token {
            Token::Name(_) if tagged => Ink::Variant,
            Token::Name(name) if is_word(&lexemes, number, name) => Ink::Word,
            Token::Name(_) => Ink::Name,
            Token::Int(_) | Token::Time(_) => Ink::Number,
            Token::Text(_) => Ink::Text,
            Token::Sign("@") => Ink::Variant,
            Token::Sign(_) | Token::Newline | Token::End => Ink::Plain,
        };
        if gone[number] && !tagged {
            inked.last().counts = false;
        }
        inked.put(ink, &text[lexeme.bytes.clone()]);
    }
    inked.between(&text[at..]);
    inked.lines
}

struct Inked {
    lines: Vec<Line>,
}

impl Inked {
    fn last(&mut self) -> &mut Line {
        self.lines.last_mut().expect("there is a first line from the beginning")
    }

    /// Adds white space and comments.
    fn between(&mut self, text: &str) {
        let mut rest = text;
        while let Some(from) = rest.find("//") {
            let to = from + rest[from..].find('\n').unwrap_or(rest.len() - from);
            self.put(Ink::Plain, &rest[..from]);
            self.put(Ink::Comment, &rest[from..to]);
            rest = &rest[to..];
        }
        self.put(Ink::Plain, rest);
    }

    fn put(&mut self, ink: Ink, text: &str) {
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                self.lines.push(Line { pieces: vec![], counts: true });
            }
            if !part.is_empty() {
                self.last().pieces.push((ink, part.trim_end_matches('\r').to_string()));
            }
        }
    }
}

/// Says whether a name is a word of the language where it stands.
fn is_word(lexemes: &[Lexeme<'_>], at: usize, name: &str) -> bool {
    let before = at.checked_sub(1).map(|before| &lexemes[before].token);
    let after = lexemes.get(at + 1).map(|lexeme| &lexeme.token);
    if matches!(after, Some(Token::Sign("=" | "+=" | "-=" | "*=" | "/=" | "%=" | "(" | ","))) {
        // What is given a value, or called, has its name from the program.
        return false;
    }
    let begins = matches!(before, None | Some(Token::Newline | Token::Sign("{" | "}")));
    let follows = matches!(before, Some(Token::Name(word)) if is_known(word));
    let is_operation = WORDS.iter().any(|usage| usage.phrase.split(' ').any(|part| part == name));
    INNER_WORDS.contains(&name)
        || ((begins || follows) && (TOP_WORDS.contains(&name) || STATEMENT_WORDS.contains(&name)))
        || (is_operation
            && (begins || matches!(after, Some(Token::Name(_) | Token::Int(_) | Token::Time(_)))))
}

fn is_known(word: &str) -> bool {
    TOP_WORDS.contains(&word) || STATEMENT_WORDS.contains(&word) || INNER_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inks(text: &str) -> Vec<(Ink, String)> {
        let lines = lines(text, None).into_iter();
        lines.flat_map(|line| line.pieces).filter(|(ink, _)| *ink != Ink::Plain).collect()
    }

    #[test]
    fn words_mean_something_only_where_they_can_stand() {
        let found = inks("thread t { done = 1; lock a // lock\n}");
        let expected = [
            (Ink::Word, "thread"),
            (Ink::Name, "t"),
            (Ink::Name, "done"),
            (Ink::Number, "1"),
            (Ink::Word, "lock"),
            (Ink::Name, "a"),
            (Ink::Comment, "// lock"),
        ];
        assert_eq!(found, expected.map(|(ink, text)| (ink, text.to_string())));
    }

    #[test]
    fn lines_of_other_variants_do_not_count() {
        let text = "variants none, locked\nlock pencil @ locked\nthread t {\n    with pencil { @ locked\n        x = 1\n    }\n}";
        let counts = |variant| lines(text, variant).iter().map(|line| line.counts).collect::<Vec<_>>();
        assert_eq!(counts(None), [true, false, true, false, true, false, true]);
        assert_eq!(counts(Some("locked")), [true; 7]);
    }

    proptest! {
        #[test]
        fn pieces_make_the_text_again(text in "([a-z@{}()\"/ =;0-9_\n\\\\é]|lock |\\.\\.|//){0,60}") {
            let lines = lines(&text, None);
            let again: Vec<String> =
                lines.iter().map(|line| line.pieces.iter().map(|(_, piece)| piece.as_str()).collect()).collect();
            prop_assert_eq!(again.join("\n"), text);
        }
    }
}
