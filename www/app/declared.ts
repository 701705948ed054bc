// The parameters that a text declares: they are known once the core has read it.

import { signal } from '@preact/signals';
import type { ParamKind, ParamSchema, ParamValue, Reading, ScenarioInfo } from '../contract/protocol';
import { engine, stop } from './owner';

/** For each such scenario the parameters that it always has, and the text that its present ones are of. */
const known = new Map<ScenarioInfo, { always: ParamSchema[]; text: ParamValue | null }>();

/** The text that was read last, with what is wrong with it. */
export const reading = signal<Reading | null>(null);

/** Makes the parameters of a scenario those that this text declares, if one does. Never rejects. */
export async function declareBy(scenario: ScenarioInfo, given: ParamValue | undefined): Promise<void> {
  const { id, family, declared_by: name } = scenario;
  if (name === undefined) return;
  const before = known.get(scenario) ?? { always: scenario.params, text: null };
  const text = given ?? before.always.find((param) => param.name === name)?.default ?? '';
  if (before.text === text) return;
  // The core reads the text only when nothing runs, and what runs is of another text.
  stop();
  const read = await engine().read({ scenario: id, params: { [name]: text } }, { family, threads: null });
  if (!read) return;
  reading.value = read;
  // The catalog says more of a parameter than the engine does, which leaves out what the page has already.
  const schema = (param: ParamSchema): ParamSchema => {
    const always = before.always.find((other) => other.name === param.name);
    if (!always) return param;
    const { default: usual, applies } = param;
    return { ...always, default: usual, applies, kind: within(always.kind, param.kind) };
  };
  scenario.params = read.params.map(schema);
  scenario.pool = read.pool;
  known.set(scenario, { ...before, text });
}

/** Returns what the catalog says of a choice, for the words that the text allows. */
function within(always: ParamKind, declared: ParamKind): ParamKind {
  if (always.type !== 'choice' || declared.type !== 'choice') return always;
  const words = declared.options.map(({ value }) => value);
  return { ...always, options: always.options.filter(({ value }) => words.includes(value)) };
}

/** Does the same for the text of a saved run, by the first line of its file. */
export async function declareSaved(header: string, scenarios: readonly ScenarioInfo[]): Promise<void> {
  try {
    const { run } = JSON.parse(header);
    const scenario = scenarios.find(({ id }) => id === run.scenario);
    const text = scenario?.declared_by === undefined ? undefined : run.values[scenario.declared_by];
    if (scenario && typeof text === 'string') await declareBy(scenario, text);
  } catch {
    // Whoever checks the header says what is the matter with it.
  }
}
