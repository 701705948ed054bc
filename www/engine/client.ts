// The page's side of the engine: starts engines, queues runs, stops them, and replaces an engine
// that broke or would not stop. Nothing here blocks, and no promise of a run is ever rejected.

import type { EndState, FromEngine, Outcome, RunRequest, ToEngine } from '../contract/protocol';
import { buildOf, moduleUrl } from './builds';
import { RunView } from './memory';

/** A run that was asked to stop has this long to do it by itself, in ms. */
export const STOP_LIMIT = 250;
/** An engine that is not ready by then is given up, in ms: pool workers that fail to load say nothing. */
export const START_LIMIT = 15_000;

export interface RunResult {
  state: EndState | 'error';
  outcome: Outcome | null;
  /** What the run computed and recorded, as far as it came; null if it never began. */
  view: RunView | null;
  /** A sentence, with `error`. */
  error: string | null;
}

export interface Watcher {
  /** The run is about to begin: from now on it can be watched, if there is a view. It waits for what is returned. */
  prepared(view: RunView | null): void | Promise<void>;
  /** The run has ended, in whatever way. What it left is copied next. */
  ended?(): void;
}

/** While engines are held, at most so many are kept beside the one in use, with so many threads in all. */
export const HELD_ENGINES = 8;
export const HELD_THREADS = 64;

/** A failure that people read, in place of what a browser says. */
export class EngineError extends Error {}

/** An engine of which nothing was heard: its worker could not be loaded, or is silent. */
class LostStart extends EngineError {}

/** So many engines are started for a run, one after the other, before the reader is told. */
const STARTS = 2;

/** Which engine a run needs. */
export interface EngineKind {
  /** The family of its scenario. */
  family: string;
  /** Size of the pool; null if any will do. */
  threads: number | null;
}

interface Engine {
  worker: Worker;
  build: string;
  threads: number;
  ready: Promise<void>;
  /** Handles the messages of the active run. */
  listener: ((message: FromEngine) => void) | null;
  /** Set once the worker is lost. */
  lost: ((message: string) => void) | null;
}

interface ActiveRun {
  view: RunView | null;
  stop(): void;
}

export class EngineClient {
  #engine: Engine | null = null;
  /** The compiled modules by their builds, shared by all engines. */
  #modules = new Map<string, Promise<WebAssembly.Module>>();
  #active: ActiveRun | null = null;
  /** Engines of other kinds that are kept for runs to come, oldest first; null: none are kept. */
  #held: Engine[] | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Runs queued before the last stop do not begin any more. */
  #stops = 0;

  /** `threaded`: shared memory can be had; otherwise the single-threaded build is loaded. */
  constructor(
    readonly threaded: boolean,
    private readonly defaultThreads: number,
  ) {}

