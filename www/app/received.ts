// Keeps the sender's result that came with a link, as signals, and the address that carries it. `Comparison.tsx` shows
// the result, and is loaded only when there is one.

import { computed, signal } from '@preact/signals';
import type { ParamValues } from '../contract/protocol';
import { type DecodedLink, encodeLink, withResult } from '../link/link';
import type { SharedResult } from '../link/sent';
import { type Resolved, resolve, toText } from '../params/values';
import * as app from './app';

export interface Received {
  result: SharedResult;
  /** The result as text, without the seal. */
  payload: string;
  scenario: string;
  /** The sender's settings as a link without the result. */
  link: string;
  /** All of the sender's values. They have threads even where the reader's browser has none. */
  values: ParamValues;
}

/** The last result that a link has brought, until it is dismissed. */
export const received = signal<Received | null>(null);

/** The result, if it belongs to the scenario on the stage, else null. */
export const relevant = computed(() => {
  const { scenario, sweep } = app.link.value;
  return received.value?.scenario === scenario && sweep == null ? received.value : null;
});

/** Address for the address bar. It carries the result only while the settings are the sender's. */
export const address = computed(() => {
  const fragment = app.fragment.value;
  const { link, payload } = received.value ?? {};
  return payload !== undefined && link === fragment ? withResult(fragment, payload) : fragment;
});

/** Takes over the result of a link that has just been opened. Returns sentences for the reader. */
export function receive({ result, raw, ...decoded }: DecodedLink, { explicit }: Resolved): string[] {
  // The result on the page stays when the settings change, or when a link without a result is opened.
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
