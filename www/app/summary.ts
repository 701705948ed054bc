// Reduces the result of a run to plain data for scripts.

import type { EndState, Outcome, ParamValue } from '../contract/protocol';
import type { RunResult } from '../engine/client';
import * as app from './app';

/** What `window.brigade.run` resolves with: plain data. */
export interface Summary {
  scenario: string;
  params: Record<string, ParamValue>;
  state: EndState | 'error';
  metrics: Record<string, number>;
  values: Record<string, string>;
  image?: { width: number; height: number; sum: number; crc32: number };
  trace: { lanes: number; events: number; dropped: number };
  log: string[];
  notices: string[];
  /** What a program can come to, if it was explored, or what its real runs came to. */
  outcomes?: { outcome: string; kind: string; interleavings?: string; seen?: number; steps: string }[];
  error?: string;
}

/** Makes the summary of a run. `noted`: notices that the page had before the run. */
export function summarise(result: RunResult | null, outcome: Outcome | null, noted: readonly string[] = []): Summary {
  const trace = result?.view?.trace();
  const image = outcome?.images.find(({ id }) => id === 'parallel') ?? outcome?.images[0];
  const summary: Summary = {
    scenario: outcome?.scenario ?? app.link.value.scenario,
    params: outcome?.params ?? { ...app.values.value },
    state: result?.state ?? 'error',
    metrics: Object.fromEntries((outcome?.metrics ?? []).map(({ name, value }) => [name, value])),
    values: outcome?.values ?? {},
    trace: { lanes: trace?.lanes.length ?? 0, events: trace?.count ?? 0, dropped: trace?.dropped ?? 0 },
    log: outcome?.log ?? [],
    notices: [...new Set([...noted, ...(outcome?.notices ?? [])])],
  };
  if (image) {
    const { width, height, sum, crc32 } = image;
    summary.image = { width, height, sum, crc32 };
  }
  const possible = outcome?.program?.outcomes ?? [];
  if (possible.length > 0) {
    summary.outcomes = possible.map(({ outcome: name, kind, interleavings, seen, steps }) => ({
      outcome: name,
      kind,
      ...(interleavings !== undefined && { interleavings }),
      ...(seen !== undefined && { seen }),
      steps,
    }));
  }
  if (result?.error) summary.error = result.error;
  return summary;
}
