// Who has the stage: the engine of the page, and the key of the run, or study, or opened file, that may change what is
// shown. Whoever comes last has it; what ends later than that ends without a word.

import { EngineClient } from '../engine/client';

let client: EngineClient | null = null;
let latest = 0;
/** Ends the study that is under way after its present run. */
let haltStudy: (() => void) | null = null;

/** Starts the engine, for as many threads as there may be. */
export function startEngine(threaded: boolean, threads: number): void {
  client = new EngineClient(threaded, threads);
}

/** @throws Where the page has not been started. */
export function engine(): EngineClient {
  if (!client) throw new Error('The page has not been started.');
  return client;
}

/** A key of one's own: the stage belongs to whoever has the latest one. */
export const claim = (): number => ++latest;

export const owns = (key: number): boolean => key === latest;

/** Sets what ends the study under way. */
export function haltWith(end: (() => void) | null): void {
  haltStudy = end;
}

/** Ends whatever runs. */
export function stop(): void {
  haltStudy?.();
  client?.stop();
}
