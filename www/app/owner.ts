// Keeps the page's engine, and the key of the run, study or opened file that owns the stage, that is, may change what
// is shown. The newest one owns the stage; an older one that ends later changes nothing.

import { EngineClient } from '../engine/client';

let client: EngineClient | null = null;
let latest = 0;
/** Ends the study that is under way after its present run. */
let haltStudy: (() => void) | null = null;

/** Starts the engine, for at most `threads` threads. */
export function startEngine(threaded: boolean, threads: number): void {
  client = new EngineClient(threaded, threads);
}

/** Returns the engine. @throws If the page has not been started. */
export function engine(): EngineClient {
  if (!client) throw new Error('The page has not been started.');
  return client;
}

/** Returns a new key. The stage belongs to the newest key. */
export const claim = (): number => ++latest;

export const owns = (key: number): boolean => key === latest;

/** Sets the function that ends the study under way. */
export function haltWith(end: (() => void) | null): void {
  haltStudy = end;
}

/** Ends the run or study that is under way. */
export function stop(): void {
  haltStudy?.();
  client?.stop();
}
