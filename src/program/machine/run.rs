//! Runs a machine: from one step to the next, through calls, generators and failures.

use super::super::code::Program;
use super::super::value::Value;
use super::flow::Flow;
use super::{DEEPEST_CALLS, Failure, Frame, Generator, Host, Machine};

/// How many instructions are run between two questions whether to run on.
const BETWEEN_LOOKS: u64 = 4096;

impl Machine {
    /// Runs until the next step or the end.
    pub(super) fn run(&mut self, program: &Program, host: &mut dyn Host) {
        let most = host.most_instructions();
        let (mut spent, mut look) = (0, BETWEEN_LOOKS);
        while !self.frames.is_empty() {
            if spent >= look {
                look = spent + BETWEEN_LOOKS;
                if !host.goes_on() {
                    break;
                }
            }
            let flow = if most.is_some_and(|most| spent > most) {
                let most = super::MOST_INSTRUCTIONS;
                // Nothing may catch this, or it would go on without end.
                self.frames.iter_mut().for_each(|frame| frame.handlers.clear());
                Err(format!("it ran {most} instructions without a step; let it take one, or do less"))
            } else {
                self.instruction(program, host, &mut spent)
            };
            match flow {
                Ok(Flow::Go) => {}
                Ok(Flow::Passed) => look = spent,
                Ok(Flow::Step(op)) => {
                    self.pending = Some(op);
                    break;
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
        host.spent(spent);
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

    pub(super) fn enter(&mut self, frame: Frame) -> Result<Flow, String> {
        if self.frames.len() >= DEEPEST_CALLS {
            return Err(format!("calls are more than {DEEPEST_CALLS} deep; a call must end at some time"));
        }
        self.frames.push(frame);
        Ok(Flow::Go)
    }

    pub(super) fn advance_generator(&mut self, value: &Value, each: bool) -> Result<Flow, String> {
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
    pub(super) fn draw(&mut self, seed: u64, low: i64, high: i64) -> i64 {
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
}
