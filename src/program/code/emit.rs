//! Instructions for statements. Between statements the stack is empty.

use super::super::fault::Place;
use super::super::syntax::{Block, Expr, ExprKind, Hold, Stmt, StmtKind};
use super::super::value::{Binary, Value};
use super::super::walk::{assigned_by, each_statement};
use super::lower::{Lower, Meaning};
use super::{Expectation, Function, Instr, Selection};

/// What a jump out of blocks has to undo.
enum Around {
    /// A loop: the jumps that leave it, and those that go on with it.
    Loop { breaks: Vec<usize>, continues: Vec<usize> },
    /// A `with`: the slot of its resource.
    With(Hold, u32),
    /// A `try`.
    Try,
}

/// Emits one function.
pub struct Emit<'l, 'o> {
    /// The program it belongs to.
    pub lower: &'l mut Lower<'o>,
    function: Function,
    around: Vec<Around>,
}

/// Says whether a function is a generator.
pub fn yields(block: &Block) -> bool {
    let mut found = false;
    each_statement(block, &mut |statement| found |= matches!(statement.kind, StmtKind::Yield(Some(_))));
    found
}

impl<'l, 'o> Emit<'l, 'o> {
    /// Begins a function with these operands; every name that the block gives a value is a variable of it.
    pub fn new(lower: &'l mut Lower<'o>, name: &str, params: &[String], block: &Block) -> Self {
        let mut slots = params.to_vec();
        each_statement(block, &mut |statement| {
            for name in assigned_by(statement) {
                if !lower.meanings.contains_key(name) && !slots.iter().any(|slot| slot == name) {
                    slots.push(name.to_string());
                }
            }
        });
        let function = Function {
            name: name.to_string(),
            params: params.len() as u32,
            slots,
            generator: yields(block),
            ..Function::default()
        };
        Emit { lower, function, around: vec![] }
    }

    /// Emits a whole body.
    pub fn function(mut self, block: &Block) -> Function {
        self.block(block);
        self.finish()
    }

    /// Ends the function: without a `return` it returns none.
    pub fn finish(mut self) -> Function {
        let line = self.function.lines.last().copied().unwrap_or(1);
        let place = Place { line, column: 1 };
        self.constant(Value::None, place);
        self.instruction(Instr::Return, place);
        self.function
    }

    /// Emits one instruction and returns where it is.
    pub fn instruction(&mut self, instr: Instr, place: Place) -> usize {
        self.function.code.push(instr);
        self.function.lines.push(place.line);
        self.function.code.len() - 1
    }

    /// Returns the slot of a variable.
    pub fn slot_of(&self, name: &str) -> Option<u32> {
        self.function.slots.iter().position(|slot| slot == name).map(|slot| slot as u32)
    }

    fn hidden(&mut self) -> u32 {
        self.function.slots.push(String::new());
        self.function.slots.len() as u32 - 1
    }

    fn here(&self) -> u32 {
        self.function.code.len() as u32
    }

    /// Lets a jump go to here.
    pub fn land(&mut self, jump: usize) {
        let to = self.here();
        self.aim(jump, to);
    }

    fn aim(&mut self, jump: usize, to: u32) {
        match &mut self.function.code[jump] {
            Instr::Jump(at)
            | Instr::JumpIfNot(at)
            | Instr::JumpIfFalse(at)
            | Instr::JumpIfTrue(at)
            | Instr::JumpIfClosed(at)
            | Instr::Try(at) => *at = to,
            _ => {}
        }
    }

    fn clear(&mut self, slot: u32, place: Place) {
        self.constant(Value::Unset, place);
        self.instruction(Instr::Store(slot), place);
    }

    fn block(&mut self, block: &Block) {
        for statement in block {
            self.statement(statement);
        }
    }

    /// Emits the body of a loop, and what goes on with it; `head` is where it begins.
    fn looped(&mut self, block: &Block, head: u32, place: Place, next: impl FnOnce(&mut Self)) {
        self.around.push(Around::Loop { breaks: vec![], continues: vec![] });
        self.block(block);
        let Some(Around::Loop { breaks, continues }) = self.around.pop() else { return };
        continues.into_iter().for_each(|jump| self.land(jump));
        next(self);
        self.instruction(Instr::Jump(head), place);
        breaks.into_iter().for_each(|jump| self.land(jump));
    }

