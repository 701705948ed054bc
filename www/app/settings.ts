// Changes the settings by the form or by a gesture on the picture. The address bar follows.

import type { ParamValue } from '../contract/protocol';
import type { View } from '../contract/view';
import { resolveValues } from '../params/values';
import { enter, entered, followAddress, writeAddress } from './address';
import * as app from './app';
import { declare } from './declare';
import { received, withoutResult } from './received';
import { run } from './run';

/** Sets a parameter, after a control of the form moved. The address bar follows, and nothing runs. */
export function change(name: string, value: ParamValue): void {
  const declaring = app.scenario.value;
  if (name === declaring.declared_by) {
    void declare(declaring, value).then(() => app.scenario.value === declaring && set(name, value));
  } else set(name, value);
}

function set(name: string, value: ParamValue): void {
  const { scenario, explicit, compare } = app.link.value;
  const given = { ...explicit, [name]: value };
  // What is looked at in one run is not to be found in another.
  for (const param of app.scenario.value.params) {
    if (param.group === 'place' && param.name !== name && name !== 'driver') delete given[param.name];
  }
  const resolved = resolveValues(app.scenario.value, given, app.environment.value);
  app.link.value = { ...app.link.value, scenario, explicit: resolved.explicit, compare };
  followAddress();
}

/** Sets all parameters back to their defaults. */
export function reset(): void {
  app.link.value = { ...app.link.value, explicit: {} };
  writeAddress('replace');
}

/** Computes the view in which a gesture on the picture ended, quickly and without measuring. */
export function explore(view: View): void {
  const { scenario, explicit, compare } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, ...rounded(view) }, app.environment.value);
  app.link.value = { scenario, explicit: resolved.explicit, compare };
  writeAddress('replace');
  void run(app.shown.value?.compare ?? false, { explored: true });
}

/** Rounds a view to the digits that a picture of its width can show, so that links stay short. */
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
