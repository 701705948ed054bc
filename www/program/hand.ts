// Stepping by hand: where the shown program stands, what may follow, and what exploring found of the same program.

import { computed, effect, signal } from '@preact/signals';
import * as app from '../app/app';
import { lookAhead, stepTo } from '../app/step';
import type { Possible, ProgramTold } from '../contract/program';
import { encodeLink } from '../link/link';
import { plural } from '../text/format';
import { drawn, LONGEST_ORDER, orderOf, stepsOf } from './order';

/** What is told of the program of the run on the stage. */
export const told = computed<ProgramTold | null>(() => app.told.value?.program ?? null);

const chosen = signal(0);

/** Which of the runs that were kept is shown, if there were several. */
export const keptShown = computed(() => {
  const kept = told.value?.kept ?? [];
  return kept[Math.min(chosen.value, kept.length - 1)] ?? null;
});

/** Shows another of them. */
export function showKept(index: number): void {
  chosen.value = index;
  app.cursor.value = null;
  app.selection.value = null;
}

/** Where it stands. */
export const position = computed(() => keptShown.value?.position ?? told.value?.position ?? null);

/** Steps that were taken once and lead on from here. */
const ahead = signal<readonly string[]>([]);

/** The whole order that is known, and how much of it has been taken. */
export const order = computed(() => {
  const taken = stepsOf(position.value?.steps ?? '');
  return { steps: [...taken, ...ahead.value], at: taken.length };
});

/** Whether it is played, and how many steps a second. */
export const playing = signal(false);
export const pace = signal(2);
/** What `toNextFailure` came to, in a sentence. */
export const search = signal<string | null>(null);

const LOOKING = 'Looking at all that can follow…';

interface Found {
  /** The program that was explored, as a link. */
  program: string;
  /** The steps after which it was explored. */
  from: string;
  told: ProgramTold;
}

/** What was found by exploring, of whatever program was explored last. */
export const found = signal<Found | null>(null);

/** Settings of how a program is run. */
const OF_THE_RUN = ['driver', 'steps', 'runs', 'sized', 'races', 'pool', 'search', 'searchers'];

/** Returns whether a setting is of the program itself, and not of how it is run. */
export const isOfProgram = ({ name }: { name: string }): boolean => !OF_THE_RUN.includes(name);

/** Returns the link of a program without how it is run. */
export function programOf({ scenario, explicit }: typeof app.link.value): string {
  const own = Object.entries(explicit).filter(([name]) => isOfProgram({ name }));
  return encodeLink({ scenario, explicit: Object.fromEntries(own), compare: false }, app.catalog);
}

effect(() => {
  const run = app.shown.value;
  const program = run?.outcome?.program;
  if (!run || !program || program.runs > 0 || program.outcomes.length === 0) return;
  found.value = { program: programOf(run.link), from: String(run.values.steps ?? ''), told: program };
});

/** What exploring found of the program on the stage; null if it was not explored yet. */
export const explored = computed(() => {
  const run = app.shown.value;
  return run && found.value?.program === programOf(run.link) ? found.value : null;
});

// Another run keeps others.
effect(() => {
  app.shown.value;
  chosen.value = 0;
});

// Another program has other steps.
let before = '';
effect(() => {
  const program = app.shown.value ? programOf(app.shown.value.link) : '';
  if (program === before) return;
  before = program;
  ahead.value = [];
  search.value = null;
  playing.value = false;
});

/** Goes to where so many steps of the known order have been taken. */
export async function goTo(count: number): Promise<void> {
  const { steps, at } = order.peek();
  const to = Math.min(Math.max(count, 0), steps.length);
  if (to === at && app.link.peek().explicit.driver === 'hand') return;
  await take(steps, to);
}

/** Takes a step from here. What was known to follow another step is forgotten. */
export async function go(step: string): Promise<void> {
  const { steps, at } = order.peek();
  const next = steps[at] === step ? steps : [...steps.slice(0, at), step];
  await take(next, at + 1);
}

async function take(steps: readonly string[], to: number): Promise<void> {
  search.value = null;
  ahead.value = steps.slice(to);
  await stepTo(orderOf(steps.slice(0, to)));
}

/** Steps by hand: to the beginning, if something else is shown, or else one step on. */
export async function stepOn(): Promise<void> {
  playing.value = false;
  if (app.shown.peek()?.values.driver === 'hand') await goOn();
  else await stepTo('', { found: true });
}

/** Takes the next step: the known one, or one that the seed draws. Returns whether that led on. */
export async function goOn(): Promise<boolean> {
  const { steps, at } = order.peek();
  const known = steps[at];
  const possible = position.peek()?.actors.flatMap(({ next }) => next) ?? [];
  const step = known ?? drawn(possible, Number(app.values.peek().seed ?? 0), at)?.code;
  if (step === undefined || at >= LONGEST_ORDER) return false;
  await go(step);
  return order.peek().at > at;
}

/** Opens a way that was found, after so many of its steps. `from`: the steps after which it was looked for. */
export async function open(way: string, after: number, from = explored.peek()?.from): Promise<void> {
  const steps = stepsOf([from, way].filter(Boolean).join('.'));
  const to = steps.length - stepsOf(way).length + after;
  playing.value = false;
  search.value = null;
  ahead.value = steps.slice(to);
  await stepTo(orderOf(steps.slice(0, to)), { found: true });
}

/** Goes to the end of the shortest way from here to something bad, if there is one. */
export async function toNextFailure(): Promise<void> {
  playing.value = false;
  search.value = LOOKING;
  const { steps, at } = order.peek();
  const here = steps.slice(0, at);
  const looked = await lookAhead(orderOf(here));
  if (!looked) {
    // Something else is shown by now, and may have said something here.
    if (search.peek() === LOOKING) search.value = null;
    return;
  }
  if ('problem' in looked) {
    search.value = looked.problem;
    return;
  }
  const { outcome } = looked;
  const bad = (outcome.program?.outcomes ?? []).filter(isBad);
  const nearest = nearestOf(bad);
  if (!nearest) {
    search.value =
      outcome.values.verdict === 'unknown'
        ? 'Nothing wrong was found from here on, but not everything could be looked at.'
        : 'From here on every order ends well.';
    return;
  }
  ahead.value = [];
  await stepTo(orderOf([...here, ...stepsOf(nearest.steps)]));
  search.value =
    nearest.length === 0
      ? 'Here it has already gone wrong.'
      : `After ${plural(nearest.length, 'more step')} it has gone wrong.`;
}

export const isBad = ({ kind }: Possible): boolean => kind !== 'done';

/** Returns what the fewest steps lead to; the first of several. */
export const nearestOf = (some: readonly Possible[]): Possible | null =>
  some.reduce<Possible | null>((best, one) => (best && best.length <= one.length ? best : one), null);
