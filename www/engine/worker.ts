// The engine worker: the coordinator of all runs. It holds one instance of the core and, in the
// threaded build, its pool. It blocks while a run computes; the page watches the shared memory.

import { takeSnapshot } from './memory';
import type { FromEngine, Outcome, RunLayout, RunRequest, ToEngine } from './protocol';

/** What both builds of the core have in common. */
interface Core {
  begin(request: RunRequest): RunLayout;
  execute(): Promise<Outcome>;
}

let core: Core | null = null;
let memory: WebAssembly.Memory | null = null;
let shared = false;

function send(message: FromEngine, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function start(module: WebAssembly.Module, threads: number): Promise<void> {
  // Two imports, so that each page loads the build that it uses, and not the other.
  if (threads > 0) {
    const threaded = await import('../../pkg/threads/brigade.js');
    memory = (await threaded.default({ module_or_path: module })).memory;
    // Without a pool rayon would silently run one thread.
    await startPool(() => threaded.initThreadPool(threads));
    core = threaded as unknown as Core;
  } else {
    const single = await import('../../pkg/single/brigade.js');
    memory = (await single.default({ module_or_path: module })).memory;
    core = single as unknown as Core;
  }
  shared = threads > 0;
  send({ type: 'ready' });
}

/**
 * Starts the pool, or rejects as soon as the script of one of its workers cannot be loaded: the start itself
 * says nothing then, and waits for ever.
 */
function startPool(start: () => Promise<unknown>): Promise<void> {
  const Native = self.Worker;
  return new Promise<void>((resolve, reject) => {
    self.Worker = class extends Native {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        this.addEventListener('error', () => reject(new Error('a thread could not be loaded')));
      }
    };
    start().then(() => resolve(), reject);
  }).finally(() => {
    self.Worker = Native;
  });
}

async function run(request: RunRequest): Promise<void> {
  if (!core || !memory) throw new Error('The engine has not been started.');
  let layout: RunLayout;
  try {
    layout = core.begin(request);
  } catch (error) {
    send({ type: 'failed', message: messageOf(error), refused: true });
    return;
  }
  send({ type: 'prepared', layout, memory: shared ? memory : null });
  try {
    const outcome = await core.execute();
    const snapshot = shared ? null : takeSnapshot(layout, memory.buffer);
    send({ type: 'finished', outcome, snapshot }, snapshot ? [snapshot.buffer] : []);
  } catch (error) {
    send({ type: 'failed', message: messageOf(error), refused: false });
  }
}

/** The core rejects with a sentence; anything else is a fault in between. */
function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error ? error.message : String(error);
}

self.onmessage = ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === 'start') {
    start(data.module, data.threads).catch((error) => send({ type: 'broken', message: messageOf(error) }));
  } else {
    run(data.request).catch((error) => send({ type: 'failed', message: messageOf(error), refused: false }));
  }
};
