//! What a well-written program may still get wrong: names, kinds, and what a process may touch.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Faults, Place, nearest};
use super::isolation::isolation;
use super::syntax::{Block, Body, Expr, ExprKind, Item, ItemKind, Stmt, StmtKind, Tree, Word};
use super::walk::{assigned_by, blocks_of, each_expression, each_statement, expressions_of};

/// Names that every program has, unless it gives them another meaning.
pub const GIVEN_NAMES: [&str; 3] = ["me", "index", "now"];

struct Check<'t> {
    top: BTreeMap<&'t str, &'t Item>,
    actors: BTreeSet<&'t str>,
    faults: Faults,
}

/// Which part of a program is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Function,
    Actor,
    End,
}

/// Returns everything that is wrong with the names and kinds of a program.
///
/// # Errors
/// Returns at most [`super::fault::MOST_FAULTS`] faults, in the order of the text.
pub fn check(tree: &Tree) -> Result<(), Vec<Fault>> {
    let mut check = Check { top: BTreeMap::new(), actors: BTreeSet::new(), faults: Faults::default() };
    check.declare(tree);
    for item in &tree.items {
        match &item.kind {
            ItemKind::Function { params, block } => {
                for (at, param) in params.iter().enumerate() {
                    if check.top.contains_key(param.as_str()) {
                        check.hides(item.place, param);
                    } else if params[..at].contains(param) {
                        check
                            .faults
                            .add(item.place, format!("Two operands are called `{param}`: rename one."));
                    }
                }
                check.body(block, params, Part::Function);
            }
            ItemKind::Actor { body, .. } => match &**body {
                Body::Block(block) => check.body(block, &[], Part::Actor),
                Body::Call(function, operands, place) => {
                    check.call(function, operands.len(), *place);
                    for operand in operands {
                        check.expression(operand, &BTreeSet::new(), Part::Actor);
                    }
                }
            },
            ItemKind::Condition { of, .. } if !check.is_lock(of) => {
                check.faults.add(
                    item.place,
                    format!("A condition belongs to a lock, and `{of}` is none: declare `lock {of}`."),
                );
            }
            _ => {}
        }
    }
    if let Some(block) = &tree.end {
        check.body(block, &[], Part::End);
    }
    isolation(tree, &check.top, &mut check.faults);
    if check.faults.is_empty() { Ok(()) } else { Err(check.faults.into_sorted()) }
}

/// Returns what a kind of item is called, with its article.
fn kind_of(item: &ItemKind) -> &'static str {
    match item {
        ItemKind::Param(_) => "a setting",
        ItemKind::Const(_) => "a constant",
        ItemKind::Shared(..) => "a shared variable",
        ItemKind::Atomic(..) => "an atomic variable",
        ItemKind::Lock { .. } => "a lock",
        ItemKind::RwLock(_) => "a rwlock",
        ItemKind::Condition { .. } => "a condition",
        ItemKind::Semaphore(..) => "a semaphore",
        ItemKind::Barrier(_) => "a barrier",
        ItemKind::Channel(_) => "a channel",
        ItemKind::Function { .. } => "a function",
        ItemKind::Actor { .. } => "an actor",
    }
}

/// Returns what the first operand of a word must be.
fn wanted_by(word: Word) -> Option<&'static str> {
    Some(match word {
        Word::Lock | Word::TryLock | Word::Unlock => "a lock",
        Word::Wait | Word::Notify | Word::NotifyAll => "a condition",
        Word::Acquire | Word::TryAcquire | Word::Release => "a semaphore",
        Word::Meet => "a barrier",
        Word::Put | Word::TryPut | Word::Take | Word::TryTake | Word::Close => "a channel",
        Word::Swap | Word::Compare => "an atomic variable",
        _ => return None,
    })
}

impl<'t> Check<'t> {
    fn declare(&mut self, tree: &'t Tree) {
        for item in &tree.items {
            if let ItemKind::Actor { names, .. } = &item.kind {
                for name in names {
                    if !self.actors.insert(name) {
                        self.faults.add(item.place, format!("Two actors are called `{name}`: rename one."));
                    }
                }
                continue;
            }
            if let Some(other) = self.top.insert(&item.name, item) {
                self.faults.add(
                    item.place,
                    format!(
                        "`{}` is declared in line {} already: rename one of them.",
                        item.name, other.place.line
                    ),
                );
            }
        }
    }

    fn is_lock(&self, name: &str) -> bool {
        matches!(self.top.get(name), Some(Item { kind: ItemKind::Lock { .. }, .. }))
    }

    fn hides(&mut self, place: Place, name: &str) {
        let kind = self.top.get(name).map_or("something", |item| kind_of(&item.kind));
        self.faults.add(
            place,
            format!("`{name}` is {kind} at the top, which cannot be hidden: choose another name."),
        );
    }

