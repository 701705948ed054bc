// The benchmark's page: puts its measurements on `window.bench`, for bench/run.mjs to call. Workers do all the work;
// the page only hands it out and compares the pictures.

import type { Catalog, ParamValues, RunRequest } from '../../www/contract/protocol';
import { buildOf, moduleUrl } from '../../www/engine/builds';
import catalogJson from '../../www/generated/catalog.json';
import { BenchEngine } from './engine';
import type { MemoryRequest, MemoryResult } from './memory.worker';
import type { PlainRequest, PlainResult } from './plain.worker';
import type { PlainView } from './plain-julia';
import { type Explored, measureExploring, measureThreads } from './programs';
import { LIMITS, type Row, rowsFor, threadCounts, valuesOf } from './rows';
import { measureSums } from './sums';

const SCENARIO = 'julia';
const catalog = catalogJson as unknown as Catalog;
const schema = catalog.scenarios.find(({ id }) => id === SCENARIO)?.params ?? [];

/** Known from the lecture: the sum of the bytes of its picture, 1000 × 1000. */
const KNOWN_SUM = { n: 1000, sum: 10_538_924 };

export interface TimedRow {
  id: string;
  /** ms, in the order measured. */
  samples: number[];
}

const JULIA = buildOf('fractals', true);
const SUMS = buildOf('sums', true);
const PROGRAMS = buildOf('programs', true);

const compiled = new Map<string, Promise<WebAssembly.Module>>();

function compile(build: string): Promise<WebAssembly.Module> {
  const module = compiled.get(build) ?? WebAssembly.compileStreaming(fetch(moduleUrl(build)));
  compiled.set(build, module);
  return module;
}

async function startEngine(build: string, threads: number): Promise<BenchEngine> {
  return BenchEngine.start(build, await compile(build), threads);
}

/** Sends one message to a worker and returns its answer. */
function ask<Answer>(worker: Worker, message: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || 'a worker failed'));
    worker.postMessage(message);
  });
}

/** Measures the ms from `new Worker` until the engine and its pool are ready; the module is compiled already. */
async function engineStarts(threads: number, times: number): Promise<number[]> {
  await compile(JULIA);
  const samples: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    const engine = await startEngine(JULIA, threads);
    samples.push(performance.now() - start);
    engine.terminate();
    // Gives the threads of the terminated engine a moment to end.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return samples;
}

/** Returns the bytes of wasm memory before and after one run, in an engine of its own. */
async function memory(threads: number, compare: boolean, n: number): Promise<MemoryResult> {
  const worker = new Worker(new URL('./memory.worker.ts', import.meta.url), { type: 'module' });
  const request: MemoryRequest = {
    module: await compile(JULIA),
    threads,
    request: { scenario: SCENARIO, params: valuesOf(schema, { n }, threads), compare, record: true, ...LIMITS },
  };
  const result = await ask<MemoryResult>(worker, request);
  worker.terminate();
  if (result.error) throw new Error(result.error);
  return result;
}

/** Returns a sequence of numbers 0..1 from a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shuffles the order for each round, so that no row always follows the same neighbour. */
function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** The bytes that every row of one size must produce. */
class References {
  #pictures = new Map<number, { id: string; pixels: Uint8Array }>();
  #checksums = new Map<number, { sum: number; crc32: number }>();

  /** Takes the first picture of a size as the reference, which every other must equal. */
  checkPixels(id: string, n: number, pixels: Uint8Array): void {
    const reference = this.#pictures.get(n);
    if (!reference) {
      this.#pictures.set(n, { id, pixels: pixels.slice() });
      return;
    }
    const at = pixels.findIndex((byte, i) => byte !== reference.pixels[i]);
    if (at >= 0) throw new Error(`Not bit-identical: the rows “${reference.id}” and “${id}” differ at byte ${at}.`);
  }

  checkSums(id: string, n: number, { sum, crc32 }: { sum: number; crc32: number }): void {
    if (n === KNOWN_SUM.n && sum !== KNOWN_SUM.sum) {
      throw new Error(`Not bit-identical: the bytes of the row “${id}” add up to ${sum}, not to ${KNOWN_SUM.sum}.`);
    }
    const reference = this.#checksums.get(n);
    if (!reference) this.#checksums.set(n, { sum, crc32 });
    else if (reference.crc32 !== crc32) throw new Error(`Not bit-identical: the row “${id}” has another checksum.`);
  }
}

function plainView(values: ParamValues): PlainView {
  const number = (name: string): number => Number(values[name]);
  return {
    re: number('re'),
    im: number('im'),
    n: number('n'),
    maxIter: number('max_iter'),
    x: number('x'),
    y: number('y'),
    width: number('width'),
  };
}

function parallelSchedules(): string[] {
  const kind = schema.find(({ name }) => name === 'schedule')?.kind;
  if (kind?.type !== 'choice') throw new Error('The scenario has no schedules.');
  return kind.options.filter(({ needs_threads }) => needs_threads).map(({ value }) => value);
}

