// What the program on the stage can come to, and what real runs of the same settings came to. Both are found out after a run,
// while the reader looks at it: never during a run, and never for longer than a moment.

import { computed, effect, signal } from '@preact/signals';
import * as app from '../app/app';
import { engine } from '../app/owner';
import type { Possible, ProgramTold, Unordered } from '../contract/program';
import type { Outcome, ParamSchema, ParamValues } from '../contract/protocol';
import { logicalCores } from '../engine/facilities';
import { explored, found, programOf } from './hand';

/** Time in ms for exploring, and for the real runs. */
const LIMIT = 1000;
/** Time for the runs where that was too short for a single one. */
const LONGER = 10 * LIMIT;
/** Real runs that are made, with the settings that are explored. */
export const RUNS = 100;

/** Drivers that run a program for real, in an order that is nobody's. */
export const FREELY: readonly string[] = ['threads', 'event-loop'];

/** All drivers that run a program for real. */
export const REAL: readonly string[] = [...FREELY, 'forced'];

/** The driver that is taken where the link names none. */
const usualDriver = (params: readonly ParamSchema[]) => params.find(({ name }) => name === 'driver')?.default;

/** How the program on the stage is run for real; null if it cannot be. */
export function realDriver(values: ParamValues): string | null {
  const usual = usualDriver(app.scenario.value.params);
  const driver = FREELY.find((one) => one === values.driver) ?? FREELY.find((one) => one === usual) ?? null;
  return driver === 'threads' && !app.environment.value.threadsAvailable ? null : driver;
}

/** Whether orders of steps of the program on the stage can be made to happen on threads. */
export const canForce = computed(
  () => app.environment.value.threadsAvailable && usualDriver(app.scenario.value.params) === 'threads',
);

interface Seen {
  /** As in `Found`. */
  program: string;
  told: ProgramTold;
}

const seen = signal<Seen | null>(null);

/** What real runs of the program on the stage came to, with the settings for exploring; null if there were none yet. */
export const seenHere = computed(() => {
  const run = app.shown.value;
  return run && seen.value?.program === programOf(run.link) ? seen.value.told : null;
});

/** Something that can happen, or has. */
export interface Row extends Possible {
  /** Whether exploring found it: what was seen and not found is told too, where not everything could be explored. */
  found: boolean;
}

/** What is possible and what was seen, together. */
export const rows = computed<Row[]>(() => {
  const all: Row[] = (explored.value?.told.outcomes ?? []).map((one) => ({ ...one, found: true }));
  // What was explored from a later step on is of other orders than the runs.
  if (explored.value && explored.value.from !== '') return all;
  const came = seenHere.value?.outcomes ?? [];
  const same = (one: Possible) => (other: Possible) => one.kind === other.kind && one.outcome === other.outcome;
  const counted = all.map((one) => ({ ...one, ...(seenHere.value && { seen: came.find(same(one))?.seen ?? 0 }) }));
  const others = came.filter((one) => !all.some(same(one))).map((one) => ({ ...one, found: false }));
  return [...counted, ...others];
});

/** Accesses that nothing puts in order, as exploring and real runs found them. */
export const races = computed<Unordered[]>(() => {
  const all = [...(explored.value?.told.races ?? []), ...(seenHere.value?.races ?? [])];
  return [...new Map(all.map((race) => [JSON.stringify(race), race])).values()];
});

/** The lines in which they are. */
export const unordered = computed<ReadonlySet<number>>(
  () => new Set(races.value.flatMap(({ accesses }) => accesses.map(({ line }) => line))),
);

/** The key of the run after which it was looked for. */
let surveyed = 0;

async function survey(key: number): Promise<void> {
  const run = app.shown.peek();
  if (run?.key !== key || surveyed === key) return;
  surveyed = key;
  const program = programOf(run.link);
  const here = (): boolean => app.shown.peek()?.key === key && !app.busy.peek();
  const { driver, sized } = run.values;
  if (driver !== 'explore' && found.peek()?.program !== program) {
    const outcome = await ask({ ...run.values, driver: 'explore', steps: '' });
    if (!here()) return;
    const told = outcome?.program;
    if (told && told.outcomes.length > 0) found.value = { program, from: '', told };
  }
  const real = realDriver(run.values);
  if (real === null || seen.peek()?.program === program || (driver === real && sized === 'explored')) return;
  for (const limit of [LIMIT, LONGER]) {
    const asked = { driver: real, sized: 'explored', runs: RUNS, races: true, steps: '' };
    const came = (await ask({ ...run.values, ...asked }, limit))?.program;
    if (!here()) return;
    if (came && came.runs > 0) {
      seen.value = { program, told: came };
      return;
    }
  }
}

async function ask(params: ParamValues, limit = LIMIT): Promise<Outcome | null> {
  const { id, family } = app.scenario.peek();
  const kind = { family, threads: app.poolSize(app.scenario.peek(), params) };
  const request = { scenario: id, params, compare: false, record: false, cores: logicalCores(), budget_ms: LIMIT };
  return (await engine().aside(request, kind, limit)).outcome;
}

effect(() => {
  const run = app.ended.value;
  if (!run || app.busy.value || app.shown.value !== run || app.scenario.value.stage !== 'program') return;
  const program = run.outcome?.program;
  if (!program || run.opened) return;
  if (program.runs > 0 && run.values.sized === 'explored' && FREELY.includes(String(run.values.driver))) {
    seen.value = { program: programOf(run.link), told: program };
  }
  if (![...REAL, 'explore'].includes(String(run.values.driver))) return;
  void survey(run.key);
});
