//! Instructions for expressions. Each leaves exactly one value on the stack.

use super::super::fault::Place;
use super::super::syntax::{Expr, ExprKind, Word};
use super::super::value::Value;
use super::builder::Meaning;
use super::emit::Emit;
use super::{Instr, Spawn};

impl Emit<'_> {
    /// Emits a constant.
    pub fn constant(&mut self, value: Value, place: Place) {
        let number = self.builder.constant(value);
        self.instruction(Instr::Const(number), place);
    }

    /// Emits what computes an expression.
    pub fn expression(&mut self, expr: &Expr) {
        let place = expr.place;
        match &expr.kind {
            ExprKind::None => self.constant(Value::None, place),
            ExprKind::Bool(value) => self.constant(Value::Bool(*value), place),
            ExprKind::Int(value) => self.constant(Value::Int(*value), place),
            ExprKind::Time(value) => self.constant(Value::Time(*value), place),
            ExprKind::Text(text) => self.constant(Value::text(text), place),
            ExprKind::List(items) => {
                items.iter().for_each(|item| self.expression(item));
                self.instruction(Instr::List(items.len() as u32), place);
            }
            ExprKind::Name(name) => self.read(name, place),
            ExprKind::Index(of, index) => {
                if self.cell_of(expr) {
                    self.instruction(Instr::Read, place);
                } else {
                    self.expression(of);
                    self.expression(index);
                    self.instruction(Instr::Index, place);
                }
            }
            ExprKind::Minus(of) => {
                self.expression(of);
                self.instruction(Instr::Minus, place);
            }
            ExprKind::Not(of) => {
                self.expression(of);
                self.instruction(Instr::Not, place);
            }
            ExprKind::Binary(binary, a, b) => {
                self.expression(a);
                self.expression(b);
                self.instruction(Instr::Binary(*binary), place);
            }
            ExprKind::And(a, b) => {
                self.expression(a);
                let jump = self.instruction(Instr::JumpIfFalse(0), place);
                self.expression(b);
                self.instruction(Instr::Not, place);
                self.instruction(Instr::Not, place);
                self.land(jump);
            }
            ExprKind::Or(a, b) => {
                self.expression(a);
                let jump = self.instruction(Instr::JumpIfTrue(0), place);
                self.expression(b);
                self.instruction(Instr::Not, place);
                self.instruction(Instr::Not, place);
                self.land(jump);
            }
            ExprKind::Call(name, operands) => self.call(name, operands, place),
            ExprKind::Word(word, operands, limit) => self.word(*word, operands, limit.as_deref(), place),
            ExprKind::Random(low, high) => {
                self.expression(low);
                self.expression(high);
                self.instruction(Instr::Random, place);
            }
            ExprKind::Spawn { .. } => self.spawn(expr, None),
        }
    }

    /// Emits `start` or `new`; the actor is named after a variable, if there is one.
    pub fn spawn(&mut self, expr: &Expr, named: Option<&str>) {
        let ExprKind::Spawn { begun, kind, function, operands } = &expr.kind else { return };
        operands.iter().for_each(|operand| self.expression(operand));
        let Some(Meaning::Function(number)) = self.builder.meanings.get(function).cloned() else { return };
        if self.builder.generators.contains(function) {
            return self.builder.fault(
                expr.place,
                format!("`{function}` is a generator: use `g = {function}(…)` and `next g`."),
            );
        }
        let spawn = Spawn { function: number, kind: *kind, begun: *begun, named: named.map(Into::into) };
        self.builder.program.spawns.push(spawn);
        self.instruction(Instr::Spawn(self.builder.program.spawns.len() as u32 - 1), expr.place);
    }

    fn call(&mut self, name: &str, operands: &[Expr], place: Place) {
        operands.iter().for_each(|operand| self.expression(operand));
        if let Some(Meaning::Function(number)) = self.builder.meanings.get(name).cloned() {
            let instr = if self.builder.generators.contains(name) {
                Instr::Generator(number)
            } else {
                Instr::Call(number)
            };
            self.instruction(instr, place);
        }
    }

    /// Emits what reads a name.
    fn read(&mut self, name: &str, place: Place) {
        if let Some(slot) = self.slot_of(name) {
            self.instruction(Instr::Load(slot), place);
            return;
        }
        match self.builder.meanings.get(name).cloned() {
            Some(Meaning::Value(value)) => self.constant(value, place),
            Some(Meaning::Cell(cell)) => {
                self.constant(Value::Cell(cell), place);
                self.instruction(Instr::Read, place);
            }
            Some(Meaning::Cells(first, size)) => {
                for cell in first..first + size {
                    self.constant(Value::Cell(cell), place);
                    self.instruction(Instr::Read, place);
                }
                self.instruction(Instr::List(size), place);
            }
            Some(Meaning::Function(_)) => {}
            None => {
                let instr = match name {
                    "me" => Instr::Me,
                    "index" => Instr::MyIndex,
                    _ => Instr::Now,
                };
                self.instruction(instr, place);
            }
        }
    }

    /// Emits the variable itself that `x` or `x[i]` names at the top, if it does.
    pub fn cell_of(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(name) if self.slot_of(name).is_none() => self.cell(name, None, expr.place),
            ExprKind::Index(of, index) => match &of.kind {
                ExprKind::Name(name) if self.slot_of(name).is_none() => {
                    self.cell(name, Some(index), expr.place)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Emits the variable of a name at the top, if there is one; a list in one variable is none.
    pub fn cell(&mut self, name: &str, index: Option<&Expr>, place: Place) -> bool {
        match (self.builder.meanings.get(name).cloned(), index) {
            (Some(Meaning::Cell(cell)), None) => {
                self.constant(Value::Cell(cell), place);
                true
            }
            (Some(Meaning::Cells(first, size)), Some(index)) => {
                self.expression(index);
                self.instruction(Instr::CellAt(first, size), place);
                true
            }
            _ => false,
        }
    }

    fn word(&mut self, word: Word, operands: &[Expr], limit: Option<&Expr>, place: Place) {
        if matches!(word, Word::Swap | Word::Compare) {
            if !self.cell_of(&operands[0]) {
                self.builder.fault(operands[0].place, "Here must come one atomic variable of the top.");
            }
            operands[1..].iter().for_each(|operand| self.expression(operand));
        } else if let (Word::Length, Some(Meaning::Cells(_, size))) = (word, self.array(operands)) {
            return self.constant(Value::Int(i64::from(size)), place);
        } else {
            operands.iter().for_each(|operand| self.expression(operand));
        }
        limit.iter().for_each(|limit| self.expression(limit));
        let instr = match word {
            Word::Length => Instr::Length,
            Word::Fib => Instr::Fib,
            Word::Work => Instr::Work,
            Word::Block => Instr::Block,
            Word::Next => Instr::Next,
            _ => Instr::Word(word, limit.is_some()),
        };
        self.instruction(instr, place);
    }

    fn array(&self, operands: &[Expr]) -> Option<Meaning> {
        match &operands.first()?.kind {
            ExprKind::Name(name) if self.slot_of(name).is_none() => self.builder.meanings.get(name).cloned(),
            _ => None,
        }
    }
}
