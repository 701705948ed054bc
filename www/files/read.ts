// Reads the file of a saved run: decompresses it piece by piece, never more than its own header announces, and checks
// every event, so that drawings, figures and replays meet only what the recorder can have written. Never throws and
// never hangs: returns a run, or a sentence on why there is none. No DOM.

import type { Catalog, RunLayout } from '../contract/protocol';
import { RunView } from '../engine/memory';
import { BEGIN, END, EVENT_BYTES, INSTANT, WAIT } from '../trace/table';
import { FileProblem } from './check';
import { crc32 } from './crc32';
import { LIMITS } from './file-format';
import { type Checked, checkHeader } from './header';

export interface ReadRun
  extends Omit<Checked, 'origin' | 'dropped' | 'labels' | 'lanes' | 'resources' | 'images' | 'frames' | 'body'> {
  view: RunView;
  frames: [number, number][];
}

const DAMAGED = 'it is damaged or cut off';

/** What is done when the header is there, before it is checked. */
type Prepare = (header: string) => Promise<void>;

/** Reads a saved run. `problem`: a sentence for the reader. */
export async function readRun(
  file: Blob,
  name: string,
  catalog: Catalog,
  prepare?: Prepare,
): Promise<ReadRun | { problem: string }> {
  try {
    if (file.size > LIMITS.file) throw new FileProblem('it is larger than any run');
    return await read(file, catalog, prepare);
  } catch (error) {
    // A stream that cannot be decompressed fails with a message of the browser's, which is not shown.
    const why = error instanceof FileProblem ? error.message : DAMAGED;
    return { problem: `“${name}” could not be opened as a saved run: ${why}. What is shown stays.` };
  }
}

async function read(file: Blob, catalog: Catalog, prepare?: Prepare): Promise<ReadRun> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  // Some systems unpack what they download, so a file may come uncompressed.
  const packed = magic[0] === 0x1f && magic[1] === 0x8b;
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const source = new Source(stream.getReader());
  try {
    const header = await source.line(LIMITS.header);
    await prepare?.(header);
    const checked = checkHeader(header, catalog);
    const { layout, buffer, at } = laidOut(checked);
    await source.fill(new Uint8Array(buffer, at, checked.body));
    const {
      origin: _,
      dropped: __,
      labels: ___,
      lanes: ____,
      images: _____,
      frames: count,
      body: ______,
      ...rest
    } = checked;
    checkEvents(checked, new DataView(buffer, at));
    const view = new RunView(layout, buffer);
    await checkPictures(checked, view);
    return { ...rest, view, frames: framesOf(new DataView(buffer, at + checked.body - 16 * count), count) };
  } finally {
    await source.cancel();
  }
}

/** Reads from a stream no more than it is asked for. */
class Source {
  #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #rest = new Uint8Array(0);

  constructor(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
    this.#reader = reader;
  }

  /** Returns everything up to the first line feed. */
  async line(most: number): Promise<string> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let size = 0; size <= most; ) {
      const part = await this.#next();
      if (part === null) throw new FileProblem('it is not one');
      const end = part.indexOf(10);
      parts.push(end < 0 ? part : part.subarray(0, end));
      size += part.length;
      // A file that does not begin with a brace has no header, and is not read any further.
      if (parts.length === 1 && part.length > 0 && part[0] !== 0x7b) throw new FileProblem('it is not one');
      if (end < 0) continue;
      this.#rest = part.subarray(end + 1);
      return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
    }
    throw new FileProblem('it is not one');
  }

  /** Fills the whole target; throws if the stream is shorter or longer. */
  async fill(target: Uint8Array<ArrayBuffer>): Promise<void> {
    let done = 0;
    for (let part: Uint8Array<ArrayBuffer> | null = this.#rest; part !== null; part = await this.#next()) {
      if (part.length > target.length - done) throw new FileProblem('it is longer than it says');
      target.set(part, done);
      done += part.length;
    }
    if (done < target.length) throw new FileProblem(DAMAGED);
  }

  async #next(): Promise<Uint8Array<ArrayBuffer> | null> {
    const { done, value } = await this.#reader.read();
    return done ? null : value;
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }
}

