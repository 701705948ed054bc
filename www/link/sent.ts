// What a link can carry of a sender's run: figures, a few labels, and a coarse picture of its timeline.
// Types and limits only; `encode.ts` writes them into a text, `decode.ts` reads and checks that.

import type { Possible } from '../contract/program';
import type { Metric, Role } from '../contract/protocol';

/** Newest version of a result: the first characters of the text. An older one is written where that holds all there is. */
export const RESULT_VERSION = 3;
/** Longest text of a result that is looked at. */
export const MAX_TEXT = 2000;
/** Longest link with a result that the page makes, the whole address counted: mail and chat programs carry it. */
export const MAX_LINK = 2000;
export const MAX_METRICS = 40;
export const MAX_OUTCOMES = 100;
/** Longest text of an outcome, in bytes of UTF-8. */
export const MAX_OUTCOME = 400;
/** Most digits of a number of orders. */
export const MAX_DIGITS = 400;
/** Longest way to an outcome, in characters of the notation of orders. */
export const MAX_WAY = 1000;
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

/** A metric's name that every version of a result can carry. */
export const NAME = /^[a-z][a-z0-9_]{0,39}$/;
/** Longest name of a metric, in bytes of UTF-8. */
export const MAX_NAME = 40;
/** What no name may hold: control and format characters, which could reorder or hide the rest of a line. */
export const UNNAMEABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Units of the first version, which are the first ones of the core's list. */
export const FIRST_UNITS = 8;

export interface SharedMetric {
  name: string;
  /** Not negative. */
  value: number;
  unit: Metric['unit'];
  /** What it is, as of a metric; `of` only beside a role. */
  role?: Role;
  of?: string;
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

/** Something that the sender's program could come to: the same as of the core, without details. */
export interface SharedOutcome extends Pick<Possible, 'kind' | 'outcome' | 'interleavings' | 'seen'> {
  /** A shortest way to it, in the notation of orders; missing where there was no room. */
  steps?: string;
}

/** What the sender's program could come to, in the order of the core. */
export interface SharedOutcomes {
  listed: SharedOutcome[];
  /** Outcomes that were left out. */
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
  /** Missing where no program was explored. */
  outcomes?: SharedOutcomes;
}
