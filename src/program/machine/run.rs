//! What each instruction does.

use std::sync::Arc;

use super::super::code::{Instr, Program};
use super::super::op::{Making, Op};
use super::super::value::{List, Value};
use super::operands::{
    cell, channel, completed_step, describe, enter_step, leave_step, number, pop, select_step, sendable,
    time, truth, word_step,
};
use super::{DEEPEST_CALLS, Failure, Frame, Generator, Host, MOST_GENERATORS, Machine};

/// How an instruction ends.
enum Flow {
    /// The next one follows.
    Go,
    /// A step must be performed first.
    Step(Op),
    /// A call is over, with this value.
    Returned(Value),
    /// A generator gives this value and rests.
    Yielded(Value),
    /// Fails with this text, from this line.
    Failed(Failure),
}

impl Machine {
    /// Runs until the next step or the end.
    pub(super) fn run(&mut self, program: &Program, host: &mut dyn Host) {
        let most = host.most_instructions();
        let mut spent = 0;
        while !self.frames.is_empty() {
            let flow = if most.is_some_and(|most| spent > most) {
                let most = most.unwrap_or_default();
                // Nothing may catch this, or it would go on without end.
                self.frames.iter_mut().for_each(|frame| frame.handlers.clear());
                Err(format!("it ran {most} instructions without a step; let it take one, or do less"))
            } else {
                self.instruction(program, host, &mut spent)
            };
            match flow {
                Ok(Flow::Go) => {}
                Ok(Flow::Step(op)) => {
                    self.pending = Some(op);
                    return;
                }
                Ok(Flow::Returned(value)) => self.returned(program, value),
                Ok(Flow::Yielded(value)) => self.yielded(value),
                Ok(Flow::Failed(failure)) => self.unwind(program, failure),
                Err(text) => {
                    let line = self.line(program);
                    self.unwind(program, Failure { text: text.into(), line });
                }
            }
        }
    }

    fn keep_figures(&mut self, program: &Program) {
        let Some(frame) = self.frames.first() else { return };
        for (slot, figure) in &program.functions[frame.function as usize].kept {
            let value = &frame.slots[*slot as usize];
            if *value != Value::Unset {
                self.shown.push((*figure, value.clone()));
            }
        }
        self.shown.sort_by_key(|(figure, _)| *figure);
    }

    fn returned(&mut self, program: &Program, value: Value) {
        if self.frames.len() == 1 {
            self.keep_figures(program);
        }
        let Some(frame) = self.frames.pop() else { return };
        let value = match frame.generator {
            Some((generator, each)) => {
                self.generators[generator as usize] = Generator::Over;
                if each { Value::Closed } else { Value::None }
            }
            None => value,
        };
        match self.frames.last_mut() {
            Some(caller) => caller.stack.push(value),
            None => self.end(Ok(value)),
        }
    }

    fn yielded(&mut self, value: Value) {
        let Some(frame) = self.frames.pop() else { return };
        if let Some((generator, _)) = frame.generator {
            self.generators[generator as usize] = Generator::Ready(Box::new(frame));
        }
        if let Some(caller) = self.frames.last_mut() {
            caller.stack.push(value);
        }
    }

    /// Goes to the innermost handler; without one the actor is over.
    pub(super) fn unwind(&mut self, program: &Program, failure: Failure) {
        while let Some(frame) = self.frames.last_mut() {
            if let Some(handler) = frame.handlers.pop() {
                frame.stack.clear();
                let told = vec![Value::Text(failure.text), Value::Int(i64::from(failure.line))];
                frame.stack.push(Value::list(told).unwrap_or_default());
                frame.at = handler;
                return;
            }
            if self.frames.len() == 1 {
                self.keep_figures(program);
            }
            if let Some(Frame { generator: Some((generator, _)), .. }) = self.frames.pop() {
                self.generators[generator as usize] = Generator::Over;
            }
        }
        self.end(Err(failure));
    }

    fn end(&mut self, result: Result<Value, Failure>) {
        self.over = Some(result);
        self.generators = vec![];
        self.draws = 0;
    }

    fn enter(&mut self, frame: Frame) -> Result<Flow, String> {
        if self.frames.len() >= DEEPEST_CALLS {
            return Err(format!("calls are more than {DEEPEST_CALLS} deep; a call must end at some time"));
        }
        self.frames.push(frame);
        Ok(Flow::Go)
    }

