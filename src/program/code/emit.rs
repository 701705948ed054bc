//! Instructions for statements. Between statements the stack is empty.

use super::super::fault::Place;
use super::super::syntax::{Block, Expr, ExprKind, Hold, Stmt, StmtKind};
use super::super::value::{Binary, Value};
use super::super::walk::{assigned_by, each_statement};
use super::builder::{Builder, Meaning};
use super::{Expectation, Function, Instr};

/// What a jump out of blocks has to undo.
pub(super) enum Around {
    /// A loop: the jumps that leave it, and those that go on with it.
    Loop { breaks: Vec<usize>, continues: Vec<usize> },
    /// A `with`: the slot of its resource.
    With(Hold, u32),
    /// A `try`.
    Try,
}

/// Emits one function.
pub struct Emit<'b> {
    /// The program it belongs to.
    pub builder: &'b mut Builder,
    function: Function,
    pub(super) around: Vec<Around>,
}

/// Says whether a function is a generator.
pub fn yields(block: &Block) -> bool {
    let mut found = false;
    each_statement(block, &mut |statement| found |= matches!(statement.kind, StmtKind::Yield(Some(_))));
    found
}

impl<'b> Emit<'b> {
    /// Begins a function with these operands; every name that the block gives a value is a variable of it.
    pub fn new(builder: &'b mut Builder, name: &str, params: &[String], block: &Block) -> Self {
        let mut slots = params.to_vec();
        each_statement(block, &mut |statement| {
            for name in assigned_by(statement) {
                if !builder.meanings.contains_key(name) && !slots.iter().any(|slot| slot == name) {
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
        Emit { builder, function, around: vec![] }
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

    pub(super) fn hidden(&mut self) -> u32 {
        self.function.slots.push(String::new());
        self.function.slots.len() as u32 - 1
    }

    pub(super) fn here(&self) -> u32 {
        self.function.code.len() as u32
    }

    /// Lets a jump go to here.
    pub fn land(&mut self, jump: usize) {
        let to = self.here();
        self.aim(jump, to);
    }

    pub(super) fn aim(&mut self, jump: usize, to: u32) {
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

    pub(super) fn clear(&mut self, slot: u32, place: Place) {
        self.constant(Value::Unset, place);
        self.instruction(Instr::Store(slot), place);
    }

    pub(super) fn block(&mut self, block: &Block) {
        for statement in block {
            self.statement(statement);
        }
    }

    /// Emits the body of a loop, and what goes on with it; `head` is where it begins.
    pub(super) fn looped(&mut self, block: &Block, head: u32, place: Place, next: impl FnOnce(&mut Self)) {
        self.around.push(Around::Loop { breaks: vec![], continues: vec![] });
        self.block(block);
        let Some(Around::Loop { breaks, continues }) = self.around.pop() else { return };
        continues.into_iter().for_each(|jump| self.land(jump));
        next(self);
        self.instruction(Instr::Jump(head), place);
        breaks.into_iter().for_each(|jump| self.land(jump));
    }

    /// Emits what undoes the blocks from the innermost out to number `outer`.
    pub(super) fn undo(&mut self, outer: usize, place: Place) {
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
        // Without a loop around it, the check has told so.
        let Some(at) = self.around.iter().rposition(|around| matches!(around, Around::Loop { .. })) else {
            return;
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
                let figure = self.builder.figure(name, place, false);
                self.instruction(Instr::Show(figure), place);
            }
            StmtKind::ShowAll(_) => {}
            StmtKind::Expect(condition, meaning) => {
                self.expression(condition);
                let expectations = &mut self.builder.program.expectations;
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
            let atomic = match self.builder.meanings.get(name) {
                Some(Meaning::Cell(cell) | Meaning::Cells(cell, _)) => {
                    self.builder.program.cells[*cell as usize].atomic
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
}
