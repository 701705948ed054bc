// The engine worker: the coordinator of all runs. It holds one instance of the core and, in the
// threaded build, its pool. It blocks while a run computes; the page watches the shared memory.

import type { FromEngine, Outcome, Reading, ReadRequest, RunLayout, RunRequest, ToEngine } from '../contract/protocol';
import { takeSnapshot } from './memory';
import { withRoom } from './room';

/** The functions that all builds of the core have in common. */
interface Core {
  begin(request: RunRequest & { memory: number | null }): RunLayout;
  execute(): Promise<Outcome>;
  fault_address(): number;
  /** Only in builds with programs. */
  read?(request: ReadRequest): Reading | null;
}

/** What wasm-bindgen writes beside each module. */
interface Bindings extends Core {
  default(input: {
    module_or_path: WebAssembly.Module;
    memory?: WebAssembly.Memory;
  }): Promise<{ memory: WebAssembly.Memory }>;
  /** Only in builds with threads. */
  initThreadPool(threads: number): Promise<unknown>;
}

// Loads the bindings of a build only when it is asked for.
const bindings = import.meta.glob<Bindings>('../../pkg/*/brigade.js');

let core: Core | null = null;
let memory: WebAssembly.Memory | null = null;
let shared = false;
/** Bytes of memory, where the browser refused what the module was built for. */
let room: number | null = null;
/** Lets the prepared run begin. */
let go: () => void = () => undefined;

function send(message: FromEngine, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function start(build: string, module: WebAssembly.Module, threads: number): Promise<void> {
  const load = bindings[`../../pkg/${build}/brigade.js`];
  if (!load) throw new Error(`there is no build ${build}`);
  const loaded = await load();
  const { result, bytes } = await withRoom((given) =>
    loaded.default(given ? { module_or_path: module, memory: given } : { module_or_path: module }),
  );
  memory = result.memory;
  room = bytes;
  // Without a pool, rayon would silently run everything on one thread.
  if (threads > 0) await startPool(() => loaded.initThreadPool(threads));
  core = loaded;
  shared = threads > 0;
  send({ type: 'ready' });
}

/**
 * Starts the pool, or rejects as soon as the script of one of its workers cannot be loaded: the start itself would
 * then wait for ever without an error.
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
    layout = core.begin({ ...request, memory: room });
  } catch (error) {
    // The core refuses with a sentence; an error is a panic.
    send({ type: 'failed', message: messageOf(error), refused: typeof error === 'string' });
    return;
  }
  const allowed = new Promise<void>((resolve) => {
    go = resolve;
  });
  send({ type: 'prepared', layout, shared: shared ? { memory, fault: core.fault_address() } : null });
  await allowed;
  try {
    const outcome = await core.execute();
    const snapshot = shared ? null : takeSnapshot(layout, memory.buffer);
    send({ type: 'finished', outcome, snapshot }, snapshot ? [snapshot.buffer] : []);
  } catch (error) {
    send({ type: 'failed', message: messageOf(error), refused: false });
  }
}

/** The core rejects with a sentence; any other value is a fault in the code between. */
function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error ? error.message : String(error);
}

self.onmessage = ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === 'start') {
    start(data.build, data.module, data.threads).catch((error) => send({ type: 'broken', message: messageOf(error) }));
  } else if (data.type === 'go') {
    go();
  } else if (data.type === 'read') {
    send({ type: 'read', reading: core?.read?.(data.request) ?? null });
  } else {
    run(data.request).catch((error) => send({ type: 'failed', message: messageOf(error), refused: false }));
  }
};

// A panic of the coordinator while it runs futures is an error that nothing awaits.
self.addEventListener('error', (event) => {
  event.preventDefault();
  send({ type: 'failed', message: messageOf(event.error ?? event.message), refused: false });
});
