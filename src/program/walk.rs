//! Walks over trees. The depth of a tree is bounded by the parser, so these may call themselves.

use super::syntax::{Block, Expr, ExprKind, Stmt, StmtKind};

/// Calls `visit` for every statement of a block and of the blocks in it, in the order of the text.
pub fn each_statement<'t>(block: &'t Block, visit: &mut dyn FnMut(&'t Stmt)) {
    for statement in block {
        visit(statement);
        for inner in blocks_of(statement) {
            each_statement(inner, visit);
        }
    }
}

/// Returns the blocks right in a statement.
pub fn blocks_of(statement: &Stmt) -> Vec<&Block> {
    match &statement.kind {
        StmtKind::If(arms, otherwise) => arms.iter().map(|(_, block)| block).chain(otherwise).collect(),
        StmtKind::While(_, block)
        | StmtKind::Loop(block)
        | StmtKind::Repeat(_, block)
        | StmtKind::ForRange(_, _, _, block)
        | StmtKind::ForIn(_, _, block)
        | StmtKind::ForCompleted(_, _, block)
        | StmtKind::With(_, _, block) => vec![block],
        StmtKind::Try(block, _, caught) => vec![block, caught],
        StmtKind::Select(branches, after) => {
            branches.iter().map(|branch| &branch.block).chain(after.iter().map(|(_, block)| block)).collect()
        }
        _ => vec![],
    }
}

/// Returns the variables that a statement itself gives a value.
pub fn assigned_by(statement: &Stmt) -> Vec<&str> {
    match &statement.kind {
        StmtKind::Assign { name, .. }
        | StmtKind::ForRange(name, ..)
        | StmtKind::ForIn(name, ..)
        | StmtKind::ForCompleted(name, ..)
        | StmtKind::Try(_, Some(name), _) => vec![name],
        StmtKind::Select(branches, _) => {
            branches.iter().filter_map(|branch| branch.name.as_deref()).collect()
        }
        _ => vec![],
    }
}

/// Returns the expressions right in a statement, not those of its blocks.
pub fn expressions_of(statement: &Stmt) -> Vec<&Expr> {
    match &statement.kind {
        StmtKind::Assign { index, value, .. } => index.iter().chain([value]).collect(),
        StmtKind::If(arms, _) => arms.iter().map(|(condition, _)| condition).collect(),
        StmtKind::ForRange(_, from, to, _) => vec![from, to],
        StmtKind::Do(of)
        | StmtKind::While(of, _)
        | StmtKind::Repeat(of, _)
        | StmtKind::ForIn(_, of, _)
        | StmtKind::ForCompleted(_, of, _)
        | StmtKind::With(_, of, _)
        | StmtKind::Fail(of)
        | StmtKind::Show(_, of)
        | StmtKind::Expect(of, _)
        | StmtKind::Tally(of)
        | StmtKind::Measure(of) => vec![of],
        StmtKind::Return(of) | StmtKind::Yield(of) => of.iter().collect(),
        StmtKind::Print(list) | StmtKind::Write(list) => list.iter().collect(),
        StmtKind::Select(branches, after) => branches
            .iter()
            .flat_map(|branch| [Some(&branch.channel), branch.put.as_ref()])
            .flatten()
            .chain(after.iter().map(|(time, _)| time))
            .collect(),
        StmtKind::Loop(_)
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::Try(..)
        | StmtKind::ShowAll(_) => vec![],
    }
}

/// Calls `visit` for an expression and all in it.
pub fn each_expression<'t>(expr: &'t Expr, visit: &mut dyn FnMut(&'t Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::List(items) | ExprKind::Call(_, items) | ExprKind::Spawn { operands: items, .. } => {
            items.iter().for_each(|item| each_expression(item, visit));
        }
        ExprKind::Word(_, items, limit) => {
            items.iter().chain(limit.as_deref()).for_each(|item| each_expression(item, visit));
        }
        ExprKind::Minus(of) | ExprKind::Not(of) => each_expression(of, visit),
        ExprKind::Index(a, b)
        | ExprKind::Binary(_, a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Random(a, b) => {
            each_expression(a, visit);
            each_expression(b, visit);
        }
        _ => {}
    }
}
