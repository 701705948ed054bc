//! Instructions for statements that hold blocks.

use super::super::fault::Place;
use super::super::syntax::{Block, Branch, Expr, Hold};
use super::super::value::{Binary, Value};
use super::emit::{Around, Emit};
use super::{Instr, Selection};

impl Emit<'_> {
    pub(super) fn repeat(&mut self, times: &Expr, block: &Block, place: Place) {
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

    pub(super) fn range(&mut self, name: &str, from: &Expr, to: &Expr, block: &Block, place: Place) {
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

    pub(super) fn store_name(&mut self, name: &str, place: Place) {
        if let Some(slot) = self.slot_of(name) {
            self.instruction(Instr::Store(slot), place);
        }
    }

    pub(super) fn each(&mut self, name: &str, of: &Expr, block: &Block, place: Place, completed: bool) {
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

    pub(super) fn return_value(&mut self, value: Option<&Expr>, place: Place) {
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

    pub(super) fn with(&mut self, hold: Hold, resource: &Expr, block: &Block, place: Place) {
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

    pub(super) fn leave(&mut self, hold: Hold, slot: u32, place: Place) {
        self.instruction(Instr::Load(slot), place);
        self.instruction(Instr::Leave(hold), place);
        self.instruction(Instr::Pop, place);
        self.clear(slot, place);
    }

    pub(super) fn try_catch(&mut self, block: &Block, caught: Option<&str>, handler: &Block, place: Place) {
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

    pub(super) fn select(&mut self, branches: &[Branch], after: Option<&(Expr, Block)>, place: Place) {
        let mut selection = Selection { puts: vec![], limited: after.is_some() };
        for branch in branches {
            self.expression(&branch.channel);
            branch.put.iter().for_each(|put| self.expression(put));
            selection.puts.push(branch.put.is_some());
        }
        after.iter().for_each(|(time, _)| self.expression(time));
        self.builder.program.selections.push(selection);
        let number = self.builder.program.selections.len() as u32 - 1;
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

    pub(super) fn element(&mut self, slot: u32, at: i64, place: Place) {
        self.instruction(Instr::Load(slot), place);
        self.constant(Value::Int(at), place);
        self.instruction(Instr::Index, place);
    }
}
