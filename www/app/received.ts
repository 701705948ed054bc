// The sender's result that the page was opened with, as signals, and the address that carries it. What shows it is
// loaded when there is one: `Comparison.tsx`.

import { computed, signal } from '@preact/signals';
import type { ParamValues } from '../contract/protocol';
import { type DecodedLink, encodeLink, withResult } from '../link/link';
import type { SharedResult } from '../link/sent';
import { type Resolved, resolve, toText } from '../params/values';
import * as app from './app';

export interface Received {
  result: SharedResult;
  /** Its text, without the seal. */
  payload: string;
  scenario: string;
  /** The sender's settings as a link without the result. */
  link: string;
  /** All of the sender's values, with threads also where the reader has none. */
  values: ParamValues;
}

/** The last result that a link has brought, until it is dismissed. */
export const received = signal<Received | null>(null);

/** The result, where it has something to say about what is on the stage. */
export const relevant = computed(() => {
  const { scenario, sweep } = app.link.value;
  return received.value?.scenario === scenario && sweep == null ? received.value : null;
});

/** What belongs into the address bar: a result only beside the very settings that it is of. */
export const address = computed(() => {
  const { fragment } = app;
  const { link, payload } = received.value ?? {};
  return payload !== undefined && link === fragment.value ? withResult(fragment.value, payload) : fragment.value;
});

/** Takes over the result of a link that has just been opened. Returns what there is to say about it. */
export function receive({ result, raw, ...decoded }: DecodedLink, { explicit }: Resolved): string[] {
  // Settings that are changed afterwards, or opened without a result, leave it on the page.
  if (!result) return [];
  const same = Object.keys(raw).every((name) => toText(explicit[name] ?? '') === raw[name]);
  if (!same) {
    return ['The sender’s result is left out, because the settings of this link could not be taken over as they are.'];
  }
  const { scenario, compare } = decoded;
  const environment = { ...app.environment.peek(), threadsAvailable: true };
  const { values } = resolve(app.findScenario(scenario), raw, environment);
  received.value = { ...result, scenario, link: encodeLink({ scenario, explicit, compare }, app.catalog), values };
  return [];
}

/** The same address without a result. */
export function withoutResult(link: string): string {
  return link.replace(/[?&]result=[^&]*$/, '');
}