    fn body(&mut self, block: &'t Block, params: &'t [String], part: Part) {
        let mut locals: BTreeSet<&str> = params.iter().map(String::as_str).collect();
        // An update alone gives no first value: it is nearly always a name that was written wrongly.
        each_statement(block, &mut |statement| {
            if !matches!(&statement.kind, StmtKind::Assign { update, index, .. } if update.is_some() || index.is_some())
            {
                locals.extend(assigned_by(statement));
            }
        });
        locals.retain(|name| !self.top.contains_key(name));
        self.jumps(block, false);
        let mut statements = vec![];
        each_statement(block, &mut |statement| statements.push(statement));
        for statement in statements {
            self.statement(statement, &locals, part);
            for expr in expressions_of(statement) {
                self.expression(expr, &locals, part);
            }
        }
    }

    fn statement(&mut self, statement: &'t Stmt, locals: &BTreeSet<&str>, part: Part) {
        let place = statement.place;
        match &statement.kind {
            StmtKind::Assign { name, index, update, .. } => {
                match self.top.get(name.as_str()).map(|item| &item.kind) {
                    Some(ItemKind::Shared(size, _) | ItemKind::Atomic(size, _)) => {
                        if part == Part::End {
                            self.faults
                                .add(place, "In `end` nothing shared is written: use a variable of its own.");
                        }
                        if size.is_some() && index.is_none() {
                            self.faults.add(
                                place,
                                format!("`{name}` has several elements: say which, as in `{name}[0] = 1`."),
                            );
                        }
                    }
                    Some(kind) => {
                        let kind = kind_of(kind);
                        self.faults.add(
                            place,
                            format!("`{name}` is {kind} and cannot be given a value: use a variable."),
                        );
                    }
                    None if (index.is_some() || update.is_some()) && !locals.contains(name.as_str()) => {
                        self.unknown(place, name, locals);
                    }
                    None => {}
                }
            }
            StmtKind::With(hold, resource, _) => {
                if part == Part::End {
                    self.no_steps(place, "with");
                }
                let wanted: &[&str] = match hold {
                    super::syntax::Hold::Plain => &["a lock", "a semaphore"],
                    _ => &["a rwlock"],
                };
                self.must_be(resource, wanted, "with");
            }
            StmtKind::Yield(_) if part == Part::End => self.no_steps(place, "yield"),
            StmtKind::Yield(Some(_)) if part == Part::Actor => {
                self.faults.add(
                    place,
                    "`yield` with a value makes a generator, which is a function: move it into a `fn`.",
                );
            }
            StmtKind::Write(_) if part == Part::End => self.no_steps(place, "write"),
            StmtKind::Select(..) if part == Part::End => self.no_steps(place, "select"),
            StmtKind::Return(_) if part == Part::End => self.no_steps(place, "return"),
            _ => {}
        }
        for name in assigned_by(statement) {
            let assignment = matches!(statement.kind, StmtKind::Assign { .. });
            let cell = matches!(
                self.top.get(name).map(|item| &item.kind),
                Some(ItemKind::Shared(..) | ItemKind::Atomic(..))
            );
            if !assignment
                && self.top.contains_key(name)
                && !(cell && matches!(statement.kind, StmtKind::Select(..)))
            {
                self.hides(place, name);
            }
        }
    }

    /// Finds jumps out of loops that are not there.
    fn jumps(&mut self, block: &Block, in_loop: bool) {
        for statement in block {
            let word = match &statement.kind {
                StmtKind::Break => "break",
                StmtKind::Continue => "continue",
                _ => "",
            };
            if !in_loop && !word.is_empty() {
                self.faults.add(
                    statement.place,
                    format!("There is no loop around this `{word}`: leave it out, or use `return`."),
                );
            }
            let loops = matches!(
                statement.kind,
                StmtKind::While(..)
                    | StmtKind::Loop(_)
                    | StmtKind::Repeat(..)
                    | StmtKind::ForRange(..)
                    | StmtKind::ForIn(..)
                    | StmtKind::ForCompleted(..)
            );
            blocks_of(statement).into_iter().for_each(|inner| self.jumps(inner, in_loop || loops));
        }
    }

    fn no_steps(&mut self, place: Place, word: &str) {
        self.faults.add(
            place,
            format!("`end` takes no steps, so there is no `{word}` in it: move it into an actor."),
        );
    }

