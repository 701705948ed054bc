//! From a tree to tables: what is declared at the top gets its numbers and first values.

use std::sync::Arc;

use super::super::fault::{Fault, Place};
use super::super::syntax::{ActorKind, Block, Body, Item, ItemKind, Stmt, StmtKind, Tree};
use super::super::value::Value;
use super::super::walk::each_statement;
use super::Options;
use super::builder::{Builder, Meaning};
use super::constants::Constants;
use super::emit::{Emit, yields};
use super::unreturned::unreturned_locks;
use super::{Cell, Function, Instr, Program, Resource, ResourceKind, Role};

/// Names that links use themselves, so that no setting can have them.
const TAKEN_NAMES: [&str; 16] = [
    "text",
    "driver",
    "variant",
    "search",
    "searchers",
    "steps",
    "runs",
    "sized",
    "races",
    "pool",
    "seed",
    "memory",
    "compare",
    "sweep",
    "study",
    "result",
];

/// The most actors at the beginning.
const MOST_ACTORS: usize = 1000;
/// The most shared variables and resources.
const MOST_THINGS: usize = 10_000;

/// Builds a program.
pub struct Lower<'o> {
    options: &'o Options,
    constants: Constants,
    builder: Builder,
}

impl<'o> Lower<'o> {
    /// Begins with nothing.
    pub fn new(options: &'o Options) -> Self {
        let mut builder = Builder::default();
        builder.program.seed = options.seed;
        Lower { options, constants: Constants::default(), builder }
    }

    /// Builds the program of a tree.
    pub fn program(mut self, tree: &Tree) -> Result<Program, Vec<Fault>> {
        self.builder.program.round_robin = tree.round_robin;
        self.builder.program.spurious = tree.spurious;
        self.builder.program.variants = tree.variants.clone();
        for item in &tree.items {
            if let Err(fault) = self.declare(item) {
                self.builder.faults.add(fault.place, fault.sentence);
            }
            if self.builder.program.cells.len() + self.builder.program.resources.len() > MOST_THINGS {
                self.builder.faults.add(
                    item.place,
                    format!("More than {MOST_THINGS} variables and resources: declare fewer."),
                );
                break;
            }
        }
        for name in self.options.settings.keys() {
            let declared =
                tree.items.iter().any(|item| item.name == *name && matches!(item.kind, ItemKind::Param(_)));
            if name != "as" && !declared {
                self.builder.faults.add(
                    Place { line: 1, column: 1 },
                    format!("This program has no setting `{name}`: leave it out."),
                );
            }
        }
        if !self.builder.faults.is_empty() {
            return Err(self.builder.faults.into_sorted());
        }
        let kept = self.kept_names(tree);
        for item in &tree.items {
            match &item.kind {
                ItemKind::Function { params, block } => {
                    let function = Emit::new(&mut self.builder, &item.name, params, block).function(block);
                    if let Some(Meaning::Function(number)) = self.builder.meanings.get(&item.name) {
                        self.builder.program.functions[*number as usize] = function;
                    }
                }
                ItemKind::Actor { .. } => {
                    if let Err(fault) = self.actor(item) {
                        self.builder.faults.add(fault.place, fault.sentence);
                    }
                }
                _ => {}
            }
        }
        if let Some(block) = &tree.end {
            let function = Emit::new(&mut self.builder, "", &[], block).function(block);
            self.builder.program.end = Some(self.add(function));
        }
        self.keep(&kept);
        if !self.builder.faults.is_empty() {
            return Err(self.builder.faults.into_sorted());
        }
        self.builder.program.warnings = unreturned_locks(&self.builder.program);
        Ok(self.builder.program)
    }

    fn add(&mut self, function: Function) -> u32 {
        self.builder.program.functions.push(function);
        self.builder.program.functions.len() as u32 - 1
    }