interface KernelOptions {
  /** Rounds that are not measured: browsers compile in steps, and the last one must be over. */
  warmups: number;
  rounds: number;
  seed: number;
}

/** Measures all rows round robin, in another order each round. */
async function kernels({ warmups, rounds, seed }: KernelOptions): Promise<TimedRow[]> {
  const cores = navigator.hardwareConcurrency;
  const engines = new Map<number, BenchEngine>();
  for (const threads of threadCounts(cores)) engines.set(threads, await startEngine(JULIA, threads));
  const plain = new Worker(new URL('./plain.worker.ts', import.meta.url), { type: 'module' });
  const references = new References();

  const sample = async (row: Row, check: boolean): Promise<number> => {
    const values = valuesOf(schema, row.params, row.threads);
    const n = Number(values.n);
    if (row.threads === 0) {
      const request: PlainRequest = { view: plainView(values), warmup: Number(values.warmup) };
      const { time, pixels } = await ask<PlainResult>(plain, request);
      references.checkPixels(row.id, n, pixels);
      return time;
    }
    const engine = engines.get(row.threads);
    if (!engine) throw new Error(`There is no engine with ${row.threads} threads.`);
    const request: RunRequest = { scenario: SCENARIO, params: values, compare: false, record: row.record, ...LIMITS };
    const { outcome, view } = await engine.run(request);
    const time = outcome.metrics.find(({ name }) => name === 'time_ms')?.value;
    const [image] = outcome.images;
    const [layout] = view.images();
    if (time === undefined || !image || !layout) throw new Error(`The row “${row.id}” reports no time or no picture.`);
    // Compares the checksum in every run, and the bytes themselves once for each row.
    references.checkSums(row.id, n, image);
    if (check) references.checkPixels(row.id, n, view.pixels(layout));
    return time;
  };

  const rows = rowsFor(parallelSchedules(), cores);
  const results = new Map<string, number[]>(rows.map(({ id }) => [id, []]));
  const round = rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
  const next = random(seed);
  for (let number = 0; number < warmups; number++) {
    for (const row of rows) await sample(row, number === 0);
  }
  for (let number = 0; number < rounds; number++) {
    for (const row of shuffled(round, next)) results.get(row.id)?.push(await sample(row, false));
  }
  for (const engine of engines.values()) engine.terminate();
  plain.terminate();
  return [...results].map(([id, samples]) => ({ id, samples }));
}

/** Measures the rows of the sums in the same way. */
async function sums({ warmups, rounds, seed }: KernelOptions): Promise<TimedRow[]> {
  const most = threadCounts(navigator.hardwareConcurrency).at(-1) ?? 1;
  const engines = new Map<number, BenchEngine>();
  for (const threads of new Set([1, Math.min(2, most), most])) {
    engines.set(threads, await startEngine(SUMS, threads));
  }
  const next = random(seed);
  const host = {
    schema: (scenario: string) => catalog.scenarios.find(({ id }) => id === scenario)?.params ?? [],
    engines,
    most,
    ask,
    shuffled: <T>(items: readonly T[]) => shuffled(items, next),
  };
  const rows = await measureSums(host, warmups, rounds);
  for (const engine of engines.values()) engine.terminate();
  return rows;
}

/** Explores the programs of these texts. */
async function exploring(texts: readonly string[], rounds: number): Promise<Explored[]> {
  const engine = await startEngine(PROGRAMS, 2);
  const schema = catalog.scenarios.find(({ id }) => id === 'own')?.params ?? [];
  const results: Explored[] = [];
  for (const text of texts) results.push(await measureExploring(schema, engine, text, rounds));
  engine.terminate();
  return results;
}

/** Runs a program on as many threads, with a trace and without, and returns the times in ms. */
async function onThreads(
  text: string,
  threads: number,
  rounds: number,
): Promise<{ recorded: number[]; bare: number[] }> {
  const engine = await startEngine(PROGRAMS, threads);
  const schema = catalog.scenarios.find(({ id }) => id === 'own')?.params ?? [];
  const times = await measureThreads(schema, engine, text, rounds);
  engine.terminate();
  return times;
}

export interface Facts {
  isolated: boolean;
  schedules: string[];
  /** Sizes of the pools that are measured. */
  counts: number[];
}

export interface Bench {
  facts(): Facts;
  engineStarts: typeof engineStarts;
  memory: typeof memory;
  kernels: typeof kernels;
  sums: typeof sums;
  exploring: typeof exploring;
  onThreads: typeof onThreads;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = {
  facts: () => ({
    isolated: globalThis.crossOriginIsolated,
    schedules: parallelSchedules(),
    counts: threadCounts(navigator.hardwareConcurrency),
  }),
  engineStarts,
  memory,
  kernels,
  sums,
  exploring,
  onThreads,
};
