// Says that there are no threads here, and why. Loaded only then, because nearly every browser has threads.

import { Fallback } from './Fallback';

export function NoThreads() {
  const isolated = globalThis.crossOriginIsolated;
  return (
    <Fallback
      reason={
        isolated
          ? 'This browser does not let a page share memory between threads.'
          : 'This page is not isolated from other sites, and browsers share memory only in pages that are.'
      }
      works="Everything that one thread can do works."
      off={['parallel schedules', 'comparison', 'live pictures while a run computes', 'gentle stop']}
    />
  );
}