  /** Starts an engine in advance. A failure shows when it is used. */
  #warmUp(build: string, threads: number): void {
    this.#ensure(build, threads).ready.catch(() => undefined);
  }

  /** Runs after all that was queued before. */
  run(request: RunRequest, kind: EngineKind, watcher: Watcher): Promise<RunResult> {
    const stops = this.#stops;
    const result = this.#queue.then(() =>
      stops === this.#stops
        ? this.#runNow(request, kind, watcher)
        : { state: 'stopped' as const, outcome: null, view: null, error: null },
    );
    this.#queue = result;
    return result;
  }

  /**
   * Keeps engines of several sizes alive from now on, so that runs which take turns do not start pools anew. Beyond
   * the limits above the one that was used longest ago is given up.
   */
  hold(): void {
    this.#held ??= [];
  }

  /** Gives up all engines but the one in use. */
  release(): void {
    for (const engine of this.#held ?? []) this.#dispose(engine);
    this.#held = null;
  }

  /** Stops the run and drops those queued. A run that does not stop by itself loses its engine. */
  stop(): void {
    this.#stops++;
    this.#active?.stop();
  }

  async #runNow(request: RunRequest, kind: EngineKind, watcher: Watcher, starts = STARTS): Promise<RunResult> {
    const engine = this.#ensureKind(kind);
    return new Promise<RunResult>((resolve) => {
      let view: RunView | null = null;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (result: Omit<RunResult, 'view'>, then: 'keep' | 'replace' | 'drop') => {
        if (this.#active !== active) return;
        clearTimeout(timer);
        this.#active = null;
        engine.listener = null;
        engine.lost = null;
        watcher.ended?.();
        if (then !== 'keep') this.#dispose(engine);
        // Ready for whoever comes next.
        if (then === 'replace') this.#warmUp(engine.build, engine.threads);
        // The next run waits for this promise, and leaves the memory alone until then.
        Promise.resolve(view?.freeze()).then(() => resolve({ ...result, view }));
      };
      const fail = (error: string) => end({ state: 'error', outcome: null, error }, 'replace');
      const active: ActiveRun = {
        view: null,
        stop: () => {
          view?.requestStop();
          timer ??= setTimeout(() => end({ state: 'stopped', outcome: null, error: null }, 'replace'), STOP_LIMIT);
        },
      };
      this.#active = active;
      engine.lost = fail;
      engine.listener = (message) => {
        if (message.type === 'prepared') {
          // Stopped while it was being prepared: it does not begin, and leaves nothing to look at.
          if (timer !== undefined) return end({ state: 'stopped', outcome: null, error: null }, 'keep');
          if (message.memory) view = new RunView(message.layout, message.memory);
          const watched = watcher.prepared(view);
          Promise.resolve(watched).then(() => {
            if (this.#active === active) post(engine.worker, { type: 'go' });
          });
        } else if (message.type === 'finished') {
          if (message.snapshot) view = new RunView(message.snapshot.layout, message.snapshot.buffer);
          const { state } = message.outcome;
          end({ state, outcome: message.outcome, error: null }, 'keep');
        } else if (message.type === 'failed') {
          if (message.refused) end({ state: 'error', outcome: null, error: message.message }, 'keep');
          else fail(message.message);
        }
      };
      engine.ready.then(
        () => {
          if (this.#active === active) post(engine.worker, { type: 'run', request });
        },
        (error: Error) => {
          // On a busy machine WebKit fails to load the script of a worker now and then, right after the reload that isolates
          // the page. Another engine has its chance, unless the run has been stopped meanwhile.
          if (error instanceof LostStart && starts > 1 && this.#active === active && timer === undefined) {
            this.#active = null;
            resolve(this.#runNow(request, kind, watcher, starts - 1));
          } else end({ state: 'error', outcome: null, error: error.message }, 'drop');
        },
      );
    });
  }

  #ensureKind({ family, threads }: EngineKind): Engine {
    const size = this.threaded ? (threads ?? this.#engine?.threads ?? this.defaultThreads) : 0;
    return this.#ensure(buildOf(family, this.threaded), size);
  }

  /** The engine of that build with a pool of that size; a new one if need be. */
  #ensure(build: string, threads: number): Engine {
    const fits = (engine: Engine): boolean => engine.build === build && engine.threads === threads;
    if (this.#engine && fits(this.#engine)) return this.#engine;
    if (this.#engine) this.#setAside(this.#engine);
    const kept = this.#held?.find(fits);
    if (kept) {
      this.#held = this.#held?.filter((engine) => engine !== kept) ?? null;
      this.#engine = kept;
      return kept;
    }
    const engine = this.#start(build, threads);
    this.#engine = engine;
    // A start that failed is not kept: the next run tries again.
    engine.ready.catch(() => this.#dispose(engine));
    return engine;
  }

  /** Keeps an engine for later where that has been asked for, and gives it up otherwise. */
  #setAside(engine: Engine): void {
    if (!this.#held) {
      this.#dispose(engine);
      return;
    }
    if (this.#engine === engine) this.#engine = null;
    this.#held.push(engine);
    const threads = (): number => this.#held?.reduce((sum, held) => sum + held.threads, 0) ?? 0;
    for (const oldest of [...this.#held]) {
      if (this.#held.length <= HELD_ENGINES && threads() <= HELD_THREADS) break;
      this.#dispose(oldest);
    }
  }

  #dispose(engine: Engine): void {
    // Not while it starts: Chromium then leaves a worker's own workers behind now and then, which nobody could end.
    const end = (): void => engine.worker.terminate();
    engine.ready.then(end, end);
    if (this.#engine === engine) this.#engine = null;
    this.#held = this.#held?.filter((held) => held !== engine) ?? null;
  }

  #start(build: string, threads: number): Engine {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
    const engine: Engine = { worker, build, threads, ready: Promise.resolve(), listener: null, lost: null };
    let started = false;
    engine.ready = new Promise<void>((resolve, reject) => {
      const giveUp = (message: string) => reject(new EngineError(message));
      const timer = setTimeout(() => {
        const seconds = START_LIMIT / 1000;
        reject(new LostStart(`The engine did not start within ${seconds} seconds. Try again, or with fewer threads.`));
      }, START_LIMIT);
      worker.onmessage = ({ data }: MessageEvent<FromEngine>) => {
        if (data.type === 'ready') {
          clearTimeout(timer);
          started = true;
          resolve();
        } else if (data.type === 'broken') {
          clearTimeout(timer);
          giveUp(
            `The engine could not be started (${data.message}). Try again; if that does not help, reload the page.`,
          );
        } else engine.listener?.(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        clearTimeout(timer);
        const detail = event.message ? ` (${event.message})` : '';
        reject(new LostStart(`The engine could not be loaded${detail}. Check the connection and try again.`));
        if (started) engine.lost?.(`The engine was lost${detail}. The next run starts a new one.`);
      };
      this.#compile(build).then(
        (module) => post(worker, { type: 'start', build, module, threads }),
        (error: Error) => {
          clearTimeout(timer);
          giveUp(error.message);
        },
      );
    });
    return engine;
  }

  /** A build's compiled module: fetched and compiled once. */
  #compile(build: string): Promise<WebAssembly.Module> {
    let module = this.#modules.get(build);
    if (!module) {
      module = compile(moduleUrl(build)).catch((error) => {
        this.#modules.delete(build);
        throw error;
      });
      this.#modules.set(build, module);
    }
    return module;
  }
}

async function compile(url: string): Promise<WebAssembly.Module> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new EngineError('The engine’s WebAssembly file could not be loaded. Check the connection and try again.');
  }
  if (!response.ok) {
    throw new EngineError(
      `The engine’s WebAssembly file could not be loaded (the server answered ${response.status}). Try again later.`,
    );
  }
  try {
    // A host that does not know the type of wasm files is no reason to fail.
    if (response.headers.get('Content-Type')?.startsWith('application/wasm')) {
      return await WebAssembly.compileStreaming(response);
    }
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch {
    throw new EngineError('This browser cannot run the engine’s WebAssembly. A current version of any browser can.');
  }
}

function post(worker: Worker, message: ToEngine): void {
  worker.postMessage(message);
}