    /// Gives figures to the variables that are shown of all.
    fn kept_names(&mut self, tree: &Tree) -> Vec<(String, u32)> {
        let mut kept: Vec<(String, u32)> = vec![];
        let mut look = |block: &Block| {
            each_statement(block, &mut |statement: &Stmt| {
                if let StmtKind::ShowAll(name) = &statement.kind
                    && !kept.iter().any(|(other, _)| other == name)
                {
                    kept.push((name.clone(), self.builder.figure(name, statement.place, true)));
                }
            });
        };
        for item in &tree.items {
            match &item.kind {
                ItemKind::Function { block, .. } => look(block),
                ItemKind::Actor { body, .. } => {
                    if let Body::Block(block) = &**body {
                        look(block);
                    }
                }
                _ => {}
            }
        }
        tree.end.iter().for_each(look);
        kept
    }

    fn keep(&mut self, kept: &[(String, u32)]) {
        for (name, figure) in kept {
            let mut found = false;
            for (number, function) in self.builder.program.functions.iter_mut().enumerate() {
                let slot = function.slots.iter().position(|slot| slot == name);
                if let Some(slot) = slot.filter(|_| Some(number as u32) != self.builder.program.end) {
                    function.kept.push((slot as u32, *figure));
                    found = true;
                }
            }
            if !found {
                let place = self.builder.program.figures[*figure as usize].place;
                self.builder.faults.add(
                    place,
                    format!(
                        "No actor has a variable `{name}` of its own: `show … of all` shows one for each."
                    ),
                );
            }
        }
    }

    fn value(&mut self, name: &str, value: Value) {
        self.constants.set(name, value.clone());
        self.builder.meanings.insert(name.to_string(), Meaning::Value(value));
    }

    fn declare(&mut self, item: &Item) -> Result<(), Fault> {
        let name = item.name.as_str();
        let fold = |size: &Option<_>, constants: &Constants| constants.size(size.as_ref());
        match &item.kind {
            ItemKind::Param(_) if TAKEN_NAMES.contains(&name) => {
                let sentence =
                    format!("`{name}` means something else in links: call this setting otherwise.");
                return Err(Fault { place: item.place, sentence });
            }
            ItemKind::Param(param) => {
                let given = self.options.settings.get(name);
                let exploring = self.options.exploring;
                let (setting, value) = self.constants.setting(name, item.place, param, given, exploring)?;
                self.builder.program.settings.push(setting);
                self.value(name, value);
            }
            ItemKind::Const(expr) => {
                let value = self.constants.fold(expr)?;
                self.value(name, value);
            }
            ItemKind::Shared(size, initial) | ItemKind::Atomic(size, initial) => {
                let size = fold(size, &self.constants)?;
                let initial = self.constants.fold(initial)?;
                let first = self.builder.program.cells.len() as u32;
                let atomic = matches!(item.kind, ItemKind::Atomic(..));
                for at in 0..size.unwrap_or(1) {
                    let name = if size.is_some() { format!("{name}[{at}]") } else { name.to_string() };
                    self.builder.program.cells.push(Cell { name, atomic, initial: initial.clone() });
                }
                let meaning = size.map_or(Meaning::Cell(first), |size| Meaning::Cells(first, size));
                self.builder.meanings.insert(name.to_string(), meaning);
            }
            ItemKind::Lock { size, reentrant, fair } => {
                let kind = ResourceKind::Lock { reentrant: *reentrant, fair: *fair };
                self.resources(name, fold(size, &self.constants)?, |_| kind)?;
            }
            ItemKind::RwLock(size) => {
                self.resources(name, fold(size, &self.constants)?, |_| ResourceKind::RwLock)?
            }
            ItemKind::Condition { size, of } => {
                let size = fold(size, &self.constants)?;
                let locks: Vec<u32> = match self.builder.meanings.get(of) {
                    Some(Meaning::Value(Value::Resource(lock))) => vec![*lock],
                    Some(Meaning::Value(Value::List(list))) => list
                        .items
                        .iter()
                        .filter_map(|item| if let Value::Resource(lock) = item { Some(*lock) } else { None })
                        .collect(),
                    _ => vec![],
                };
                if locks.is_empty() || (locks.len() > 1 && size != Some(locks.len() as u32)) {
                    return Err(Fault {
                        place: item.place,
                        sentence: format!(
                            "`{of}` must be one lock that is declared above, or as many as there are conditions."
                        ),
                    });
                }
                let of_one = |at: u32| ResourceKind::Condition { of: locks[at as usize % locks.len()] };
                self.resources(name, size, of_one)?;
            }
            ItemKind::Semaphore(size, initial) => {
                let initial =
                    self.constants.number(initial, 0, 1_000_000_000, "What a semaphore begins with")? as u32;
                self.resources(name, fold(size, &self.constants)?, |_| ResourceKind::Semaphore { initial })?;
            }
            ItemKind::Barrier(of) => {
                let of = self.constants.number(of, 1, 1000, "How many meet at a barrier")? as u32;
                self.resources(name, None, |_| ResourceKind::Barrier { of })?;
            }
            ItemKind::Channel(capacity) => {
                let capacity = match capacity {
                    Some(expr) => {
                        Some(self.constants.number(expr, 0, 1_000_000, "How much a channel holds")? as u32)
                    }
                    None => None,
                };
                self.resources(name, None, |_| ResourceKind::Channel { capacity })?;
            }
            ItemKind::Function { block, .. } => {
                if yields(block) {
                    self.builder.generators.insert(name.to_string());
                }
                let number = self.add(Function::default());
                self.builder.meanings.insert(name.to_string(), Meaning::Function(number));
            }
            ItemKind::Actor { .. } => {}
        }
        Ok(())
    }

