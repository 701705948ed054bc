//! Cycles: whether it can go on for ever without getting on, and whether somebody can be passed over without end.

use super::super::world::model::{Model, State};
use super::graph::Graph;
use super::store::Store;

/// Returns the groups of states that can all reach each other, of those given, by steps that are allowed; only groups
/// that hold a cycle. After Tarjan, with a stack of its own.
fn components(graph: &Graph, among: &[bool], states: &[u32], but: Option<u16>) -> Vec<Vec<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let mut order = vec![UNSEEN; graph.states()];
    let mut low = vec![0u32; graph.states()];
    let mut on_stack = vec![false; graph.states()];
    let (mut stack, mut counter, mut found) = (vec![], 0u32, vec![]);
    let nexts = |state: u32| -> Vec<u32> {
        let allowed = graph.steps(state).filter(|(step, to)| Some(step.actor) != but && among[*to as usize]);
        allowed.map(|(_, to)| to).collect()
    };
    for root in states {
        if order[*root as usize] != UNSEEN {
            continue;
        }
        let mut calls: Vec<(u32, Vec<u32>, usize)> = vec![];
        let mut entered = Some(*root);
        loop {
            if let Some(state) = entered.take() {
                order[state as usize] = counter;
                low[state as usize] = counter;
                counter += 1;
                stack.push(state);
                on_stack[state as usize] = true;
                calls.push((state, nexts(state), 0));
            }
            let Some((state, targets, at)) = calls.last_mut() else { break };
            let state = *state;
            if let Some(to) = targets.get(*at).copied() {
                *at += 1;
                if order[to as usize] == UNSEEN {
                    entered = Some(to);
                } else if on_stack[to as usize] {
                    low[state as usize] = low[state as usize].min(order[to as usize]);
                }
                continue;
            }
            let loops = targets.contains(&state);
            calls.pop();
            if let Some((caller, ..)) = calls.last() {
                low[*caller as usize] = low[*caller as usize].min(low[state as usize]);
            }
            if low[state as usize] == order[state as usize] {
                let mut group = vec![];
                while let Some(member) = stack.pop() {
                    on_stack[member as usize] = false;
                    group.push(member);
                    if member == state {
                        break;
                    }
                }
                if group.len() > 1 || loops {
                    group.sort_unstable();
                    found.push(group);
                }
            }
        }
    }
    found
}

/// What cycles there are.
pub struct Cycles {
    /// The first state of a cycle in which every actor that is not over, daemons aside, takes steps.
    pub livelock: Option<u32>,
    /// Actors that could step somewhere on a cycle and never do.
    pub passed_over: Vec<u32>,
}

/// Looks for cycles among the states that lie on one or behind one.
pub fn cycles(model: &Model, store: &Store, graph: &Graph, endless: &[u32]) -> Cycles {
    let mut among = vec![false; graph.states()];
    endless.iter().for_each(|state| among[*state as usize] = true);
    let groups = components(graph, &among, endless, None);
    let mut livelock: Option<u32> = None;
    let mut state = State::default();
    let mut actors = 0;
    among.fill(false);
    let mut cyclic = vec![];
    let mut group_of = vec![u32::MAX; graph.states()];
    for (number, group) in groups.iter().enumerate() {
        group.iter().for_each(|member| group_of[*member as usize] = number as u32);
    }
    for (number, group) in groups.iter().enumerate() {
        state.unpack(store.get(group[0]));
        let count = model.actors(&state);
        actors = actors.max(count);
        let mut steps = vec![false; count as usize];
        for member in group {
            among[*member as usize] = true;
            cyclic.push(*member);
            for (step, to) in graph.steps(*member) {
                if group_of[to as usize] == number as u32 {
                    steps[step.actor as usize] = true;
                }
            }
        }
        let everybody = (0..count).all(|actor| {
            steps[actor as usize]
                || model.is_over(&state, actor)
                || model.machine(&state, actor).daemon
                || !model.has_begun(&state, actor)
        });
        if everybody && livelock.is_none_or(|first| group[0] < first) {
            livelock = Some(group[0]);
        }
    }
    let could_step =
        |state: u32, actor: u32| graph.steps(state).any(|(step, _)| u32::from(step.actor) == actor);
    let passed_over = (0..actors)
        .filter(|actor| {
            let groups = components(graph, &among, &cyclic, Some(*actor as u16));
            groups.iter().flatten().any(|state| could_step(*state, *actor))
        })
        .collect();
    Cycles { livelock, passed_over }
}
