// Puts off what would take processors and the network from the first run.

import { effect } from '@preact/signals';
import { stage } from './app';

/** Calls `then` once, when no run has been going on for `ms` milliseconds after one has ended, however it did. */
export function afterRun(ms: number, then: () => void): void {
  const dispose = effect(() => {
    if (['idle', 'starting', 'running'].includes(stage.value)) return;
    const timer = setTimeout(() => {
      dispose();
      then();
    }, ms);
    return () => clearTimeout(timer);
  });
}