    fn resources(
        &mut self,
        name: &str,
        size: Option<u32>,
        kind: impl Fn(u32) -> ResourceKind,
    ) -> Result<(), Fault> {
        let mut list = vec![];
        for at in 0..size.unwrap_or(1) {
            let name = if size.is_some() { format!("{name}[{at}]") } else { name.to_string() };
            list.push(Value::Resource(self.builder.program.resources.len() as u32));
            self.builder.program.resources.push(Resource { name, kind: kind(at) });
        }
        let value = if size.is_some() { Value::list(list).unwrap_or_default() } else { list[0].clone() };
        self.builder.meanings.insert(name.to_string(), Meaning::Value(value));
        Ok(())
    }

    fn actor(&mut self, item: &Item) -> Result<(), Fault> {
        let ItemKind::Actor { kind, daemon, size, names, body } = &item.kind else { return Ok(()) };
        let size = self.constants.size(size.as_ref())?;
        let kind = kind.unwrap_or_else(|| match self.options.settings.get("as") {
            Some(Value::Text(text)) if **text == *"tasks" => ActorKind::Task,
            _ => ActorKind::Thread,
        });
        let function = match &**body {
            Body::Block(block) => Emit::new(&mut self.builder, "", &[], block).function(block),
            Body::Call(function, operands, place) => {
                let Some(Meaning::Function(number)) = self.builder.meanings.get(function).cloned() else {
                    return Ok(());
                };
                let mut emit = Emit::new(&mut self.builder, "", &[], &vec![]);
                for operand in operands {
                    emit.expression(operand);
                }
                emit.instruction(Instr::Become(number), *place);
                emit.finish()
            }
        };
        let function = self.add(function);
        let count = size.unwrap_or(1);
        for (at, name) in names.iter().enumerate() {
            for number in 0..count {
                let name: Arc<str> =
                    if size.is_some() { format!("{name} {number}").into() } else { name.as_str().into() };
                let index = if size.is_some() { number } else { at as u32 };
                self.builder.program.roles.push(Role { name, index, kind, daemon: *daemon, function });
            }
        }
        if self.builder.program.roles.len() > MOST_ACTORS {
            return Err(Fault {
                place: item.place,
                sentence: format!("More than {MOST_ACTORS} actors: begin with fewer."),
            });
        }
        Ok(())
    }
}
