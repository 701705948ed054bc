// What crosses between the page, the engine worker and the wasm façade. Types only. Pixels and trace events never
// cross as messages where memory is shared: the page reads them at the addresses of a `RunLayout`.

import type { ROLES, TONES, UNITS } from '../generated/words';
import type { Condition, PoolRule } from './pool';
import type { ProgramLine, ProgramTold, Remark } from './program';

export type { Condition, PoolRule } from './pool';

/** One way a parameter can be filled in; mirrors `params.rs`, which writes it as JSON. */
export type ParamKind =
  /** `word`: may stand in place of the number; null or missing: there is none. */
  | {
      type: 'integer';
      min: number;
      max: number;
      max_param: string | null;
      scale: 'linear' | 'log';
      word?: string | null;
    }
  | { type: 'real'; min: number; max: number; scale: 'linear' | 'log' }
  | { type: 'choice'; options: ChoiceOption[] }
  | { type: 'flag' }
  /** `format` names a notation; the value may be the name of one of the `named` texts instead. */
  | { type: 'text'; max_length: number; format: string; named: NamedText[] };

export interface NamedText {
  value: string;
  label: string;
  help: string;
  text: string;
}

export interface ChoiceOption {
  value: string;
  label: string;
  help: string;
  /** True where the choice needs more than one thread; it is off in the single-threaded fallback. */
  needs_threads: boolean;
}

export type ParamValue = number | string | boolean;
export type ParamValues = Record<string, ParamValue>;

export interface ParamSchema {
  /** The key in links, and the name everywhere. */
  name: string;
  label: string;
  help: string;
  unit: string | null;
  kind: ParamKind;
  /** The string `logical-cores` stands for the number of logical cores of the reader's machine. */
  default: ParamValue;
  /** When the parameter has an effect; null: always. */
  applies: Condition | null;
  /** While this is met, even the choices that need threads need none. */
  simulated?: Condition | null;
  /** Heading in the form; `place`: not in it, because it says only what is looked at of the same run. */
  group: 'problem' | 'execution' | 'measurement' | 'place';
}

export interface ScenarioInfo {
  id: string;
  title: string;
  family: string;
  /** The one question this scenario answers. */
  question: string;
  /** The first paragraph of its lesson, if there is one: plain text. The rest is in `generated/lessons.json`. */
  lesson: string[];
  /** Links to try, by title. `compare` presets run both sides. */
  presets: Preset[];
  params: ParamSchema[];
  /** When a run needs a pool of threads, and of which size; null: never. */
  pool: PoolRule | null;
  /** Whether a run can compare (`compare=1`). */
  can_compare: boolean;
  /** Not listed on the page: it tests the engine itself. */
  hidden: boolean;
  /** Path of the source file in the repository. */
  source: string;
  /** The item of that file that the page shows first. */
  source_item: string;
  /** The parameter that sets the amount of work, which grows with this power of it; null or missing: there is none. */
  work?: { param: string; power: number } | null;
  /** What the arguments of a chunk count, in the singular; `column` where it is missing. */
  item?: string;
  /** What it is shown as; missing: a loop. */
  stage?: 'loop' | 'story' | 'program';
  /** The parameter whose text declares the others, which are known once the core has read it. */
  declared_by?: string;
  /** Labels of the large figures that its verdict will have, where they are not its family's. */
  figures?: string[];
}

export interface Family {
  id: string;
  title: string;
  summary: string;
  /** Labels of the large figures that a verdict will have, before there is one. */
  figures: string[];
  /** On the button that compares: the word, what follows where there is room, and what it does. */
  compare: { text: string; more: string; title: string };
}

export interface Preset {
  title: string;
  /** One sentence on what to see. */
  note: string;
  /** The part of a link after `#/v1/`. */
  link: string;
}

export interface Family {
  id: string;
  title: string;
  summary: string;
  /** The build of the core that runs its scenarios; null: every build does. */
  build: string | null;
}

export interface Catalog {
  version: number;
  families: Family[];
  scenarios: ScenarioInfo[];
}

