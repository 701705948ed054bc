// Measures how far one run makes the wasm memory grow. Calls the façade itself, because only the thread that holds
// the memory sees its size between the steps.

import type { RunRequest } from '../../www/contract/protocol';

export interface MemoryRequest {
  module: WebAssembly.Module;
  threads: number;
  request: RunRequest;
}

/** Sizes of the wasm memory in bytes. */
export interface MemoryResult {
  /** Size before the run, with the pool. */
  before: number;
  /** Size after the run. */
  after: number;
  error: string | null;
}

async function measure({ module, threads, request }: MemoryRequest): Promise<MemoryResult> {
  // In a chunk of its own: the pool's workers import it too, and must not import this file with it.
  const core = await import('../../pkg/threads-first/brigade.js');
  const { memory } = await core.default({ module_or_path: module });
  await core.initThreadPool(threads);
  const size = (): number => {
    // Growing by nothing refreshes a size that another thread has changed.
    memory.grow(0);
    return memory.buffer.byteLength;
  };
  const before = size();
  core.begin(request);
  await core.execute();
  return { before, after: size(), error: null };
}

self.onmessage = ({ data }: MessageEvent<MemoryRequest>) => {
  measure(data).then(
    (result) => self.postMessage(result),
    (error) => self.postMessage({ before: 0, after: 0, error: String(error) } satisfies MemoryResult),
  );
};