    /// Emits what undoes the blocks from the innermost out to number `outer`.
    fn undo(&mut self, outer: usize, place: Place) {
        for at in (outer..self.around.len()).rev() {
            match self.around[at] {
                Around::With(hold, slot) => {
                    self.instruction(Instr::EndTry, place);
                    self.instruction(Instr::Load(slot), place);
                    self.instruction(Instr::Leave(hold), place);
                    self.instruction(Instr::Pop, place);
                }
                Around::Try => drop(self.instruction(Instr::EndTry, place)),
                Around::Loop { .. } => {}
            }
        }
    }

    fn leave_loop(&mut self, word: &str, place: Place) {
        let Some(at) = self.around.iter().rposition(|around| matches!(around, Around::Loop { .. })) else {
            return self.lower.fault(
                place,
                format!("There is no loop around this `{word}`: leave it out, or use `return`."),
            );
        };
        self.undo(at + 1, place);
        let jump = self.instruction(Instr::Jump(0), place);
        if let Around::Loop { breaks, continues } = &mut self.around[at] {
            if word == "break" { breaks } else { continues }.push(jump);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        let place = statement.place;
        match &statement.kind {
            StmtKind::Assign { name, index, update, value } => {
                self.assign(name, index.as_ref(), *update, value, place)
            }
            StmtKind::Do(expr) => {
                self.expression(expr);
                self.instruction(Instr::Pop, place);
            }
            StmtKind::If(arms, otherwise) => {
                let mut ends = vec![];
                for (condition, block) in arms {
                    self.expression(condition);
                    let skip = self.instruction(Instr::JumpIfNot(0), condition.place);
                    self.block(block);
                    ends.push(self.instruction(Instr::Jump(0), place));
                    self.land(skip);
                }
                otherwise.iter().for_each(|block| self.block(block));
                ends.into_iter().for_each(|jump| self.land(jump));
            }
            StmtKind::While(condition, block) => {
                let head = self.here();
                self.expression(condition);
                let out = self.instruction(Instr::JumpIfNot(0), place);
                self.looped(block, head, place, |_| {});
                self.land(out);
            }
            StmtKind::Loop(block) => {
                let head = self.here();
                self.looped(block, head, place, |_| {});
            }
            StmtKind::Repeat(times, block) => self.repeat(times, block, place),
            StmtKind::ForRange(name, from, to, block) => self.range(name, from, to, block, place),
            StmtKind::ForIn(name, of, block) => self.each(name, of, block, place, false),
            StmtKind::ForCompleted(name, of, block) => self.each(name, of, block, place, true),
            StmtKind::Break => self.leave_loop("break", place),
            StmtKind::Continue => self.leave_loop("continue", place),
            StmtKind::Return(value) => self.return_value(value.as_ref(), place),
            StmtKind::With(hold, resource, block) => self.with(*hold, resource, block, place),
            StmtKind::Print(list) => {
                list.iter().for_each(|expr| self.expression(expr));
                self.instruction(Instr::Print(list.len() as u32), place);
            }
            StmtKind::Write(list) => {
                list.iter().for_each(|expr| self.expression(expr));
                self.instruction(Instr::Output(list.len() as u32), place);
                self.instruction(Instr::Pop, place);
            }
            StmtKind::Fail(text) => {
                self.expression(text);
                self.instruction(Instr::Fail, place);
            }
            StmtKind::Try(block, caught, handler) => self.try_catch(block, caught.as_deref(), handler, place),
            StmtKind::Show(name, value) => {
                self.expression(value);
                let figure = self.lower.figure(name, place, false);
                self.instruction(Instr::Show(figure), place);
            }
            StmtKind::ShowAll(_) => {}
            StmtKind::Expect(condition, meaning) => {
                self.expression(condition);
                let expectations = &mut self.lower.program.expectations;
                expectations.push(Expectation { meaning: meaning.clone(), place });
                let number = expectations.len() as u32 - 1;
                self.instruction(Instr::Expect(number), place);
            }
            StmtKind::Yield(None) => {
                self.instruction(Instr::Yield, place);
                self.instruction(Instr::Pop, place);
            }
            StmtKind::Yield(Some(value)) => {
                self.expression(value);
                self.instruction(Instr::YieldValue, place);
            }
            StmtKind::Tally(value) => {
                self.expression(value);
                self.instruction(Instr::Tally, place);
            }
            StmtKind::Measure(value) => {
                self.expression(value);
                self.instruction(Instr::Measure, place);
            }
            StmtKind::Select(branches, after) => self.select(branches, after.as_ref(), place),
        }
    }

    fn assign(
        &mut self,
        name: &str,
        index: Option<&Expr>,
        update: Option<Binary>,
        value: &Expr,
        place: Place,
    ) {
        let slot = self.slot_of(name);
        if slot.is_none() && self.cell(name, index, place) {
            let atomic = match self.lower.meanings.get(name) {
                Some(Meaning::Cell(cell) | Meaning::Cells(cell, _)) => {
                    self.lower.program.cells[*cell as usize].atomic
                }
                _ => false,
            };
            match update {
                Some(binary) if atomic => {
                    self.expression(value);
                    self.instruction(Instr::Update(binary), place);
                }
                _ => {
                    if let Some(binary) = update {
                        self.instruction(Instr::Dup, place);
                        self.instruction(Instr::Read, place);
                        self.expression(value);
                        self.instruction(Instr::Binary(binary), place);
                    } else {
                        self.expression(value);
                    }
                    self.instruction(Instr::Write, place);
                }
            }
            self.instruction(Instr::Pop, place);
            return;
        }
        // A variable of its own, or an element of a list in a variable.
        if let Some(index) = index {
            if slot.is_none() {
                self.cell(name, None, place);
            }
            self.load_list(name, slot, place);
            self.expression(index);
            if let Some(binary) = update {
                self.load_list(name, slot, place);
                self.expression(index);
                self.instruction(Instr::Index, place);
                self.expression(value);
                self.instruction(Instr::Binary(binary), place);
            } else {
                self.expression(value);
            }
            self.instruction(Instr::WithElement, place);
        } else {
            if let (Some(binary), Some(slot)) = (update, slot) {
                self.instruction(Instr::Load(slot), place);
                self.expression(value);
                self.instruction(Instr::Binary(binary), place);
            } else if matches!(value.kind, ExprKind::Spawn { .. }) {
                self.spawn(value, Some(name));
            } else {
                self.expression(value);
            }
        }
        match slot {
            Some(slot) => drop(self.instruction(Instr::Store(slot), place)),
            None => {
                self.instruction(Instr::Write, place);
                self.instruction(Instr::Pop, place);
            }
        }
    }

    fn load_list(&mut self, name: &str, slot: Option<u32>, place: Place) {
        match slot {
            Some(slot) => drop(self.instruction(Instr::Load(slot), place)),
            None => {
                self.cell(name, None, place);
                self.instruction(Instr::Read, place);
            }
        }
    }

    fn repeat(&mut self, times: &Expr, block: &Block, place: Place) {
        let count = self.hidden();
        self.expression(times);
        self.instruction(Instr::Store(count), place);
        let head = self.here();
        self.instruction(Instr::Load(count), place);
        self.constant(Value::Int(0), place);
        self.instruction(Instr::Binary(Binary::Greater), place);
        let out = self.instruction(Instr::JumpIfNot(0), place);
        self.looped(block, head, place, |emit| {
            emit.instruction(Instr::Load(count), place);
            emit.constant(Value::Int(1), place);
            emit.instruction(Instr::Binary(Binary::Subtract), place);
            emit.instruction(Instr::Store(count), place);
        });
        self.land(out);
        self.clear(count, place);
    }

    fn range(&mut self, name: &str, from: &Expr, to: &Expr, block: &Block, place: Place) {
        let (cursor, limit) = (self.hidden(), self.hidden());
        self.expression(from);
        self.instruction(Instr::Store(cursor), place);
        self.expression(to);
        self.instruction(Instr::Store(limit), place);
        let head = self.here();
        self.instruction(Instr::Load(cursor), place);
        self.instruction(Instr::Load(limit), place);
        self.instruction(Instr::Binary(Binary::Less), place);
        let out = self.instruction(Instr::JumpIfNot(0), place);
        self.instruction(Instr::Load(cursor), place);
        self.store_name(name, place);
        self.looped(block, head, place, |emit| {
            emit.instruction(Instr::Load(cursor), place);
            emit.constant(Value::Int(1), place);
            emit.instruction(Instr::Binary(Binary::Add), place);
            emit.instruction(Instr::Store(cursor), place);
        });
        self.land(out);
        self.clear(cursor, place);
        self.clear(limit, place);
    }

    fn store_name(&mut self, name: &str, place: Place) {
        if let Some(slot) = self.slot_of(name) {
            self.instruction(Instr::Store(slot), place);
        }
    }

    fn each(&mut self, name: &str, of: &Expr, block: &Block, place: Place, completed: bool) {
        let source = self.hidden();
        let count = self.hidden();
        self.expression(of);
        self.instruction(Instr::Store(source), place);
        if !completed {
            self.constant(Value::Int(0), place);
            self.instruction(Instr::Store(count), place);
        }
        let head = self.here();
        self.instruction(if completed { Instr::Completed(source) } else { Instr::Each(source) }, place);
        let out = self.instruction(Instr::JumpIfClosed(0), place);
        if completed {
            self.instruction(Instr::Without(source), place);
        }
        self.store_name(name, place);
        self.looped(block, head, place, |_| {});
        self.land(out);
        self.clear(source, place);
        self.clear(count, place);
    }

    fn return_value(&mut self, value: Option<&Expr>, place: Place) {
        match value {
            Some(value) => self.expression(value),
            None => self.constant(Value::None, place),
        }
        if self.around.iter().any(|around| !matches!(around, Around::Loop { .. })) {
            let kept = self.hidden();
            self.instruction(Instr::Store(kept), place);
            self.undo(0, place);
            self.instruction(Instr::Load(kept), place);
        }
        self.instruction(Instr::Return, place);
    }

    fn with(&mut self, hold: Hold, resource: &Expr, block: &Block, place: Place) {
        let slot = self.hidden();
        self.expression(resource);
        self.instruction(Instr::Store(slot), place);
        self.instruction(Instr::Load(slot), place);
        self.instruction(Instr::Enter(hold), place);
        self.instruction(Instr::Pop, place);
        let failed = self.instruction(Instr::Try(0), place);
        self.around.push(Around::With(hold, slot));
        self.block(block);
        self.around.pop();
        self.instruction(Instr::EndTry, place);
        self.leave(hold, slot, place);
        let over = self.instruction(Instr::Jump(0), place);
        self.land(failed);
        let failure = self.hidden();
        self.instruction(Instr::Store(failure), place);
        self.leave(hold, slot, place);
        self.instruction(Instr::Load(failure), place);
        self.instruction(Instr::Rethrow, place);
        self.land(over);
    }

    fn leave(&mut self, hold: Hold, slot: u32, place: Place) {
        self.instruction(Instr::Load(slot), place);
        self.instruction(Instr::Leave(hold), place);
        self.instruction(Instr::Pop, place);
        self.clear(slot, place);
    }

    fn try_catch(&mut self, block: &Block, caught: Option<&str>, handler: &Block, place: Place) {
        let failed = self.instruction(Instr::Try(0), place);
        self.around.push(Around::Try);
        self.block(block);
        self.around.pop();
        self.instruction(Instr::EndTry, place);
        let over = self.instruction(Instr::Jump(0), place);
        self.land(failed);
        match caught.and_then(|name| self.slot_of(name)) {
            Some(slot) => {
                self.constant(Value::Int(0), place);
                self.instruction(Instr::Index, place);
                self.instruction(Instr::Store(slot), place)
            }
            None => self.instruction(Instr::Pop, place),
        };
        self.block(handler);
        self.land(over);
    }

    fn select(
        &mut self,
        branches: &[super::super::syntax::Branch],
        after: Option<&(Expr, Block)>,
        place: Place,
    ) {
        let mut selection = Selection { puts: vec![], limited: after.is_some() };
        for branch in branches {
            self.expression(&branch.channel);
            branch.put.iter().for_each(|put| self.expression(put));
            selection.puts.push(branch.put.is_some());
        }
        after.iter().for_each(|(time, _)| self.expression(time));
        self.lower.program.selections.push(selection);
        let number = self.lower.program.selections.len() as u32 - 1;
        self.instruction(Instr::Select(number), place);
        let chosen = self.hidden();
        self.instruction(Instr::Store(chosen), place);
        let mut ends = vec![];
        let blocks = branches.iter().map(|branch| (branch.name.as_deref(), &branch.block, branch.place));
        let blocks = blocks.chain(after.iter().map(|(time, block)| (None, block, time.place)));
        for (number, (name, block, place)) in blocks.enumerate() {
            self.element(chosen, 0, place);
            self.constant(Value::Int(number as i64), place);
            self.instruction(Instr::Binary(Binary::Equal), place);
            let skip = self.instruction(Instr::JumpIfNot(0), place);
            if let Some(name) = name {
                if self.slot_of(name).is_none() {
                    self.cell(name, None, place);
                    self.element(chosen, 1, place);
                    self.instruction(Instr::Write, place);
                    self.instruction(Instr::Pop, place);
                } else {
                    self.element(chosen, 1, place);
                    self.store_name(name, place);
                }
            }
            self.clear(chosen, place);
            self.block(block);
            ends.push(self.instruction(Instr::Jump(0), place));
            self.land(skip);
        }
        ends.into_iter().for_each(|jump| self.land(jump));
    }

    fn element(&mut self, slot: u32, at: i64, place: Place) {
        self.instruction(Instr::Load(slot), place);
        self.constant(Value::Int(at), place);
        self.instruction(Instr::Index, place);
    }
}
