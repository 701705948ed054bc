//! One text, several programs: `variants none, lock` at the top, and lines that end in `@ lock`.
//!
//! Resolved before parsing. A line that belongs to other variants is left out; so is the head of a block of
//! statements with the brace that ends the block, while what is in the block stays. At the top, and after `else`,
//! `try` or `catch`, which mean nothing without their block, the whole block is left out.

use super::fault::{Faults, Place, nearest};
use super::lexer::{Lexeme, Token};

/// Returns the names of the variants, in the order of the text.
pub fn variants_of(lexemes: &[Lexeme<'_>]) -> Vec<String> {
    let mut depth = 0i32;
    let mut begins = true;
    for (at, lexeme) in lexemes.iter().enumerate() {
        match &lexeme.token {
            Token::Sign("{") => depth += 1,
            Token::Sign("}") => depth -= 1,
            Token::Name("variants")
                if depth == 0
                    && begins
                    && matches!(lexemes.get(at + 1).map(|l| &l.token), Some(Token::Name(_))) =>
            {
                return lexemes[at + 1..]
                    .iter()
                    .take_while(|lexeme| lexeme.token != Token::Newline)
                    .filter_map(|lexeme| match lexeme.token {
                        Token::Name(name) => Some(name.to_string()),
                        _ => None,
                    })
                    .collect();
            }
            _ => {}
        }
        begins = lexeme.token == Token::Newline;
    }
    vec![]
}

/// Returns for every opening brace where its closing one is.
fn partners(lexemes: &[Lexeme<'_>]) -> Vec<usize> {
    let mut partner = vec![usize::MAX; lexemes.len()];
    let mut open = vec![];
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme.token {
            Token::Sign("{") => open.push(at),
            Token::Sign("}") => {
                if let Some(from) = open.pop() {
                    partner[from] = at;
                }
            }
            _ => {}
        }
    }
    partner
}

/// Leaves out what does not belong to the variant, and all the signs that say so.
pub fn resolve<'a>(lexemes: Vec<Lexeme<'a>>, variant: Option<&str>, faults: &mut Faults) -> Vec<Lexeme<'a>> {
    if !lexemes.iter().any(|lexeme| lexeme.token == Token::Sign("@")) {
        return lexemes;
    }
    let gone = left_out(&lexemes, variant, faults);
    let mut gone = gone.iter();
    lexemes.into_iter().filter(|_| !gone.next().copied().unwrap_or(false)).collect()
}

/// Says of every token whether it is left out: the signs that name variants, and what does not belong to this one.
pub fn left_out(lexemes: &[Lexeme<'_>], variant: Option<&str>, faults: &mut Faults) -> Vec<bool> {
    let known = variants_of(lexemes);
    let partner = partners(lexemes);
    let mut gone = vec![false; lexemes.len()];
    let (mut line, mut depth) = (0, 0i32);
    let mut depth_at_line = 0;
    let mut at = 0;
    while at < lexemes.len() {
        match lexemes[at].token {
            Token::Newline => (line, depth_at_line) = (at + 1, depth),
            Token::Sign("{") => depth += 1,
            Token::Sign("}") => depth -= 1,
            Token::Sign("@") => {
                let end = (at..lexemes.len()).find(|end| lexemes[*end].token == Token::Newline).unwrap_or(at);
                let belongs = read_tag(&lexemes[at..end], &known, variant, faults);
                gone[at..end].fill(true);
                if !belongs {
                    leave_out(lexemes, &partner, line..at, depth_at_line, &mut gone);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    gone
}

fn read_tag(tag: &[Lexeme<'_>], known: &[String], variant: Option<&str>, faults: &mut Faults) -> bool {
    let mut belongs = false;
    let mut names = 0;
    for lexeme in &tag[1..] {
        match lexeme.token {
            Token::Name(name) => {
                names += 1;
                belongs |= Some(name) == variant;
                if !known.iter().any(|other| other == name) {
                    let advice = match nearest(name, known.iter().map(String::as_str)) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None if known.is_empty() => format!("write `variants {name}` at the top."),
                        None => format!("the variants are {}.", known.join(", ")),
                    };
                    faults.add(lexeme.place, format!("There is no variant `{name}`: {advice}"));
                }
            }
            Token::Sign(",") => {}
            _ => faults.add(lexeme.place, "After `@` come names of variants up to the end of the line."),
        }
    }
    if names == 0 {
        let place: Place = tag[0].place;
        faults.add(place, "After `@` come the names of the variants that this line belongs to.");
    }
    belongs
}

fn leave_out(
    lexemes: &[Lexeme<'_>],
    partner: &[usize],
    line: std::ops::Range<usize>,
    depth: i32,
    gone: &mut [bool],
) {
    let mut from = line.start;
    while from < line.end && lexemes[from].token == Token::Sign("}") {
        from += 1;
    }
    let last = line.end.wrapping_sub(1);
    if from < line.end && lexemes[last].token == Token::Sign("{") && partner[last] != usize::MAX {
        let whole = depth == 0 || matches!(lexemes[from].token, Token::Name("else" | "try" | "catch"));
        if whole {
            gone[from..=partner[last]].fill(true);
        } else {
            gone[from..=last].fill(true);
            gone[partner[last]] = true;
        }
    } else {
        gone[from..line.end].fill(true);
    }
}
