// Checks what a saved run tells of its program. Pure.

import {
  type Awaited,
  ENDS,
  type Kept,
  type Position,
  type Possible,
  type ProgramEnd,
  type ProgramLine,
  type ProgramTold,
  type Remark,
  type Standing,
  type StateGraph,
  type Thing,
  type Unordered,
} from '../contract/program';
import { fields, flag, list, number, oneOf, text, whole } from './check';
import { LIMITS } from './file-format';

const INKS = ['word', 'name', 'number', 'text', 'comment', 'variant', 'plain'] as const;
/** Characters of a program, and of an order of steps. */
const LONGEST = 100_000;
/** Entries of a list: lines, actors, variables. */
const MOST = 20_000;

const sentence = (value: unknown, name: string): string => text(value, name, LONGEST);
const sentences = (value: unknown, name: string): string[] => list(value, name, MOST, sentence);
const count = (value: unknown, name: string): number => whole(value, name, 0, 1e9);

export function programOf(value: unknown, name: string): ProgramTold {
  const told = fields(value, name);
  return {
    lines: list(told.lines, `${name}.lines`, LONGEST, lineOf),
    warnings: list(told.warnings, `${name}.warnings`, MOST, remarkOf),
    // Earlier versions had none of these.
    small: told.small === undefined ? [] : pairs(told.small, `${name}.small`),
    runs: told.runs === undefined ? 0 : count(told.runs, `${name}.runs`),
    kept: told.kept === undefined ? [] : list(told.kept, `${name}.kept`, ENDS.length, keptOf),
    graph: told.graph === undefined || told.graph === null ? null : graphOf(told.graph, `${name}.graph`),
    races: told.races === undefined ? [] : list(told.races, `${name}.races`, MOST, unorderedOf),
    position: told.position === null ? null : positionOf(told.position, `${name}.position`),
    outcomes: list(told.outcomes, `${name}.outcomes`, MOST, possibleOf),
    findings: sentences(told.findings, `${name}.findings`),
    endless: told.endless === null ? null : sentence(told.endless, `${name}.endless`),
  };
}

function lineOf(value: unknown, name: string): ProgramLine {
  const line = fields(value, name);
  return {
    pieces: list(line.pieces, `${name}.pieces`, LONGEST, (piece, of): [(typeof INKS)[number], string] => {
      const [ink, written] = list(piece, of, 2, (item) => item);
      return [oneOf(ink, of, INKS), sentence(written, of)];
    }),
    counts: flag(line.counts, `${name}.counts`),
  };
}

function remarkOf(value: unknown, name: string): Remark {
  const remark = fields(value, name);
  return {
    line: count(remark.line, `${name}.line`),
    column: count(remark.column, `${name}.column`),
    sentence: text(remark.sentence, `${name}.sentence`, LIMITS.sentence),
  };
}

function pairs(value: unknown, name: string): [string, string][] {
  return list(value, name, MOST, (pair, of): [string, string] => {
    const [variable, written] = list(pair, of, 2, sentence);
    return [sentence(variable, of), sentence(written, of)];
  });
}

function positionOf(value: unknown, name: string): Position {
  const position = fields(value, name);
  const actors = list(position.actors, `${name}.actors`, MOST, standingOf);
  return {
    steps: sentence(position.steps, `${name}.steps`),
    count: count(position.count, `${name}.count`),
    actors,
    variables: pairs(position.variables, `${name}.variables`),
    resources: list(position.resources, `${name}.resources`, MOST, (item, of) => thingOf(item, of, actors)),
    taken: list(position.taken, `${name}.taken`, MOST, (item, of) => {
      const taken = fields(item, of);
      return {
        actor: count(taken.actor, `${of}.actor`),
        line: count(taken.line, `${of}.line`),
        words: sentence(taken.words, `${of}.words`),
        access: taken.access === undefined || taken.access === null ? null : accessOf(taken.access, `${of}.access`),
        // Earlier versions had neither.
        gets: taken.gets === undefined ? [] : list(taken.gets, `${of}.gets`, MOST, holdOf),
        gives: taken.gives === undefined ? [] : list(taken.gives, `${of}.gives`, MOST, holdOf),
      };
    }),
    printed: list(position.printed, `${name}.printed`, MOST, saidOf),
    end: position.end === null ? null : endOf(position.end, `${name}.end`),
  };
}

function thingOf(value: unknown, name: string, actors: readonly Standing[]): Thing {
  const thing = fields(value, name);
  const numbers = (given: unknown, of: string): number[] => list(given, of, MOST, count);
  // Earlier versions had the names of the holders, and nothing but them.
  const early = thing.queue === undefined;
  const holders = early
    ? sentences(thing.holders, `${name}.holders`).map((holder) => actors.findIndex((actor) => actor.name === holder))
    : numbers(thing.holders, `${name}.holders`);
  return {
    name: sentence(thing.name, `${name}.name`),
    kind: text(thing.kind, `${name}.kind`, LIMITS.word),
    holders: holders.filter((holder) => holder >= 0),
    queue: early ? [] : numbers(thing.queue, `${name}.queue`),
    count: early ? 0 : count(thing.count, `${name}.count`),
    size: early || thing.size === null ? null : count(thing.size, `${name}.size`),
    items: early ? [] : sentences(thing.items, `${name}.items`),
    closed: early ? false : flag(thing.closed, `${name}.closed`),
  };
}