/** `ms`, `x` (a factor), `ratio` (0 to 1, shown in per cent), `count`, … */
export type Unit = (typeof UNITS)[number];

/** What a figure is to the parts of the page that all scenarios share: of another figure, or by itself. See `outcome.rs`. */
export type Role = (typeof ROLES)[number];

export interface Metric {
  name: string;
  label: string;
  value: number;
  unit: Unit;
  /** A sentence on what it is and how it was got. */
  help: string;
  /** Name of the figure of which this one says more; missing for a figure of its own. */
  of?: string;
  /** What it says of that, or what it is itself; missing where nothing but its words says that. */
  role?: Role;
}

/** One of a verdict's large figures. */
export interface Headline {
  /** Name of the figure. Where there is no figure of that name, it is withheld. */
  metric: string;
  /**
   * Lines below it. `{name}` stands for the figure of that name, `{|name|}` for how large it is without its sign, and
   * `{interval}` and `{spread}` for the interval and the spread of this one.
   */
  notes: string[];
  /** Instead of the figure's own. */
  label?: string;
  help?: string;
  /** A word instead of the number, and how it is meant. */
  word?: string;
  tone?: (typeof TONES)[number];
}

export interface ImageSummary {
  id: string;
  width: number;
  height: number;
  sum: number;
  crc32: number;
}

/** How a run ended: `stuck` is one in which nobody could go on. */
export type EndState = 'done' | 'stopped' | 'stuck';

/** What a finished run reports; written by the core as JSON. */
export interface Outcome {
  scenario: string;
  params: ParamValues;
  state: EndState;
  metrics: Metric[];
  /** The large figures of the verdict. Where a run that is done has none, they are its first three figures. */
  headlines: Headline[];
  /** Whether measuring longer would make the result better known. */
  vague: boolean;
  /** Exact large numbers as decimal strings, and other words. */
  values: Record<string, string>;
  images: ImageSummary[];
  /** The verdict in words: one sentence. */
  verdict: string;
  log: string[];
  notices: string[];
  /** What is told of a program beside figures. */
  program?: ProgramTold;
}

/** Where a lane's events are: `len` and `dropped` are u32 at `header` and `header + 4`. */
export interface LaneLayout {
  name: string;
  /** `task`: belongs to no thread, but to a task of an event loop, or to somebody simulated. */
  role: 'coordinator' | 'worker' | 'task';
  /** Number of the thread (or of the task), 0-based; null for the coordinator. */
  thread: number | null;
  /** For a task's lane: which of the things that run side by side it belongs to. */
  track: string | null;
  /** Who it is in a story; null or missing: nobody. */
  actor?: string | null;
  /** Of a task's lane: whether it runs on the coordinator's event loop, whose colour it then has. */
  on_loop?: boolean;
  header: number;
  events: number;
  capacity: number;
}

/** What a lane does during a span. */
export const KINDS = ['work', 'passive', 'wait', 'blocked', 'control', 'frame'] as const;
export type Kind = (typeof KINDS)[number];

/** What the argument of an event means; see `Argument` in `src/run/trace/event.rs`. */
export const ARGUMENTS = [
  'none',
  'item',
  'number',
  'count',
  'line',
  'resource',
  'task',
  'place',
  'yes-no',
  'late',
  'duration',
] as const;
export type Argument = (typeof ARGUMENTS)[number];

/** What an event does, beside opening and closing spans; see `Act` in `src/run/trace/event.rs`. */
export const ACTS = [
  'wants',
  'gets',
  'gives-back',
  'signals',
  'puts',
  'takes',
  'begins',
  'ends',
  'fails',
  'turn',
  'warm-up',
  'sequential',
  'repeat',
] as const;
export type Act = (typeof ACTS)[number];

export interface Label {
  name: string;
  kind: Kind;
  /** Missing: none. */
  argument?: Argument;
  /** Null or missing: nothing. */
  act?: Act | null;
}

