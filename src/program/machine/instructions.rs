//! What each instruction does.

use std::sync::Arc;

use super::super::code::{Instr, Program};
use super::super::op::{Making, Op};
use super::super::value::{List, Value};
use super::flow::Flow;
use super::operands::{
    cell, channel, completed_step, describe, enter_step, leave_step, number, pop, select_step, sendable,
    time, truth, word_step,
};
use super::{Failure, Frame, Generator, Host, MOST_GENERATORS, Machine};

impl Machine {
    #[allow(clippy::too_many_lines)]
    pub(super) fn instruction(
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
                return Ok(Flow::Passed);
            }
            Instr::Block => {
                let length = time(stack, "how long to block")?;
                host.block(length);
                stack.push(Value::None);
                return Ok(Flow::Passed);
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
