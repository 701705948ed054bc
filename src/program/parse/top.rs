//! What is declared at the top.

use std::rc::Rc;

use super::super::fault::{Place, nearest};
use super::super::lexer::Token;
use super::super::syntax::{ActorKind, Body, Expr, ExprKind, Item, ItemKind, Param, TOP_WORDS, Tree};
use super::cursor::Parser;

impl Parser<'_, '_> {
    /// Reads a whole program.
    pub fn tree(mut self) -> Tree {
        let mut tree = Tree::default();
        loop {
            self.newlines();
            if self.at_end() {
                return tree;
            }
            match self.top(&mut tree) {
                Some(()) => self.line_ends_at_top(),
                None => self.recover_at_top(),
            }
        }
    }

    fn line_ends_at_top(&mut self) {
        if !matches!(self.peek(0), Token::Newline | Token::End) {
            let found = self.found();
            self.fault::<()>(format!("The line is over here, but {found} follows: begin a new line."));
            self.recover_at_top();
        }
    }

    fn recover_at_top(&mut self) {
        self.recover();
        while self.eat("}") {}
    }

    fn top(&mut self, tree: &mut Tree) -> Option<()> {
        let place = self.place();
        let Token::Name(word) = *self.peek(0) else {
            let found = self.found();
            self.advance();
            return self.fault_at(
                place,
                format!("At the top a line begins with a word such as `shared`, not {found}."),
            );
        };
        self.advance();
        match word {
            "param" => return self.param(tree),
            "const" => {
                let (name, place) = (self.name("a value")?, place);
                self.expect("=", "and its value")?;
                let value = self.expression()?;
                tree.items.push(Item { name, place, kind: ItemKind::Const(value) });
            }
            "shared" | "atomic" => return self.several(tree, |parser| parser.variable(word == "atomic")),
            "lock" => return self.several(tree, |parser| parser.lock(false, false)),
            "reentrant" | "fair" => {
                self.expect_word("lock", &format!("after `{word}`"))?;
                return self.several(tree, |parser| parser.lock(word == "reentrant", word == "fair"));
            }
            "rwlock" => return self.several(tree, |parser| Some(ItemKind::RwLock(parser.size()?))),
            "condition" => return self.condition(tree),
            "semaphore" => {
                return self.several(tree, |parser| {
                    let size = parser.size()?;
                    parser.expect("=", "and how many may acquire it")?;
                    Some(ItemKind::Semaphore(size, parser.expression()?))
                });
            }
            "barrier" => {
                return self.several(tree, |parser| {
                    parser.expect_word("of", "and how many meet at it")?;
                    Some(ItemKind::Barrier(parser.expression()?))
                });
            }
            "channel" => {
                return self.several(tree, |parser| {
                    parser.expect("[", "and how much it holds, as in `jobs[50]`")?;
                    let capacity = if parser.is_sign(0, "]") { None } else { Some(parser.expression()?) };
                    parser.expect("]", "after how much the channel holds")?;
                    Some(ItemKind::Channel(capacity))
                });
            }
            "fn" => {
                let name = self.name("a function")?;
                self.expect("(", "and the names of its operands")?;
                let mut params = vec![];
                while !self.is_sign(0, ")") {
                    params.push(self.name("an operand")?);
                    if !self.eat(",") {
                        break;
                    }
                }
                self.expect(")", "after the operands")?;
                let block = self.block()?;
                tree.items.push(Item { name, place, kind: ItemKind::Function { params, block } });
            }
            "thread" | "task" | "process" | "actor" => return self.actor(tree, word, false),
            "daemon" => match *self.peek(0) {
                Token::Name(kind @ ("thread" | "task" | "process" | "actor")) => {
                    self.advance();
                    return self.actor(tree, kind, true);
                }
                _ => return self.fault("After `daemon` comes `thread`, `task` or `process`."),
            },
            "end" => {
                let block = self.block()?;
                if tree.end.is_some() {
                    return self.fault_at(place, "There is another `end` above: put both into one.");
                }
                tree.end = Some(block);
            }
            "loop" => {
                if self.eat_word("round") {
                    self.expect_word("robin", "after `loop round`")?;
                    tree.round_robin = true;
                } else if !self.eat_word("events") {
                    return self.fault("At the top `loop` is followed by `round robin` or `events`.");
                }
            }
            "spurious" => {
                self.expect_word("on", "after `spurious`")?;
                tree.spurious = true;
            }
            "variants" => {
                self.name("a variant")?;
                while self.eat(",") {
                    self.name("a variant")?;
                }
            }
            _ => {
                let advice = match nearest(word, TOP_WORDS) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "at the top stand {} and the like; statements belong into `thread name {{ … }}`.",
                        "`shared`, `lock`, `thread`"
                    ),
                };
                let short: String = word.chars().take(30).collect();
                return self.fault_at(place, format!("There is no `{short}` at the top: {advice}"));
            }
        }
        Some(())
    }

    fn several(
        &mut self,
        tree: &mut Tree,
        mut read: impl FnMut(&mut Self) -> Option<ItemKind>,
    ) -> Option<()> {
        loop {
            let place = self.place();
            let name = self.name("what is declared")?;
            let kind = read(self)?;
            tree.items.push(Item { name, place, kind });
            if !self.eat(",") {
                return Some(());
            }
        }
    }

    /// Reads `[n]`, if it is there.
    fn size(&mut self) -> Option<Option<Expr>> {
        if !self.eat("[") {
            return Some(None);
        }
        let size = self.expression()?;
        self.expect("]", "after how many there are")?;
        Some(Some(size))
    }

    fn variable(&mut self, atomic: bool) -> Option<ItemKind> {
        let size = self.size()?;
        self.expect("=", "and what it is at the beginning")?;
        let value = self.expression()?;
        Some(if atomic { ItemKind::Atomic(size, value) } else { ItemKind::Shared(size, value) })
    }

    fn lock(&mut self, reentrant: bool, fair: bool) -> Option<ItemKind> {
        Some(ItemKind::Lock { size: self.size()?, reentrant, fair })
    }

    fn condition(&mut self, tree: &mut Tree) -> Option<()> {
        let mut names = vec![];
        loop {
            let place = self.place();
            let name = self.name("a condition")?;
            names.push((name, place, self.size()?));
            if !self.eat(",") {
                break;
            }
        }
        self.expect_word("of", "and the lock it belongs to")?;
        let of = self.name("a lock")?;
        if self.eat_word("spurious") {
            self.expect_word("on", "after `spurious`")?;
            tree.spurious = true;
        }
        for (name, place, size) in names {
            tree.items.push(Item { name, place, kind: ItemKind::Condition { size, of: of.clone() } });
        }
        Some(())
    }

    fn param(&mut self, tree: &mut Tree) -> Option<()> {
        let place = self.place();
        let name = self.name("a setting")?;
        self.expect("=", "and its value")?;
        let value_place = self.place();
        let value = match self.peek(0) {
            Token::Name(choice) if self.is_word(1, "among") => {
                let kind = ExprKind::Text(choice.to_string());
                self.advance();
                Expr { kind, place: value_place, depth: 1 }
            }
            _ => self.expression()?,
        };
        let mut param = Param { value, explore: None, range: None, among: vec![], help: String::new() };
        if self.eat_word("in") {
            let low = self.expression()?;
            self.expect("..", "between the least and the largest value")?;
            param.range = Some((low, self.expression()?));
        } else if self.eat_word("among") {
            param.among = self.choices()?;
        }
        if self.eat(",") {
            self.expect_word("explore", "and the value when everything is explored")?;
            param.explore = Some(match self.peek(0) {
                Token::Name(choice) if !param.among.is_empty() => {
                    let expr =
                        Expr { kind: ExprKind::Text(choice.to_string()), place: self.place(), depth: 1 };
                    self.advance();
                    expr
                }
                _ => self.expression()?,
            });
        }
        if let Token::Text(help) = self.peek(0).clone() {
            self.advance();
            param.help = help;
        }
        tree.items.push(Item { name, place, kind: ItemKind::Param(param) });
        Some(())
    }

    fn choices(&mut self) -> Option<Vec<(String, Place)>> {
        let mut choices = vec![];
        loop {
            let place = self.place();
            choices.push((self.name("a choice")?, place));
            if !self.is_sign(0, ",") || self.is_word(1, "explore") {
                return Some(choices);
            }
            self.advance();
        }
    }

    fn actor(&mut self, tree: &mut Tree, word: &str, daemon: bool) -> Option<()> {
        let kind = match word {
            "thread" => Some(ActorKind::Thread),
            "task" => Some(ActorKind::Task),
            "process" => Some(ActorKind::Process),
            _ => None,
        };
        let place = self.place();
        let mut names = vec![self.name("an actor")?];
        let size = self.size()?;
        while size.is_none() && self.eat(",") {
            names.push(self.name("an actor")?);
        }
        let body = if self.eat("=") {
            let place = self.place();
            let function = self.name("a function")?;
            Body::Call(function, self.operands()?, place)
        } else {
            Body::Block(self.block()?)
        };
        let name = names[0].clone();
        tree.items.push(Item {
            name,
            place,
            kind: ItemKind::Actor { kind, daemon, size, names, body: Rc::new(body) },
        });
        Some(())
    }
}