function awaitedOf(value: unknown, name: string): Awaited {
  const awaited = fields(value, name);
  return awaited.actor === undefined
    ? { resource: count(awaited.resource, `${name}.resource`) }
    : { actor: count(awaited.actor, `${name}.actor`) };
}

/** Earlier versions had the lines alone. */
function saidOf(value: unknown, name: string): [string, string] {
  if (typeof value === 'string') return ['', sentence(value, name)];
  const [actor, line] = list(value, name, 2, sentence);
  return [sentence(actor, name), sentence(line, name)];
}

function accessOf(value: unknown, name: string): [number, boolean] {
  const [variable, writes] = list(value, name, 2, (item) => item);
  return [count(variable, name), flag(writes, name)];
}

function holdOf(value: unknown, name: string): [number, number] {
  const [resource, actor] = list(value, name, 2, (item) => item);
  return [count(resource, name), count(actor, name)];
}

function standingOf(value: unknown, name: string): Standing {
  const standing = fields(value, name);
  return {
    name: sentence(standing.name, `${name}.name`),
    line: count(standing.line, `${name}.line`),
    next: list(standing.next, `${name}.next`, MOST, (item, of) => {
      const next = fields(item, of);
      return { code: text(next.code, `${of}.code`, LIMITS.word), words: sentence(next.words, `${of}.words`) };
    }),
    rests: standing.rests === null ? null : sentence(standing.rests, `${name}.rests`),
    awaits: standing.awaits === undefined ? [] : list(standing.awaits, `${name}.awaits`, MOST, awaitedOf),
    over: flag(standing.over, `${name}.over`),
    // Earlier versions said neither.
    begun: standing.begun === undefined || flag(standing.begun, `${name}.begun`),
    failed: standing.failed !== undefined && flag(standing.failed, `${name}.failed`),
    variables: pairs(standing.variables, `${name}.variables`),
  };
}

function keptOf(value: unknown, name: string): Kept {
  const kept = fields(value, name);
  const [from, until] = list(kept.part, `${name}.part`, 2, (item) => item);
  const time = (at: unknown): number => number(at, `${name}.part`, 0, 1e15);
  return {
    number: count(kept.number, `${name}.number`),
    sentence: sentence(kept.sentence, `${name}.sentence`),
    part: [time(from), time(until)],
    position: positionOf(kept.position, `${name}.position`),
  };
}

function graphOf(value: unknown, name: string): StateGraph {
  const graph = fields(value, name);
  const states = list(graph.states, `${name}.states`, MOST, (item, of) => {
    const state = fields(item, of);
    return {
      way: sentence(state.way, `${of}.way`),
      depth: count(state.depth, `${of}.depth`),
      end: state.end === null ? null : endOf(state.end, `${of}.end`),
      lost: flag(state.lost, `${of}.lost`),
    };
  });
  const place = (at: unknown, of: string): number => whole(at, of, 0, states.length - 1);
  const steps = list(graph.steps, `${name}.steps`, LONGEST, (item, of): [number, number, number] => {
    const [from, to, actor] = list(item, of, 3, (part) => part);
    return [place(from, of), place(to, of), count(actor, of)];
  });
  return { states, steps };
}

function unorderedOf(value: unknown, name: string): Unordered {
  const unordered = fields(value, name);
  return {
    variable: sentence(unordered.variable, `${name}.variable`),
    accesses: list(unordered.accesses, `${name}.accesses`, 2, (item, of) => {
      const access = fields(item, of);
      return {
        actor: sentence(access.actor, `${of}.actor`),
        line: count(access.line, `${of}.line`),
        writes: flag(access.writes, `${of}.writes`),
      };
    }),
  };
}

function endOf(value: unknown, name: string): ProgramEnd {
  const end = fields(value, name);
  return {
    kind: oneOf(end.kind, `${name}.kind`, ENDS),
    outcome: sentence(end.outcome, `${name}.outcome`),
    details: sentences(end.details, `${name}.details`),
  };
}

function possibleOf(value: unknown, name: string): Possible {
  const { interleavings, seen, steps, length, no_return } = fields(value, name);
  return {
    ...endOf(value, name),
    ...(interleavings !== undefined && { interleavings: sentence(interleavings, `${name}.interleavings`) }),
    ...(seen !== undefined && { seen: count(seen, `${name}.seen`) }),
    steps: sentence(steps, `${name}.steps`),
    length: count(length, `${name}.length`),
    ...(no_return !== undefined && { no_return: count(no_return, `${name}.no_return`) }),
  };
}
