//! What a process may touch: constants, settings, channels, and nothing that is shared.

use std::collections::BTreeMap;

use super::fault::{Faults, Place};
use super::syntax::{ActorKind, Block, Body, Expr, ExprKind, Item, ItemKind, StmtKind, Tree};
use super::walk::{each_expression, each_statement, expressions_of};

/// What processes run, and what is wrong with it.
struct Isolation<'t, 'f> {
    top: &'f BTreeMap<&'t str, &'t Item>,
    faults: &'f mut Faults,
    /// Functions that processes reach.
    reached: Vec<&'t str>,
    blocks: Vec<&'t Block>,
}

/// Follows what processes run, through all functions, and tells what they cannot reach.
pub fn isolation<'t>(tree: &'t Tree, top: &BTreeMap<&'t str, &'t Item>, faults: &mut Faults) {
    let mut isolation = Isolation { top, faults, reached: vec![], blocks: vec![] };
    for item in &tree.items {
        match &item.kind {
            ItemKind::Actor { kind: Some(ActorKind::Process), body, .. } => match &**body {
                Body::Block(block) => isolation.blocks.push(block),
                Body::Call(function, operands, _) => {
                    isolation.reached.push(function);
                    operands.iter().for_each(|operand| isolation.expression(operand));
                }
            },
            ItemKind::Function { block, .. } => isolation.started(block),
            ItemKind::Actor { body, .. } => {
                if let Body::Block(block) = &**body {
                    isolation.started(block);
                }
            }
            _ => {}
        }
    }
    isolation.follow();
}

impl<'t> Isolation<'t, '_> {
    fn follow(&mut self) {
        let (mut functions, mut blocks) = (0, 0);
        loop {
            while let Some(block) = self.blocks.get(blocks).copied() {
                each_statement(block, &mut |statement| {
                    if let StmtKind::Assign { name, .. } = &statement.kind {
                        self.name(name, statement.place);
                    }
                    expressions_of(statement).into_iter().for_each(|expr| self.expression(expr));
                });
                blocks += 1;
            }
            let Some(name) = self.reached.get(functions).copied() else { return };
            if !self.reached[..functions].contains(&name)
                && let Some(Item { kind: ItemKind::Function { block, .. }, .. }) = self.top.get(name)
            {
                self.blocks.push(block);
            }
            functions += 1;
        }
    }

    /// Finds the processes that a block starts.
    fn started(&mut self, block: &'t Block) {
        each_statement(block, &mut |statement| {
            for expr in expressions_of(statement) {
                each_expression(expr, &mut |inner| {
                    if let ExprKind::Spawn { kind: Some(ActorKind::Process), function, .. } = &inner.kind {
                        self.reached.push(function);
                    }
                });
            }
        });
    }

    fn expression(&mut self, expr: &'t Expr) {
        each_expression(expr, &mut |inner| match &inner.kind {
            ExprKind::Name(name) => self.name(name, inner.place),
            ExprKind::Call(name, _) => self.reached.push(name),
            ExprKind::Spawn { function, .. } => self.reached.push(function),
            _ => {}
        });
    }

    fn name(&mut self, name: &str, place: Place) {
        let Some(item) = self.top.get(name) else { return };
        let kind = match &item.kind {
            ItemKind::Param(_) | ItemKind::Const(_) | ItemKind::Channel(_) | ItemKind::Function { .. } => {
                return;
            }
            ItemKind::Shared(..) | ItemKind::Atomic(..) => "a shared variable",
            _ => "shared by all threads",
        };
        self.faults.add(
            place,
            format!(
                "A process shares no memory, and `{name}` is {kind}: send what it needs through a channel, or make it a thread."
            ),
        );
    }
}
