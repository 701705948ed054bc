// Publishes `window.brigade`, the page's interface for scripts and tests (documented in the README).

import type { Catalog } from '../contract/protocol';
import type { TraceTable } from '../trace/table';
import { catalog, shown } from './app';
import { loadCatalog } from './catalog';
import { follow, halt } from './navigate';
import { runTable } from './shown';
import type { Summary } from './summary';

export interface BrigadeApi {
  /** Resolves when runs can be asked for and the schema is complete. */
  readonly ready: Promise<void>;
  /** The schema of all scenarios; before `ready`, that of the scenarios that have been shown. */
  catalog(): Catalog;
  /** Opens a link, runs it, and resolves with its outcome. Never rejects. */
  run(link: string): Promise<Summary>;
  /** Stops what is running, and what was asked for and has not begun. */
  stop(): void;
  /** The shown run's trace, as columns; null if nothing has run. */
  trace(): TraceTable | null;
}

declare global {
  interface Window {
    brigade: BrigadeApi;
  }
}

/** Puts the interface on the window; `started` resolves when the page has started. */
export function publish(started: Promise<void>): void {
  window.brigade = {
    // Loads the whole schema for scripts only: readers do not ask.
    get ready() {
      return started.then(loadCatalog);
    },
    catalog: () => structuredClone(catalog),
    run: async (link) => {
      await started;
      return follow(String(link));
    },
    stop: halt,
    trace: () => {
      const run = shown.peek();
      return run?.view ? runTable(run) : null;
    },
  };
}
