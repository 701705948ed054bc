// The link of a reader's own text, with those of the present settings that it has, too. Pure.

import type { Catalog, ParamValues, Reading, ScenarioInfo } from '../contract/protocol';
import { encodeLink } from '../link/link';
import { type Environment, resolveValues } from '../params/values';

/** Settings that are of one run of one text: another text has other steps. */
const LEFT = ['steps'];

/** Returns the scenario of own texts with what this text declares. */
export function declaredBy(own: ScenarioInfo, reading: Reading): ScenarioInfo {
  const params = reading.params.map(
    (param) => own.params.find(({ name }) => name === own.declared_by && name === param.name) ?? param,
  );
  return { ...own, params, pool: reading.pool };
}

/** Returns the settings that a text takes over: those that it has, with values that it allows. */
export function carried(info: ScenarioInfo, given: ParamValues, env: Environment): ParamValues {
  const known = (name: string): boolean =>
    !LEFT.includes(name) && name !== info.declared_by && info.params.some((param) => param.name === name);
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => known(name)));
  // What happened in an order of steps has no order any more.
  if (given.steps !== undefined || given.driver === 'forced') delete kept.driver;
  return resolveValues(info, kept, env).explicit;
}

/** Returns the shortest link to a text: one that has a name is named. */
export function linkTo(
  info: ScenarioInfo,
  text: string,
  explicit: ParamValues,
  catalog: Pick<Catalog, 'version' | 'families'>,
): string {
  const name = info.declared_by ?? '';
  const kind = info.params.find((param) => param.name === name)?.kind;
  const named = kind?.type === 'text' ? kind.named.find((known) => known.text === text)?.value : undefined;
  const state = { scenario: info.id, explicit: { ...explicit, [name]: named ?? text }, compare: false };
  return encodeLink(state, { ...catalog, scenarios: [info] });
}
