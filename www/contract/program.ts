// What the core tells of a program beside figures; mirrors `src/contract/program.rs`, which writes it as JSON.

/** What a piece of a program's text is. */
export type Ink = 'word' | 'name' | 'number' | 'text' | 'comment' | 'variant' | 'plain';

export interface ProgramLine {
  /** They make the line when they are put together. */
  pieces: [Ink, string][];
  /** Whether it counts in the chosen variant. */
  counts: boolean;
}

/** Something that is wrong with a text, or worth a look. */
export interface Remark {
  line: number;
  column: number;
  sentence: string;
}

/** What an actor waits for: a resource or another actor, by its number. */
export type Awaited = { resource: number } | { actor: number };

/** An actor as it stands. */
export interface Standing {
  name: string;
  /** The line of its next step; 0 where there is none. */
  line: number;
  /** What it could do next, with the step in the notation of orders; nothing where it cannot go on. */
  next: { code: string; words: string }[];
  /** Why it cannot. */
  rests: string | null;
  /** What it waits for: any of these. */
  awaits: Awaited[];
  over: boolean;
  begun: boolean;
  failed: boolean;
  variables: [name: string, value: string][];
}

/** How a program can end. Links number them in this order: only ever to be appended to. */
export const ENDS = ['done', 'failed', 'stuck', 'wrong'] as const;

/** How a program ended. */
export interface ProgramEnd {
  kind: (typeof ENDS)[number];
  /** The shown figures as `name=value`, or who waits for what. */
  outcome: string;
  /** Who failed, who waits, and what was expected in vain. */
  details: string[];
}

/** A step that was taken. */
export interface TakenStep {
  actor: number;
  line: number;
  words: string;
  /** The variable of the top that it read or wrote, by its number, and whether it wrote; null: none. */
  access: [variable: number, writes: boolean] | null;
  /** Who holds what since, by numbers. A step may give to somebody else. */
  gets: [resource: number, actor: number][];
  /** Who no longer holds what. */
  gives: [resource: number, actor: number][];
}

/** A resource as it stands. */
export interface Thing {
  name: string;
  /** What it is, in a word. */
  kind: string;
  /** Who holds it, by their numbers. */
  holders: number[];
  /** Who waits for it: in the order in which they get it, where there is one. */
  queue: number[];
  /** How many permits a semaphore has left, how many have come to a barrier, or how much is in a channel. */
  count: number;
  /** How many a semaphore began with, how many a barrier waits for, or how much goes into a channel; null: any number. */
  size: number | null;
  /** What is in a channel, the oldest first, the first of it. */
  items: string[];
  closed: boolean;
}

/** Where a program stands that is stepped by hand. */
export interface Position {
  /** The steps so far, in the notation of orders. */
  steps: string;
  count: number;
  actors: Standing[];
  variables: [name: string, value: string][];
  /** Nothing after a real run, whose trace has it. */
  resources: Thing[];
  /** The last steps. */
  taken: TakenStep[];
  /** The last lines that were printed, with the names of those who did; an empty one where nobody is known. */
  printed: [actor: string, line: string][];
  /** null while somebody can go on. */
  end: ProgramEnd | null;
}

/** In place of the number of orders, where there are any number of them. */
export const WITHOUT_END = 'without end';

/** Something that a program can come to. */
export interface Possible extends ProgramEnd {
  /** How many orders lead to it: a decimal number, or `WITHOUT_END`; missing where it is not known. */
  interleavings?: string;
  /** How many real runs came to it; missing where there were none. */
  seen?: number;
  /** A shortest way to it, in the notation of orders; empty where it was seen, and no way looked for. */
  steps: string;
  length: number;
  /** After how many of them every end is bad. */
  no_return?: number;
}

/** One of two accesses that nothing puts in order. */
export interface Access {
  actor: string;
  line: number;
  writes: boolean;
}

/** Two accesses to one variable that nothing puts in order. */
export interface Unordered {
  variable: string;
  accesses: Access[];
}

/** A state of a program, where all of them are drawn. */
export interface DrawnState {
  /** A shortest way to it, in the notation of orders. */
  way: string;
  /** How many steps that way has. */
  depth: number;
  /** How it ends, where it does. */
  end: ProgramEnd | null;
  /** Whether every way from here ends badly. */
  lost: boolean;
}

/** All states of a program, the one in which it begins first, and the steps between them. */
export interface StateGraph {
  states: DrawnState[];
  steps: [from: number, to: number, actor: number][];
}

/** One of several real runs: the first that ended in its kind. */
export interface Kept {
  /** Which one, from 1 on. */
  number: number;
  /** How it ended. */
  sentence: string;
  /** When it began and ended, in µs of the trace, which has all that are kept. */
  part: [from: number, until: number];
  position: Position;
}

export interface ProgramTold {
  lines: ProgramLine[];
  warnings: Remark[];
  /** Settings that have another value where it is explored or stepped, with that value. */
  small: [name: string, value: string][];
  position: Position | null;
  /** How many real runs there were; 0 where it was explored, or stepped by hand. */
  runs: number;
  /** What it can come to, if it was explored; or what real runs came to. */
  outcomes: Possible[];
  /** If there were several real runs, the first of each kind of end; nothing where all ended in one kind. */
  kept: Kept[];
  /** Deadlocks, and ways to go on for ever. */
  findings: string[];
  races: Unordered[];
  /** All its states, if it was explored and they are few. */
  graph: StateGraph | null;
  /** A shortest way into a cycle in which everybody takes steps. */
  endless: string | null;
}
