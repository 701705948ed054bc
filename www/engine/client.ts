// The page's side of the engine: starts engines, queues runs, stops them, and replaces an engine that broke or would
// not stop. Nothing here blocks, and the promise of a run never rejects.

import type { EndState, FromEngine, Outcome, Reading, ReadRequest, RunRequest, ToEngine } from '../contract/protocol';
import { buildOf, moduleUrl } from './builds';
import { faultIn, RunView } from './memory';

/** Time in ms that a run has to stop by itself when it is asked to. */
export const STOP_LIMIT = 250;
/** Time in ms after which an engine that is not ready is given up: pool workers that fail to load report nothing. */
export const START_LIMIT = 15_000;
/** Time in ms that each thread of a pool adds to that. */
const START_LIMIT_EACH = 200;

export interface RunResult {
  state: EndState | 'error';
  outcome: Outcome | null;
  /** What the run has computed and recorded so far; null if it never began. */
  view: RunView | null;
  /** A sentence, if `state` is `error`. */
  error: string | null;
}

export interface Watcher {
  /**
   * Called when the run is about to begin: from now on it can be watched, if there is a view. The run waits for the
   * returned promise.
   */
  prepared(view: RunView | null): void | Promise<void>;
  /** Called when the run has ended, in whatever way. Its data are copied next. */
  ended?(): void;
}

/** Most engines that are held beside the one in use, and most threads of all of them together. */
export const HELD_ENGINES = 8;
export const HELD_THREADS = 64;

/** Time in ms between two looks for a panic: the coordinator is blocked and cannot tell of one. */
const FAULT_LOOKS = 100;

/** A failure with a sentence for readers, in place of the browser's message. */
export class EngineError extends Error {}

/** An engine that sent nothing: its worker could not be loaded, or is silent. */
class LostStart extends EngineError {}

/** Most engines that are started for a run, one after the other, before the page reports the failure. */
const STARTS = 2;

/** The kind of engine that a run needs. */
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

/** What became of a run that never began. */
const STOPPED: RunResult = { state: 'stopped', outcome: null, view: null, error: null };

/** A run that gives way to any other. */
interface Aside {
  begun: boolean;
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
  /** The run that gives way to others, while it is wanted. */
  #aside: Aside | null = null;
  /** Engines of other kinds that are held for later runs, oldest first; null: engines are not held. */
  #held: Engine[] | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Runs queued before the last stop no longer begin. */
  #stops = 0;

  /** `threaded`: shared memory is available; otherwise the single-threaded build is loaded. */
  constructor(
    readonly threaded: boolean,
    private readonly defaultThreads: number,
  ) {}