    /// Looks at the first operand of a word, where the text says what it is.
    fn must_be(&mut self, operand: &Expr, wanted: &[&str], word: &str) {
        let name = match &operand.kind {
            ExprKind::Name(name) => name,
            ExprKind::Index(of, _) => match &of.kind {
                ExprKind::Name(name) => name,
                _ => return,
            },
            _ => return,
        };
        let Some(item) = self.top.get(name.as_str()) else { return };
        let kind = kind_of(&item.kind);
        let value = matches!(item.kind, ItemKind::Param(_) | ItemKind::Const(_) | ItemKind::Shared(..));
        if wanted.contains(&kind) || (value && !wanted.contains(&"an atomic variable")) {
            return;
        }
        let advice = match (kind, word) {
            ("a rwlock", _) => format!("write `with read {name}` or `with write {name}`."),
            ("a lock", "with") => format!("write `with {name}`."),
            ("a semaphore", "lock") => format!("write `acquire {name}`."),
            ("a semaphore", "unlock") => format!("write `release {name}`."),
            ("a lock", "acquire") => format!("write `lock {name}`."),
            ("a lock", "release") => format!("write `unlock {name}`."),
            ("a shared variable", _) => format!("declare `atomic {name}` at the top."),
            _ => format!("use {} there.", wanted[0]),
        };
        self.faults
            .add(operand.place, format!("`{word}` needs {}, and `{name}` is {kind}: {advice}", wanted[0]));
    }

    fn expression(&mut self, expr: &'t Expr, locals: &BTreeSet<&str>, part: Part) {
        let mut all = vec![];
        each_expression(expr, &mut |inner| all.push(inner));
        for inner in all {
            match &inner.kind {
                ExprKind::Name(name) => {
                    let known = locals.contains(name.as_str())
                        || self.top.contains_key(name.as_str())
                        || GIVEN_NAMES.contains(&name.as_str());
                    if !known {
                        self.unknown(inner.place, name, locals);
                    } else if let Some(Item { kind: ItemKind::Function { .. }, .. }) =
                        self.top.get(name.as_str())
                    {
                        self.faults
                            .add(inner.place, format!("`{name}` is a function: call it as `{name}(…)`."));
                    }
                }
                ExprKind::Call(name, operands) => self.call(name, operands.len(), inner.place),
                ExprKind::Spawn { function, operands, .. } => {
                    if part == Part::End {
                        self.no_steps(inner.place, "start");
                    }
                    self.call(function, operands.len(), inner.place);
                }
                ExprKind::Word(word, operands, _) => {
                    let usage = super::syntax::WORDS.iter().find(|usage| usage.word == *word);
                    let phrase = usage.map_or("", |usage| usage.phrase);
                    let still = matches!(
                        word,
                        Word::Result | Word::Done | Word::Alive | Word::Length | Word::Fib | Word::Next
                    );
                    if part == Part::End && !still {
                        self.no_steps(inner.place, phrase);
                    }
                    if let (Some(wanted), Some(operand)) = (wanted_by(*word), operands.first()) {
                        let plain = matches!(operand.kind, ExprKind::Name(_) | ExprKind::Index(..));
                        let local =
                            matches!(&operand.kind, ExprKind::Name(name) if locals.contains(name.as_str()));
                        if matches!(word, Word::Swap | Word::Compare) && (!plain || local) {
                            self.faults.add(
                                operand.place,
                                format!(
                                    "`{phrase}` needs an atomic variable of the top as its first operand."
                                ),
                            );
                        }
                        self.must_be(operand, &[wanted], phrase);
                    }
                }
                _ => {}
            }
        }
    }

    fn unknown(&mut self, place: Place, name: &str, locals: &BTreeSet<&str>) {
        let names = locals.iter().chain(self.top.keys()).copied().chain(GIVEN_NAMES);
        let advice = match nearest(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.actors.contains(name) => {
                "it is an actor that begins by itself; use `start f(…)` to get one.".into()
            }
            None => format!(
                "declare it at the top, as in `shared {name} = 0`, or give it a value first; a text needs quotes."
            ),
        };
        self.faults.add(place, format!("There is nothing called `{name}` here: {advice}"));
    }

    fn call(&mut self, name: &str, operands: usize, place: Place) {
        match self.top.get(name).map(|item| &item.kind) {
            Some(ItemKind::Function { params, .. }) if params.len() == operands => {}
            Some(ItemKind::Function { params, .. }) => {
                let count = params.len();
                let s = if count == 1 { "" } else { "s" };
                self.faults.add(
                    place,
                    format!(
                        "`{name}` has {count} operand{s} ({}), and here are {operands}.",
                        params.join(", ")
                    ),
                );
            }
            Some(other) => {
                let kind = kind_of(other);
                self.faults
                    .add(place, format!("`{name}` is {kind}, not a function: only a `fn` can be called."));
            }
            None => {
                let functions = self
                    .top
                    .values()
                    .filter(|item| matches!(item.kind, ItemKind::Function { .. }))
                    .map(|item| item.name.as_str());
                let advice = match nearest(name, functions) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("declare `fn {name}(…) {{ … }}` at the top."),
                };
                self.faults.add(place, format!("There is no function `{name}`: {advice}"));
            }
        }
    }
}