/** What a resource is; see `ResourceKind` in `src/run/trace/event.rs`. */
export const RESOURCE_KINDS = [
  'lock',
  'semaphore',
  'readers-writer',
  'thing',
  'queue',
  'flag',
  'condition',
  'barrier',
  'actor',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** What actors share, hold or wait for. Events name it by its place in the list of all. */
export interface Resource {
  name: string;
  kind: ResourceKind;
  /** How many can hold it, or how much fits into it; null: one holder, or any number of things. */
  size: number | null;
}

export interface ImageLayout {
  /** `parallel` (the chosen schedule) or `sequential` (the reference). */
  id: string;
  width: number;
  height: number;
  /** Address of width × height bytes, column-major: pixel (column j, row i) at j·height + i. */
  pixels: number;
  /**
   * Address of one byte for each column, which says who computed it last: 0 nobody yet, 1 coordinator, t + 2 thread
   * t.
   */
  owners: number;
}

/** Addresses in the shared memory, in bytes; known before the run begins. */
export interface RunLayout {
  /** u32: any value but 0 asks the run to stop. */
  stop: number;
  /**
   * Three u32: work items done; work items of all; 1 while repeats are measured, or 0 while the page may draw freely.
   */
  progress: number;
  /** What is known of the run before it has ended, a sentence: a u32, the number of bytes that follow, 0 until then; UTF-8. */
  notice: number;
  /** Origin of the trace's times, in ms since the epoch (performance.timeOrigin + now). */
  origin_ms: number;
  lanes: LaneLayout[];
  labels: Label[];
  resources: Resource[];
  images: ImageLayout[];
}

/** The memory of an engine with threads. */
export interface SharedMemory {
  memory: WebAssembly.Memory;
  /** Where a thread that panics leaves its sentence: a u32, the number of bytes that follow, 0 until then; UTF-8. */
  fault: number;
}

/** A program as it was read, without running it. */
export interface Reading {
  lines: ProgramLine[];
  params: ParamSchema[];
  /** Which pool its runs need. */
  pool: PoolRule;
  faults: Remark[];
  warnings: Remark[];
}

/** What is asked of the core without running anything. */
export interface ReadRequest {
  scenario: string;
  params: ParamValues;
}

/** What the core is asked to run. */
export interface RunRequest {
  scenario: string;
  /** All parameters of the scenario; the core checks them again. */
  params: ParamValues;
  /** Whether to run the sequential reference too. */
  compare: boolean;
  /** Whether to record a trace; false only to measure the cost of recording. */
  record: boolean;
  /** Logical cores that the browser reports. */
  cores: number;
  /** Longest time for all repeats together where their number is open (`repeats=auto`), in ms. */
  budget_ms: number;
}

/** A copy of all that a layout describes, with addresses within `buffer`. */
export interface Snapshot {
  layout: RunLayout;
  buffer: ArrayBuffer;
}

export type ToEngine =
  | {
      type: 'start';
      /** Name of the build that the module comes from, see `builds.ts`. */
      build: string;
      module: WebAssembly.Module;
      /** Size of the pool; 0: the build has no threads. */
      threads: number;
    }
  | { type: 'run'; request: RunRequest }
  /** Reads a program. */
  | { type: 'read'; request: ReadRequest }
  /** Lets the prepared run begin: the page has drawn what changes with it. */
  | { type: 'go' };

export type FromEngine =
  | { type: 'ready' }
  /** The engine did not start, and cannot be used. */
  | { type: 'broken'; message: string }
  /** The run waits for `go`. `shared` where memory is: the run can be watched. */
  | { type: 'prepared'; layout: RunLayout; shared: SharedMemory | null }
  /** null: it is no program. */
  | { type: 'read'; reading: Reading | null }
  /** `snapshot` where memory is not shared. */
  | { type: 'finished'; outcome: Outcome; snapshot: Snapshot | null }
  /** `refused`: the request was not run at all, and the engine can be used as before. */
  | { type: 'failed'; message: string; refused: boolean };
