// Changes the settings: by the form, by a gesture on the picture. The address bar follows.

import type { ParamValue } from '../contract/protocol';
import type { View } from '../contract/view';
import { resolveValues } from '../params/values';
import { enter, entered, followAddress, writeAddress } from './address';
import * as app from './app';
import { received, withoutResult } from './received';
import { run } from './run';

/** A control of the form moved: the address bar follows; nothing runs until asked. */
export function change(name: string, value: ParamValue): void {
  const { scenario, explicit, compare } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, [name]: value }, app.environment.value);
  app.link.value = { ...app.link.value, scenario, explicit: resolved.explicit, compare };
  followAddress();
}

/** All parameters back to their defaults. */
export function reset(): void {
  app.link.value = { ...app.link.value, explicit: {} };
  writeAddress('replace');
}

/** A gesture on the picture ended in this view: compute it, quickly. */
export function explore(view: View): void {
  const { scenario, explicit, compare } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, ...rounded(view) }, app.environment.value);
  app.link.value = { scenario, explicit: resolved.explicit, compare };
  writeAddress('replace');
  void run(app.shown.value?.compare ?? false, { explored: true });
}

/** As many digits as a picture of that width can show, so that links stay short. */
function rounded({ x, y, width }: View): Record<string, number> {
  const digits = Math.min(18, Math.max(0, Math.ceil(4 - Math.log10(width))));
  const round = (value: number): number => Number(value.toFixed(digits));
  return { x: round(x), y: round(y), width: Number(width.toPrecision(5)) };
}

/** Takes the sender's result off the page and out of the address. */
export function dismissResult(): void {
  received.value = null;
  enter(withoutResult(entered()));
  writeAddress('replace');
}