/** A layout as the core writes it, for a buffer in which the file's body begins at `at`. */
function laidOut({ lanes, images, body, origin, dropped, labels, resources }: Checked) {
  const at = 16 + 8 * lanes.length;
  const buffer = new ArrayBuffer(at + body);
  let next = at;
  const take = (bytes: number): number => {
    next += bytes;
    return next - bytes;
  };
  const layout: RunLayout = {
    stop: 0,
    progress: 8,
    notice: 0,
    origin_ms: origin,
    labels,
    resources,
    lanes: lanes.map(({ role, track, events, ...lane }, i) => {
      const header = 16 + 8 * i;
      new Uint32Array(buffer, header, 2).set([events, i === 0 ? dropped : 0]);
      return {
        ...lane,
        role: role === 'page' || role === 'resource' ? 'task' : role,
        track: track ?? null,
        header,
        events: take(events * EVENT_BYTES),
        capacity: events,
      };
    }),
    images: images.map((image) => ({
      ...image,
      pixels: take(image.width * image.height),
      owners: take(image.width),
    })),
  };
  return { layout, buffer, at };
}

/**
 * Checks that the events are such as the recorder writes: known labels and phases, ascending times, nested spans, valid
 * arguments.
 */
function checkEvents({ lanes, labels, images }: Checked, view: DataView): void {
  const width = Math.max(0, ...images.map((image) => image.width));
  const longest = LIMITS.hours * 3.6e9;
  // A repeat computes each column once. The limit keeps a replay, which walks over each chunk's columns, from taking
  // too long.
  let columns = width * LIMITS.repeats;
  let at = 0;
  for (const { events, name } of lanes) {
    const open: { label: number; arg: number }[] = [];
    let last = -longest;
    for (let event = 0; event < events; event++, at += EVENT_BYTES) {
      const time = view.getFloat64(at, true);
      const arg = view.getUint32(at + 8, true);
      const label = view.getUint16(at + 12, true);
      const phase = view.getUint8(at + 14);
      const known = phase === BEGIN || phase === END || phase === INSTANT || phase === WAIT;
      if (!known || label >= labels.length)
        throw new FileProblem(`its trace has an event of an unknown kind, on lane “${name}”`);
      if (!(time >= last && time <= longest))
        throw new FileProblem(`the times of its trace do not ascend, on lane “${name}”`);
      last = time;
      if (phase === INSTANT) continue;
      if (phase !== END) {
        open.push({ label, arg });
        if (open.length > LIMITS.depth)
          throw new FileProblem(`the spans of its trace are nested too deep, on lane “${name}”`);
        continue;
      }
      // The same rule as in `trace/spans.ts`.
      const match = open.findLastIndex((span) => span.label === label);
      if (match < 0) continue;
      const begun = open[match];
      open.length = match;
      if (labels[label]?.argument !== 'item' || width === 0) continue;
      columns -= Math.max(0, Math.min(arg, width) - (begun?.arg ?? 0));
      if (columns < 0) throw new FileProblem('its trace has more columns than its pictures');
    }
  }
}

/** Checks that the pictures of a finished run are those that its outcome describes. */
async function checkPictures({ images, outcome, state }: Checked, view: RunView): Promise<void> {
  for (const image of view.images()) {
    const claimed = outcome?.images.find(({ id }) => id === image.id);
    if (state !== 'done' || !claimed) continue;
    const { width, height } = image;
    if (claimed.width !== width || claimed.height !== height)
      throw new FileProblem('its pictures do not match its figures');
    // The largest picture takes some 100 ms, so the page gets a turn first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (crc32(view.pixels(image)) !== claimed.crc32) throw new FileProblem('its pictures do not match its figures');
  }
  if (state === 'done' && (outcome?.images.length ?? 0) !== images.length) {
    throw new FileProblem('its pictures do not match its figures');
  }
}

function framesOf(view: DataView, count: number): [number, number][] {
  const frames: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const begin = view.getFloat64(16 * i, true);
    const end = view.getFloat64(16 * i + 8, true);
    if (!(begin >= 0 && begin <= end && end <= 8e12)) throw new FileProblem('its frames have impossible times');
    frames.push([begin, end]);
  }
  return frames;
}
