//! Locks that are taken and that no path gives back: nearly always forgotten, so worth a warning.

use super::super::fault::{Fault, Place};
use super::super::syntax::Word;
use super::super::value::Value;
use super::{Function, Instr, Program};

/// Returns a warning for every `lock` from which no way leads to an `unlock` of the same.
pub fn unreturned_locks(program: &Program) -> Vec<Fault> {
    let mut warnings = vec![];
    for (number, function) in program.functions.iter().enumerate() {
        for at in 1..function.code.len() {
            let Instr::Word(Word::Lock | Word::TryLock, false) = function.code[at] else { continue };
            let what = function.code[at - 1];
            let name = match what {
                Instr::Const(constant) => match &program.consts[constant as usize] {
                    Value::Resource(lock) => program.resources[*lock as usize].name.clone(),
                    _ => continue,
                },
                Instr::Load(slot) => function.slots[slot as usize].clone(),
                _ => continue,
            };
            let elsewhere = program.functions.iter().enumerate().any(|(other, function)| {
                other != number
                    && unlocks(function).any(|given| given == what || !matches!(given, Instr::Const(_)))
            });
            if !elsewhere && !reaches_unlock(function, at, what) {
                warnings.push(Fault {
                    place: Place { line: function.lines[at], column: 1 },
                    sentence: format!(
                        "No path gives `{name}` back: add `unlock {name}`, or write `with {name} {{ … }}`."
                    ),
                });
            }
        }
    }
    warnings.sort();
    warnings.dedup();
    warnings
}

/// Returns what pushes the operands of the unlocks of a function.
fn unlocks(function: &Function) -> impl Iterator<Item = Instr> {
    function
        .code
        .windows(2)
        .filter(|pair| matches!(pair[1], Instr::Word(Word::Unlock, _)))
        .map(|pair| pair[0])
}

fn reaches_unlock(function: &Function, from: usize, what: Instr) -> bool {
    let mut seen = vec![false; function.code.len()];
    let mut open = vec![from + 1];
    while let Some(at) = open.pop() {
        if at >= function.code.len() || std::mem::replace(&mut seen[at], true) {
            continue;
        }
        match function.code[at] {
            Instr::Word(Word::Unlock, _) => {
                let given = function.code[at - 1];
                if given == what || !matches!(given, Instr::Const(_) | Instr::Load(_)) {
                    return true;
                }
                open.push(at + 1);
            }
            Instr::Jump(to) => open.push(to as usize),
            Instr::JumpIfNot(to)
            | Instr::JumpIfFalse(to)
            | Instr::JumpIfTrue(to)
            | Instr::JumpIfClosed(to)
            | Instr::Try(to) => open.extend([to as usize, at + 1]),
            Instr::Return | Instr::Fail | Instr::Rethrow | Instr::Become(_) => {}
            _ => open.push(at + 1),
        }
    }
    false
}
