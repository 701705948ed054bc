// @ts-check
// Keeps every core busy in bursts, as other programs of a shared machine do, until it is ended:
//
//   node bench/bursts.mjs
import { availableParallelism } from 'node:os';
import { isMainThread, Worker } from 'node:worker_threads';

/** Least and greatest length of a burst or a pause, in ms. */
const SHORTEST = 100;
const LONGEST = 700;

const length = () => SHORTEST + Math.random() * (LONGEST - SHORTEST);

function burst() {
  const end = performance.now() + length();
  while (performance.now() < end);
  setTimeout(burst, length());
}

if (isMainThread) {
  for (let core = 0; core < availableParallelism(); core++) new Worker(new URL(import.meta.url));
} else burst();
