// The file of a saved run. It is compressed with gzip; inside is one line of JSON, the header below, and after its
// line feed the bytes that the header announces, without gaps: the events of each lane (16 bytes each, as the recorder
// stores them, see `trace/table.ts`), of each picture its pixels and then its owners, and the page's frames (two f64
// each: begin and end in ms since the epoch). Numbers are little-endian. `gunzip -c FILE | head -1` shows the header.
//
// To change the format: count VERSION up, and go on reading the old ones (`read.ts`). Version 1 had of labels only their
// names and kinds, and neither resources nor actors: `first-version.ts` completes it.

import type { Machine } from '../contract/machine';
import type { EndState, Outcome, ParamValues } from '../contract/protocol';
import type { Label, Lane, Resource } from '../trace/table';

export const FORMAT = 'brigade-run';
export const VERSION = 2;
export const EXTENSION = '.run.gz';

/** Limits of what is read; each is checked before anything of that size is allocated. */
export const LIMITS = {
  /** Bytes of a file as it lies on the disk. */
  file: 96 * 2 ** 20,
  /** Bytes of the header's line. */
  header: 2 ** 20,
  /** Bytes after the header. */
  body: 128 * 2 ** 20,
  lanes: 160,
  labels: 64,
  resources: 1024,
  /** Events of one lane; the recorder has room for fewer than this. */
  laneEvents: 65_536,
  /** Depth of spans within spans: the page walks up through them. */
  depth: 64,
  frames: 20_000,
  pictures: 2,
  /** Side of a picture. */
  side: 4096,
  /** Repeats of a picture that the trace may hold. */
  repeats: 512,
  metrics: 256,
  headlines: 16,
  /** Of a large figure. */
  notes: 4,
  values: 64,
  /** Characters of one of these: there are numbers of orders with thousands of digits. */
  value: 20_000,
  lines: 2000,
  /** Characters of a sentence, a word. */
  sentence: 2000,
  word: 120,
  /** Hours that a trace may last. */
  hours: 24,
} as const;

export interface Header {
  format: typeof FORMAT;
  version: number;
  /** When the run began, and when it was saved: ISO 8601. */
  ran: string;
  saved: string;
  /** The settings as a link, from `#` on. */
  link: string;
  machine: Machine;
  run: { scenario: string; values: ParamValues; compare: boolean; explored: boolean; state: EndState };
  /** Null if the run was stopped so hard that it could not report anything. */
  outcome: Outcome | null;
  trace: {
    origin_ms: number;
    dropped: number;
    labels: Label[];
    resources: Resource[];
    lanes: (Lane & { events: number })[];
  };
  images: { id: string; width: number; height: number }[];
  /** Number of the page's frames. */
  frames: number;
}
