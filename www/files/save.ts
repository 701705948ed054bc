// Writes a run that has ended as a file (see `file-format.ts`). Takes plain data, so that it can be tested without a
// page.

import type { Machine } from '../contract/machine';
import type { EndState, Outcome, ParamValues } from '../contract/protocol';
import type { RunView } from '../engine/memory';
import { EVENT_BYTES, type TraceTable } from '../trace/table';
import { FORMAT, type Header, LIMITS, VERSION } from './file-format';

/** A run that has ended, with what the stage knows of it. */
export interface Ended {
  values: ParamValues;
  compare: boolean;
  explored: boolean;
  state: EndState;
  outcome: Outcome | null;
  view: RunView;
  frames: readonly (readonly [number, number])[];
}

export interface About {
  scenario: string;
  /** The settings as a link, from `#` on. */
  link: string;
  machine: Machine;
  /** When the run began, and now; in ms since the epoch. */
  ran: number;
  saved: number;
}

/** Returns the file's bytes, which the browser compresses off the main thread. */
export async function runFile(run: Ended, about: About): Promise<Blob> {
  const stream = new Blob(partsOf(run, about)).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream, { headers: { 'Content-Type': 'application/gzip' } }).blob();
}

/** Returns the parts of the file before compression. */
export function partsOf(run: Ended, about: About): BlobPart[] {
  const { view } = run;
  const table = view.trace();
  const images = view.images();
  const frames = run.frames.slice(0, LIMITS.frames);
  const counts = new Array<number>(table.lanes.length).fill(0);
  for (let row = 0; row < table.count; row++) (counts[table.lane[row] as number] as number)++;
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    ran: new Date(about.ran).toISOString(),
    saved: new Date(about.saved).toISOString(),
    link: about.link,
    machine: about.machine,
    run: {
      scenario: about.scenario,
      values: run.values,
      compare: run.compare,
      explored: run.explored,
      state: run.state,
    },
    outcome: run.outcome,
    trace: {
      origin_ms: view.layout.origin_ms,
      dropped: table.dropped,
      labels: table.labels,
      resources: table.resources,
      lanes: table.lanes.map((lane, i) => ({ ...lane, events: counts[i] ?? 0 })),
    },
    images: images.map(({ id, width, height }) => ({ id, width, height })),
    frames: frames.length,
  };
  // The pictures are copied, because the next run may own the memory when the browser reads them.
  const pictures = images.flatMap((image) => [view.pixels(image).slice(), view.owners(image).slice()]);
  return [`${JSON.stringify(header)}\n`, eventBytes(table), ...pictures, frameBytes(frames)];
}

function eventBytes(table: TraceTable): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(table.count * EVENT_BYTES));
  for (let row = 0; row < table.count; row++) {
    const at = row * EVENT_BYTES;
    view.setFloat64(at, table.time[row] as number, true);
    view.setUint32(at + 8, table.arg[row] as number, true);
    view.setUint16(at + 12, table.label[row] as number, true);
    view.setUint8(at + 14, table.phase[row] as number);
  }
  return view.buffer;
}

function frameBytes(frames: Ended['frames']): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(frames.length * 16));
  frames.forEach(([begin, end], i) => {
    view.setFloat64(16 * i, begin, true);
    view.setFloat64(16 * i + 8, end, true);
  });
  return view.buffer;
}
