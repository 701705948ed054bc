// Typed views of a run's layout in the engine's memory: progress, stop flag, pictures and trace. The buffer is taken
// anew for each look, as the memory may have grown.

import type { ImageLayout, RunLayout, SharedMemory, Snapshot } from '../contract/protocol';
import { EVENT_BYTES, type TraceTable, tableFromLanes } from '../trace/table';

/** A run that can be watched: live in shared memory, or in a copy once it is over. */
export class RunView {
  #layout: RunLayout;
  #buffer: () => ArrayBufferLike;
  #live: boolean;

  constructor(layout: RunLayout, source: WebAssembly.Memory | ArrayBuffer) {
    this.#layout = layout;
    this.#live = source instanceof WebAssembly.Memory;
    this.#buffer = source instanceof WebAssembly.Memory ? () => source.buffer : () => source;
  }

  /** Whether threads may still write to it. */
  get live(): boolean {
    return this.#live;
  }

  get layout(): RunLayout {
    return this.#layout;
  }

  /** Returns the work items done, those of the whole run, and the phase, see `RunLayout`. */
  progress(): { done: number; total: number; phase: number } {
    const [done = 0, total = 0, phase = 0] = new Uint32Array(this.#buffer(), this.#layout.progress, 3);
    return { done, total, phase };
  }

  /** Returns what the core says of the run while it is under way; null as long as it says nothing. */
  notice(): string | null {
    return this.#live ? sentenceAt(this.#buffer(), this.#layout.notice) : null;
  }

  /** Returns whether repeats are being measured right now, which must not be disturbed. */
  get measuring(): boolean {
    return this.#live && this.progress().phase === 1;
  }

  /** Asks the run to stop; the run looks at this flag between work items. */
  requestStop(): void {
    if (this.#live) Atomics.store(new Uint32Array(this.#buffer(), this.#layout.stop, 1), 0, 1);
  }

  images(): ImageLayout[] {
    return this.#layout.images;
  }

  pixels(image: ImageLayout): Uint8Array {
    return new Uint8Array(this.#buffer(), image.pixels, image.width * image.height);
  }

  owners(image: ImageLayout): Uint8Array {
    return new Uint8Array(this.#buffer(), image.owners, image.width);
  }

  /** Returns the events recorded so far, copied into columns. */
  trace(): TraceTable {
    return readTrace(this.#layout, this.#buffer());
  }

  /**
   * Copies everything out of the shared memory, which the next run uses again. The largest pictures take tens of
   * milliseconds, so the page gets a turn in between.
   */
  async freeze(): Promise<void> {
    if (!this.#live) return;
    const source = this.#buffer();
    const { layout, size, regions } = planSnapshot(this.#layout, source);
    const copy = new ArrayBuffer(size);
    let sinceTurn = 0;
    for (const { from, bytes, to } of regions) {
      for (let done = 0; done < bytes; done += SLICE) {
        const slice = Math.min(SLICE, bytes - done);
        new Uint8Array(copy, to + done, slice).set(new Uint8Array(source, from + done, slice));
        sinceTurn += slice;
        if (sinceTurn < SLICE) continue;
        sinceTurn = 0;
        await turn();
      }
    }
    this.#layout = layout;
    this.#buffer = () => copy;
    this.#live = false;
  }
}

/** Returns the sentence that a thread of the engine left when it panicked; null as long as none has. */
export function faultIn({ memory, fault }: SharedMemory): string | null {
  return sentenceAt(memory.buffer, fault);
}

/** Returns a sentence that a thread has left; null as long as there is none. */
function sentenceAt(buffer: ArrayBufferLike, address: number): string | null {
  const length = Atomics.load(new Uint32Array(buffer, address, 1), 0);
  // Copied: the decoder takes no shared memory.
  return length === 0 ? null : new TextDecoder().decode(new Uint8Array(buffer, address + 4, length).slice());
}

/** Bytes copied at a time: about 2 ms, including the allocation for the copy. */
const SLICE = 4 << 20;

/** Lets the page handle events and draw. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => {
      port1.close();
      resolve();
    };
    port1.postMessage(null);
  });
}

function readTrace(layout: RunLayout, buffer: ArrayBufferLike): TraceTable {
  let dropped = 0;
  const lanes = layout.lanes.map(({ header, events, capacity, ...lane }) => {
    // Reads the length first: events below it are complete, whatever is appended meanwhile.
    const [length = 0, lost = 0] = new Uint32Array(buffer, header, 2);
    dropped += lost;
    return { lane, buffer, offset: events, count: Math.min(length, capacity) };
  });
  return tableFromLanes(lanes, layout.labels, dropped, layout.resources);
}

interface SnapshotPlan {
  layout: RunLayout;
  /** Size of all regions in bytes. */
  size: number;
  regions: { from: number; bytes: number; to: number }[];
}

/** Returns where each region of a layout would lie in a buffer of its own. */
function planSnapshot(layout: RunLayout, buffer: ArrayBufferLike): SnapshotPlan {
  const regions: SnapshotPlan['regions'] = [];
  let size = 0;
  const move = (from: number, bytes: number): number => {
    const to = size;
    regions.push({ from, bytes, to });
    // Aligns every region for any typed array.
    size = (size + bytes + 7) & ~7;
    return to;
  };
  const moved: RunLayout = {
    ...layout,
    stop: move(layout.stop, 4),
    progress: move(layout.progress, 12),
    // Only of a run that is under way.
    notice: 0,
    lanes: layout.lanes.map((lane) => {
      const length = Math.min(new Uint32Array(buffer, lane.header, 1)[0] ?? 0, lane.capacity);
      return {
        ...lane,
        header: move(lane.header, 8),
        events: move(lane.events, length * EVENT_BYTES),
        capacity: length,
      };
    }),
    images: layout.images.map((image) => ({
      ...image,
      pixels: move(image.pixels, image.width * image.height),
      owners: move(image.owners, image.width),
    })),
  };
  return { layout: moved, size, regions };
}

/** Copies all that a layout describes at once, for a worker, where nobody waits for a turn. */
export function takeSnapshot(layout: RunLayout, buffer: ArrayBufferLike): Snapshot {
  const plan = planSnapshot(layout, buffer);
  const copy = new ArrayBuffer(plan.size);
  for (const { from, bytes, to } of plan.regions) {
    new Uint8Array(copy, to, bytes).set(new Uint8Array(buffer, from, bytes));
  }
  return { layout: plan.layout, buffer: copy };
}
