// What a link can carry of a sender's run: figures, a few labels, and a coarse picture of its timeline.
// Types and limits only; `encode.ts` writes them into a text, `decode.ts` reads and checks that.

import type { Metric } from '../contract/protocol';

/** Version written into new results: the first characters of the text. */
export const RESULT_VERSION = 1;
/** Longest text of a result that is looked at. */
export const MAX_TEXT = 2000;
/** Longest link with a result that the page makes, the whole address counted: mail and chat programs carry it. */
export const MAX_LINK = 2000;
export const MAX_METRICS = 40;
export const MAX_LANES = 32;
export const MAX_BUCKETS = 64;
/** Longest label of a browser. */
export const MAX_BROWSER = 32;
/** Largest number that a figure may be; integers up to it are carried exactly. */
export const MAX_VALUE = 1e15;
export const MAX_CORES = 4096;
/** Levels of a bucket: 0 is idle, the highest is busy throughout. */
export const TOP_LEVEL = 3;
/** First and last day that a run can be of, in days since 1970-01-01: the years 2020 to 2199. */
export const FIRST_DAY = 18_262;
export const LAST_DAY = 84_005;

/** A metric's name, as the core writes them. */
export const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** In the order of their numbers in a link: never to be reordered, and eight at most, which they are. */
export const UNITS: readonly Metric['unit'][] = ['none', 'ms', 'x', 'ratio', 'count', 's', '°C', 'yes-no'];

/** Names that take one byte, in the order of their numbers in a link: only ever to be appended to. */
export const KNOWN_NAMES: readonly string[] = [
  'time_ms',
  'time_min_ms',
  'time_spread_ms',
  'sequential_ms',
  'sequential_min_ms',
  'sequential_spread_ms',
  'speedup',
  'efficiency',
  'imbalance',
  'chunks',
  'steals',
  'threads',
  'repeats',
  'identical',
  'tasks',
  'work',
  'span',
  'depth',
  'time_low_ms',
  'time_high_ms',
  'sequential_low_ms',
  'sequential_high_ms',
  'speedup_low',
  'speedup_high',
  'speedup_typical',
  'inflation',
  'start_up_ms',
  'best_sequential_ms',
  'noise',
];

export interface SharedMetric {
  name: string;
  /** Not negative. */
  value: number;
  unit: Metric['unit'];
}

/** One thread's part of the run. */
export interface SharedLane {
  /** Number of the thread, 0-based; null for the coordinator. */
  thread: number | null;
  /** Of a task, whose lane no link carries. */
  name?: string;
  /** Share of the time in which it worked, 0 to 1, in thousandths. */
  busy: number;
  chunks: number;
  /** How busy it was in each of the buckets, 0 to `TOP_LEVEL`. */
  levels: number[];
}

/** One repeat, cut into buckets of the same length. */
export interface SharedTimeline {
  /** µs. */
  duration: number;
  /** Number of buckets of each lane: a multiple of 4. */
  buckets: number;
  lanes: SharedLane[];
  /** Lanes that were left out. */
  more: number;
}

/** A sender's result. All of it is what the link says: nobody has checked it. */
export interface SharedResult {
  /** Day of the run in UTC, in days since 1970-01-01. */
  day: number;
  /** Logical cores of the sender's machine. */
  cores: number;
  /** Name and major version of the sender's browser, printable ASCII; empty where it is not known. */
  browser: string;
  metrics: SharedMetric[];
  timeline: SharedTimeline | null;
}