    fn advance_generator(&mut self, value: &Value, each: bool) -> Result<Flow, String> {
        let Value::Generator(generator) = value else {
            return Err(format!("`next` needs a generator, not {}", value.kind()));
        };
        let place = &mut self.generators[*generator as usize];
        match std::mem::replace(place, Generator::Running) {
            Generator::Ready(mut frame) => {
                frame.generator = Some((*generator, each));
                self.enter(*frame)
            }
            Generator::Running => Err("a generator cannot ask itself for its next value".into()),
            Generator::Over => {
                *place = Generator::Over;
                if let Some(frame) = self.frames.last_mut() {
                    frame.stack.push(if each { Value::Closed } else { Value::None });
                }
                Ok(Flow::Go)
            }
        }
    }

    /// Draws a number that depends on seed, actor, and how many it has drawn.
    fn draw(&mut self, seed: u64, low: i64, high: i64) -> i64 {
        self.draws = self.draws.wrapping_add(1);
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in self.name.bytes().chain(self.index.to_le_bytes()).chain(self.draws.to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        // The last steps of splitmix64, so that all bits depend on all.
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^= hash >> 31;
        let span = (i128::from(high) - i128::from(low) + 1) as u128;
        (i128::from(low) + ((u128::from(hash) * span) >> 64) as i128) as i64
    }

    #[allow(clippy::too_many_lines)]
    fn instruction(
        &mut self,
        program: &Program,
        host: &mut dyn Host,
        spent: &mut u64,
    ) -> Result<Flow, String> {
        *spent += 1;
        let frame = self.frames.last_mut().ok_or("nothing runs")?;
        let instr = program.functions[frame.function as usize].code[frame.at as usize];
        frame.at += 1;
        let stack = &mut frame.stack;
        match instr {
            Instr::Const(at) => stack.push(program.consts[at as usize].clone()),
            Instr::Load(slot) => {
                let value = frame.slots[slot as usize].clone();
                if value == Value::Unset {
                    let name = &program.functions[frame.function as usize].slots[slot as usize];
                    return Err(format!("`{name}` has no value yet; give it one first"));
                }
                stack.push(value);
            }
            Instr::Store(slot) => frame.slots[slot as usize] = stack.pop().unwrap_or_default(),
            Instr::Pop => drop(stack.pop()),
            Instr::Dup => stack.extend(stack.last().cloned()),
            Instr::Minus => {
                let value = match pop(stack)? {
                    Value::Int(value) => value.checked_neg().map(Value::Int),
                    Value::Time(value) => value.checked_neg().map(Value::Time),
                    other => return Err(format!("`-` does not go with {}", other.kind())),
                };
                stack.push(value.ok_or("the negative of the smallest number is beyond 64 bits")?);
            }
            Instr::Not => {
                let value = truth(stack)?;
                stack.push(Value::Bool(!value));
            }
            Instr::Binary(binary) => {
                let right = pop(stack)?;
                let left = pop(stack)?;
                *spent += left.cost() + right.cost() - 2;
                stack.push(binary.of(&left, &right)?);
            }
            Instr::Jump(to) => frame.at = to,
            Instr::JumpIfNot(to) => {
                if !truth(stack)? {
                    frame.at = to;
                }
            }
            Instr::JumpIfFalse(to) | Instr::JumpIfTrue(to) => {
                let value = truth(stack)?;
                if value == matches!(instr, Instr::JumpIfTrue(_)) {
                    stack.push(Value::Bool(value));
                    frame.at = to;
                }
            }
            Instr::JumpIfClosed(to) => {
                if stack.last() == Some(&Value::Closed) {
                    stack.pop();
                    frame.at = to;
                }
            }
            Instr::List(count) => {
                *spent += u64::from(count) / 4;
                let items = stack.split_off(stack.len() - count as usize);
                stack.push(Value::list(items)?);
            }
            Instr::Index => {
                let index = number(stack, "an index")?;
                let list = pop(stack)?;
                stack.push(element(&list, index)?.clone());
            }
            Instr::WithElement => {
                let value = pop(stack)?;
                let index = number(stack, "an index")?;
                let list = pop(stack)?;
                element(&list, index)?;
                *spent += list.cost();
                let Value::List(list) = list else { return Ok(Flow::Go) };
                let mut items = list.items.clone();
                items[index as usize] = value;
                stack.push(Value::list(items)?);
            }
            Instr::Length => match pop(stack)? {
                Value::List(list) => stack.push(Value::Int(list.items.len() as i64)),
                Value::Text(text) => stack.push(Value::Int(text.chars().count() as i64)),
                value @ Value::Resource(_) => {
                    return Ok(Flow::Step(Op::LengthOf(channel(program, &value, "length")?)));
                }
                other => {
                    return Err(format!("`length` needs a list, a text or a channel, not {}", other.kind()));
                }
            },
            Instr::Call(function) | Instr::Become(function) => {
                let params = program.functions[function as usize].params as usize;
                let operands = stack.split_off(stack.len() - params);
                let called = Frame::new(program, function, operands);
                if matches!(instr, Instr::Become(_)) {
                    self.frames.pop();
                }
                return self.enter(called);
            }
            Instr::Return => return Ok(Flow::Returned(pop(stack)?)),
            Instr::Me => stack.push(Value::Text(self.name.clone())),
            Instr::MyIndex => stack.push(Value::Int(i64::from(self.index))),
            Instr::Now => stack.push(Value::Time(host.now())),
            Instr::Random => {
                let (high, low) = (pop(stack)?, pop(stack)?);
                let (from, to, wrap): (i64, i64, fn(i64) -> Value) = match (low, high) {
                    (Value::Int(low), Value::Int(high)) => (low, high, Value::Int),
                    (Value::Time(low), Value::Time(high)) => (low, high, Value::Time),
                    _ => return Err("`random` needs two numbers or two times".into()),
                };
                if from > to {
                    return Err(format!("`random` has nothing between {} and {}", wrap(from), wrap(to)));
                }
                let drawn = self.draw(program.seed, from, to);
                self.push(wrap(drawn));
            }
            Instr::Fib => {
                let n = number(stack, "the operand of `fib`")?;
                stack.push(Value::Int(fibonacci(n)?));
            }
            Instr::Work => {
                let millions = number(stack, "how much to work")?;
                host.work(millions.max(0));
                stack.push(Value::None);
            }
            Instr::Block => {
                let length = time(stack, "how long to block")?;
                host.block(length);
                stack.push(Value::None);
            }
            Instr::CellAt(first, size) => {
                let index = number(stack, "an index")?;
                if index < 0 || index >= i64::from(size) {
                    return Err(format!("the index {index} is not between 0 and {}", size - 1));
                }
                stack.push(Value::Cell(first + index as u32));
            }
            Instr::Try(handler) => frame.handlers.push(handler),
            Instr::EndTry => drop(frame.handlers.pop()),
            Instr::Fail => {
                let value = pop(stack)?;
                return Err(describe(program, &value));
            }
            Instr::Rethrow => {
                if let Value::List(told) = pop(stack)?
                    && let [Value::Text(text), Value::Int(line)] = told.items.as_slice()
                {
                    return Ok(Flow::Failed(Failure { text: text.clone(), line: *line as u32 }));
                }
            }
            Instr::Print(count) => {
                let line = line_of(program, stack, count, spent, host.listens())?;
                if let Some(line) = line {
                    host.print(&self.name, line);
                }
            }
            Instr::Show(figure) => {
                let value = pop(stack)?;
                self.shown.retain(|(other, _)| *other != figure);
                self.shown.push((figure, value));
                self.shown.sort_by_key(|(figure, _)| *figure);
            }
            Instr::Expect(expectation) => {
                if !truth(stack)? && !self.wrong.contains(&expectation) {
                    self.wrong.push(expectation);
                    self.wrong.sort_unstable();
                }
            }
            Instr::Tally => {
                let count = number(stack, "a tally")?;
                host.tally(&self.name, count);
            }
            Instr::Measure => {
                let value = pop(stack)?;
                host.measure(&self.name, &value);
            }
            Instr::Generator(function) => {
                let params = program.functions[function as usize].params as usize;
                let operands = stack.split_off(stack.len() - params);
                if self.generators.len() >= MOST_GENERATORS {
                    return Err(format!("an actor may make {MOST_GENERATORS} generators at most"));
                }
                let made = Frame::new(program, function, operands);
                self.generators.push(Generator::Ready(Box::new(made)));
                let number = self.generators.len() as u32 - 1;
                self.push(Value::Generator(number));
            }
            Instr::Next => {
                let value = pop(stack)?;
                return self.advance_generator(&value, false);
            }
            Instr::YieldValue => return Ok(Flow::Yielded(pop(stack)?)),
            Instr::Each(slot) => return self.each(program, slot),
            Instr::Without(slot) => {
                let found = stack.last().cloned().unwrap_or_default();
                if let Value::List(list) = &frame.slots[slot as usize] {
                    frame.slots[slot as usize] = without(list, &found)?;
                }
            }
            Instr::Word(word, limited) => return word_step(program, word, limited, stack).map(Flow::Step),
            Instr::Read => return Ok(Flow::Step(Op::Read(cell(stack)?))),
            Instr::Write => {
                let value = sendable(pop(stack)?)?;
                return Ok(Flow::Step(Op::Write(cell(stack)?, value)));
            }
            Instr::Update(binary) => {
                let value = sendable(pop(stack)?)?;
                return Ok(Flow::Step(Op::Update(cell(stack)?, binary, value)));
            }
            Instr::Enter(hold) => return enter_step(program, hold, pop(stack)?).map(Flow::Step),
            Instr::Leave(hold) => return leave_step(program, hold, pop(stack)?).map(Flow::Step),
            Instr::Yield => return Ok(Flow::Step(Op::Yield)),
            Instr::Output(count) => {
                let text = line_of(program, stack, count, spent, true)?.unwrap_or_default();
                return Ok(Flow::Step(Op::Output(text.into())));
            }
            Instr::Spawn(at) => {
                let spawn = &program.spawns[at as usize];
                let params = program.functions[spawn.function as usize].params as usize;
                let operands: Result<Vec<_>, _> =
                    stack.split_off(stack.len() - params).into_iter().map(sendable).collect();
                let (operands, kind) = (operands?, spawn.kind.unwrap_or(self.kind));
                let making =
                    Arc::new(Making { function: spawn.function, operands, kind, named: spawn.named.clone() });
                return Ok(Flow::Step(if spawn.begun { Op::Start(making) } else { Op::New(making) }));
            }
            Instr::Completed(slot) => match completed_step(&frame.slots[slot as usize])? {
                Some(op) => return Ok(Flow::Step(op)),
                None => stack.push(Value::Closed),
            },
            Instr::Select(at) => {
                let selection = &program.selections[at as usize];
                return select_step(program, &selection.puts, selection.limited, stack).map(Flow::Step);
            }
        }
        Ok(Flow::Go)
    }

    fn push(&mut self, value: Value) {
        if let Some(frame) = self.frames.last_mut() {
            frame.stack.push(value);
        }
    }

    fn each(&mut self, program: &Program, slot: u32) -> Result<Flow, String> {
        let frame = self.frames.last_mut().ok_or("nothing runs")?;
        let source = frame.slots[slot as usize].clone();
        match &source {
            Value::List(list) => {
                let count = &mut frame.slots[slot as usize + 1];
                let Value::Int(at) = *count else { return Err("a loop lost its place".into()) };
                *count = Value::Int(at + 1);
                let next = list.items.get(at as usize).cloned();
                frame.stack.push(next.unwrap_or(Value::Closed));
                Ok(Flow::Go)
            }
            Value::Generator(_) => self.advance_generator(&source, true),
            Value::Resource(_) => Ok(Flow::Step(Op::TakeEach(channel(program, &source, "for")?))),
            other => Err(format!("`for` needs a list, a channel or a generator, not {}", other.kind())),
        }
    }
}

fn element(list: &Value, index: i64) -> Result<&Value, String> {
    let Value::List(list) = list else {
        return Err(format!("only a list has elements, not {}", list.kind()));
    };
    let found = usize::try_from(index).ok().and_then(|at| list.items.get(at));
    found.ok_or_else(|| format!("the index {index} is not in a list of {}", list.items.len()))
}

fn without(list: &List, found: &Value) -> Result<Value, String> {
    let mut items = list.items.clone();
    if let Some(at) = items.iter().position(|item| item == found) {
        items.remove(at);
    }
    Value::list(items)
}

fn line_of(
    program: &Program,
    stack: &mut Vec<Value>,
    count: u32,
    spent: &mut u64,
    wanted: bool,
) -> Result<Option<String>, String> {
    let values = stack.split_off(stack.len() - count as usize);
    if values.contains(&Value::Unset) {
        return Err("a variable was read before it got a value; give it one first".into());
    }
    *spent += values.iter().map(Value::cost).sum::<u64>();
    if !wanted {
        return Ok(None);
    }
    let words: Vec<String> = values.iter().map(|value| describe(program, value)).collect();
    Ok(Some(words.join(" ")))
}

fn fibonacci(n: i64) -> Result<i64, String> {
    if n > 92 {
        return Err(format!("fib {n} is beyond 64 bits; 92 is the most"));
    }
    let (mut a, mut b) = (0i64, 1i64);
    for _ in 0..n {
        (a, b) = (b, a.wrapping_add(b));
    }
    Ok(a)
}
