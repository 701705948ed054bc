// What the stage of the kitchen shows, derived from the run on it: the recipe, its films and the moment that
// they are at.

import { computed, signal } from '@preact/signals';
import * as app from '../../app/app';
import { pulse, runTable } from '../../app/shown';
import type { ParamValues, ScenarioInfo } from '../../contract/protocol';
import { MICROS, storyTable } from '../../trace/story-table';
import type { Track } from '../../trace/track';
import { type Film, filmsOf, MODES, type Mode } from './film';
import { paceOf } from './pace';
import { parseRecipe, type Recipe } from './recipe/recipe';
import { lookOf } from './span-look';

/** Kitchen seconds of a run that is under way, at the present frame. */
export const live = signal(0);

/** The recipe that a value stands for: by name, or written out. */
export function recipeOf(info: ScenarioInfo, value: string): Recipe {
  const kind = info.params.find(({ name }) => name === 'recipe')?.kind;
  const text = kind?.type === 'text' ? (kind.named.find((known) => known.value === value)?.text ?? value) : value;
  const read = parseRecipe(text);
  // Values are checked before they get here.
  return 'recipe' in read ? read.recipe : { tasks: [] };
}

/** The run on the stage, unless it is another scenario's. */
export const run = computed(() => {
  const shown = app.shown.value;
  return shown && shown.link.scenario === app.scenario.value.id ? shown : null;
});

/** The settings that the pictures show: the run's, before the first one the form's. */
export const settings = computed<ParamValues>(() => run.value?.values ?? app.values.value);

export const recipe = computed<Recipe>(() =>
  recipeOf(app.findScenario('mapo-tofu'), String(settings.value.recipe ?? 'mapo-tofu')),
);

/** Whether nobody could watch the run: on the virtual clock it takes no time, and without shared memory it is hidden. */
export const unseen = computed(
  () => run.value !== null && (paceOf(run.value.values) === null || !app.environment.value.threadsAvailable),
);

/** Modes that are shown, also before there is anything to show of them. */
export const modes = computed<readonly Mode[]>(() => {
  const compares = run.value ? run.value.compare : app.link.value.compare && app.comparable.value;
  return compares ? MODES : [settings.value.mode as Mode];
});

export const films = computed<Film[]>(() => {
  const shown = run.value;
  if (!shown?.view) return [];
  // A live run is read again with every pulse; an ended one only once.
  if (shown.state === 'running' && pulse.value < 0) return [];
  const table = runTable(shown);
  if (!table) return [];
  const scale = paceOf(shown.values);
  return filmsOf(storyTable(table, scale), recipe.value, shown.values.mode as Mode, shown.compare);
});

/** Kitchen seconds that a film has been going on for, as far as is known. */
export const lengthOf = (film: Film): number => film.section.end / MICROS;

/** The moment that is shown, in kitchen seconds: live, the replay's, or the end. */
export const moment = computed<number>(() => {
  const shown = run.value;
  if (!shown) return 0;
  if (shown.state === 'running') return live.value;
  if (app.cursor.value !== null) return app.cursor.value / MICROS;
  return Math.max(0, ...films.value.map(lengthOf));
});

/** Whether pots steam: while it is under way. */
export const moving = computed(() => run.value?.state === 'running' || app.cursor.value !== null);

export function filmTitle(mode: Mode, values: ParamValues): string {
  if (mode === 'sequential') return 'One by one';
  if (mode === 'async') return 'Async: one cook';
  const cooks = Number(values.cooks ?? 3);
  return cooks === 1 ? 'Threads: one cook' : `Threads: ${cooks} cooks`;
}

/** The timeline's tracks, on one axis of kitchen seconds. */
export const tracks = computed<Track[]>(() => {
  const shown = run.value;
  if (!shown) return [];
  return films.value.map((film) => ({
    id: film.mode === 'sequential' ? 'one by one' : film.mode,
    title: `${filmTitle(film.mode, shown.values)}${paceOf(shown.values) === null ? ' (simulated)' : ''}`,
    spans: film.spans,
    section: film.section,
    table: film.table,
    lanes: film.lanes,
    look: lookOf(film, recipe.value),
  }));
});