  /** Starts an engine in advance. A failure shows only when the engine is used. */
  #warmUp(build: string, threads: number): void {
    this.#ensure(build, threads).ready.catch(() => undefined);
  }

  /** Runs a request after all that were queued before. */
  run(request: RunRequest, kind: EngineKind, watcher: Watcher): Promise<RunResult> {
    this.#giveWay();
    const stops = this.#stops;
    const result = this.#queue.then(() => (stops === this.#stops ? this.#runNow(request, kind, watcher) : STOPPED));
    this.#queue = result;
    return result;
  }

  /** Reads a program after all runs that were queued before; null if there is none, or the engine does not start. */
  read(request: ReadRequest, kind: EngineKind): Promise<Reading | null> {
    this.#giveWay();
    const reading = this.#queue.then(() => this.#readNow(request, kind));
    this.#queue = reading;
    return reading;
  }

  /**
   * Runs a request while nothing else is asked for: it is stopped as soon as something is, and after `limit` ms. Nobody
   * watches it.
   */
  aside(request: RunRequest, kind: EngineKind, limit: number): Promise<RunResult> {
    this.#giveWay();
    const aside: Aside = { begun: false };
    this.#aside = aside;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const result = this.#queue.then(() => {
      if (this.#aside !== aside) return STOPPED;
      aside.begun = true;
      return this.#runNow(request, kind, {
        prepared: () => {
          timer = setTimeout(() => this.#aside === aside && this.#giveWay(), limit);
        },
        ended: () => {
          clearTimeout(timer);
          if (this.#aside === aside) this.#aside = null;
        },
      });
    });
    this.#queue = result;
    return result;
  }

  /** Resolves when all that was asked for so far has ended. */
  readonly idle = (): Promise<unknown> => this.#queue;

  /** Ends what runs aside, or keeps it from beginning. */
  #giveWay(): void {
    const { begun = false } = this.#aside ?? {};
    this.#aside = null;
    if (begun) this.#active?.stop();
  }

  #readNow(request: ReadRequest, kind: EngineKind): Promise<Reading | null> {
    const engine = this.#ensureKind(kind);
    return new Promise((resolve) => {
      const end = (reading: Reading | null): void => {
        engine.listener = null;
        engine.lost = null;
        resolve(reading);
      };
      engine.lost = () => end(null);
      engine.listener = (message) => {
        if (message.type === 'read') end(message.reading);
        // Whoever runs it is told what is the matter.
        else if (message.type === 'failed') end(null);
      };
      engine.ready.then(
        () => post(engine.worker, { type: 'read', request }),
        () => end(null),
      );
    });
  }

  /**
   * Holds engines of several sizes from now on, so that runs which take turns do not start pools anew. Beyond the
   * limits above, gives up the one that was used longest ago.
   */
  hold(): void {
    this.#held ??= [];
  }

  /** Gives up all engines but the one in use. */
  release(): void {
    for (const engine of this.#held ?? []) this.#dispose(engine);
    this.#held = null;
  }

  /** Stops the run and drops the queued ones. A run that does not stop by itself loses its engine. */
  stop(): void {
    this.#stops++;
    this.#aside = null;
    this.#active?.stop();
  }

  async #runNow(request: RunRequest, kind: EngineKind, watcher: Watcher, starts = STARTS): Promise<RunResult> {
    const engine = this.#ensureKind(kind);
    return new Promise<RunResult>((resolve) => {
      let view: RunView | null = null;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let looks: ReturnType<typeof setInterval> | undefined;
      const end = (result: Omit<RunResult, 'view'>, then: 'keep' | 'replace' | 'drop') => {
        if (this.#active !== active) return;
        clearTimeout(timer);
        clearInterval(looks);
        this.#active = null;
        engine.listener = null;
        engine.lost = null;
        watcher.ended?.();
        if (then !== 'keep') this.#dispose(engine);
        // Has an engine ready for the next run.
        if (then === 'replace') this.#warmUp(engine.build, engine.threads);
        // The next run waits for this promise, and leaves the memory alone until it resolves.
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
          // The run was stopped while it was being prepared: it does not begin, and leaves no data.
          if (timer !== undefined) return end({ state: 'stopped', outcome: null, error: null }, 'keep');
          const { layout, shared } = message;
          if (shared) {
            view = new RunView(layout, shared.memory);
            looks = setInterval(() => {
              const fault = faultIn(shared);
              if (fault) fail(fault);
            }, FAULT_LOOKS);
          }
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
          // On a busy machine WebKit sometimes fails to load the script of a worker right after the reload that
          // isolates the page. So another engine is started, unless the run has been stopped meanwhile.
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

  /** Returns the engine of that build with a pool of that size; starts one if needed. */
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
    // An engine whose start failed is not kept: the next run tries again.
    engine.ready.catch(() => this.#dispose(engine));
    return engine;
  }

  /** Holds an engine for later if engines are held, and gives it up otherwise. */
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
    // Waits until it has started: ending it earlier sometimes makes Chromium leave the worker's own workers behind,
    // and nothing could end them.
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
      const limit = START_LIMIT + threads * START_LIMIT_EACH;
      const timer = setTimeout(() => {
        const seconds = Math.round(limit / 1000);
        reject(new LostStart(`The engine did not start within ${seconds} seconds. Try again, or with fewer threads.`));
      }, limit);
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

  /** Returns a build's compiled module, which is fetched and compiled once. */
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
    // A host that does not know the type of wasm files must not make this fail.
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
