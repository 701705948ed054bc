// Starts the product's own engine worker and runs requests in it. Smaller than the page's client: it does not queue,
// watch, copy or stop, so that nothing runs beside the measured code.

import type { FromEngine, Outcome, RunRequest, ToEngine } from '../../www/contract/protocol';
import { RunView } from '../../www/engine/memory';

export interface EngineRun {
  outcome: Outcome;
  /** The result in the engine's memory: valid until the next run. */
  view: RunView;
}

export class BenchEngine {
  #worker: Worker;
  #receive: (message: FromEngine) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor() {
    this.#worker = new Worker(new URL('../../www/engine/worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromEngine>) => {
      if (data.type === 'broken' || data.type === 'failed') this.#fail(new Error(data.message));
      else this.#receive(data);
    };
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'the engine worker failed'));
  }

  /** Starts an engine of that build with a pool of that size, and waits until it is ready. */
  static async start(build: string, module: WebAssembly.Module, threads: number): Promise<BenchEngine> {
    const engine = new BenchEngine();
    await new Promise<void>((resolve, reject) => {
      engine.#fail = reject;
      engine.#receive = (message) => {
        if (message.type === 'ready') resolve();
      };
      engine.#post({ type: 'start', build, module, threads });
    });
    return engine;
  }

  run(request: RunRequest): Promise<EngineRun> {
    return new Promise((resolve, reject) => {
      let view: RunView | null = null;
      this.#fail = reject;
      this.#receive = (message) => {
        if (message.type === 'prepared') {
          if (message.shared) view = new RunView(message.layout, message.shared.memory);
          this.#post({ type: 'go' });
        } else if (message.type === 'finished' && view) resolve({ outcome: message.outcome, view });
      };
      this.#post({ type: 'run', request });
    });
  }

  terminate(): void {
    this.#worker.terminate();
  }

  #post(message: ToEngine): void {
    this.#worker.postMessage(message);
  }
}
