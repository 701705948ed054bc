// Keeps everything that the page knows as signals, and what is derived from them. The other files of this folder change
// them.

import { computed, signal } from '@preact/signals';
import type { Linked } from '../contract/linked';
import type { Machine, MachineFacts } from '../contract/machine';
import type { EndState, Family, Outcome, ParamValues, PoolRule, ScenarioInfo } from '../contract/protocol';
import type { Range } from '../contract/range';
import type { StageState } from '../contract/stage';
import type { Exploration } from '../contract/view';
import type { RunView } from '../engine/memory';
import { decodeLink, encodeLink, type LinkState, presetLink } from '../link/link';
import { type Environment, meets, resolve, resolveValues } from '../params/values';
import { initialTheme, type Theme } from '../text/colours';
import { DEFAULT_PALETTE, type PaletteChoice } from '../text/palettes';
import { catalog } from './catalog';

export { catalog };

/** A run on the stage: under way, or ended. */
export interface Shown {
  /** Distinguishes this run from all others. */
  key: number;
  /** The settings that were asked for. */
  link: LinkState;
  /** All values that the run uses. */
  values: ParamValues;
  compare: boolean;
  /** A look around (zoom, pan): one repeat without warm-up, not a measurement. */
  explored: boolean;
  state: 'running' | EndState;
  outcome: Outcome | null;
  view: RunView | null;
  /** The page's own frames during the run, each [begin, end] in ms since the epoch. */
  frames: [number, number][];
  /** Set if the run was opened from a file. */
  opened?: Opened;
}

/** What the file of a saved run says about where and when it was made. */
export interface Opened {
  file: string;
  /** When the run began, in ms since the epoch. */
  ran: number;
  machine: Machine;
}

/** What the address bar says: the scenario, and what differs from its defaults. */
export const link = signal<LinkState>({ scenario: catalog.scenarios[0]?.id ?? '', explicit: {}, compare: false });
/** What the reader's machine can do. */
export const environment = signal<Environment>({ logicalCores: 1, threadsAvailable: true });
/** Facts for the badge; null until they are known. */
export const facts = signal<MachineFacts | null>(null);
/** What the page is doing. */
export const stage = signal<StageState>('idle');
/** The run whose picture, timeline and figures are shown. It stays until another one has something to show. */
export const shown = signal<Shown | null>(null);
/** The last run on the stage that has ended. A failed run does not replace it. */
export const ended = signal<Shown | null>(null);
/** Share of the present run's work that is done, 0 to 1. */
export const progress = signal(0);

/** What the core says of a run while it is under way; null: nothing. */
export const notice = signal<string | null>(null);
/** Why the last run failed: a sentence. */
export const failure = signal<string | null>(null);
/** Sentences on what was changed or ignored in the link, and on the figures. */
export const notices = signal<readonly string[]>([]);
/** What Run does while a text is edited that the settings do not have; null: it runs the settings. */
export const instead = signal<(() => void) | null>(null);
/** Why the link could not be used at all. */
export const problem = signal<string | null>(null);
/** Whether the share dialog is open. */
export const sharing = signal(false);
/** Light or dark. */
export const theme = signal<Theme>(initialTheme());
/** Palette of the picture. */
export const palette = signal<PaletteChoice>(DEFAULT_PALETTE);
/** Whether the picture is tinted by the thread that computed each column. */
export const tint = signal(false);
/** What the pointer is on, in a picture or on the timeline. */
export const linked = signal<Linked | null>(null);
/** A zoom or pan that both pictures preview together. */
export const exploration = signal<Exploration | null>(null);
/** Range that is selected on the timeline. */
export const selection = signal<Range | null>(null);
/** Time of the replay, µs since the repeat's start; null: the finished picture. */
export const cursor = signal<number | null>(null);

/** The scenario that the link names. */
export const scenario = computed<ScenarioInfo>(() => findScenario(link.value.scenario));

/** Its family. */
export const family = computed<Family>(() => familyOf(scenario.value));

/** All values of the present settings. */
export const values = computed<ParamValues>(
  () => resolveValues(scenario.value, link.value.explicit, environment.value).values,
);

/** The present settings as a link. */
export const fragment = computed(() => encodeLink(link.value, catalog));

/** The `link` of the preset that equals the present settings, in the order in which the preset writes it; else null. */
export const activePreset = computed<string | null>(
  () => scenario.value.presets.find((preset) => canonical(presetLink(preset.link)) === fragment.value)?.link ?? null,
);

/** Returns a link in the form that the page itself writes. */
export function canonical(text: string): string {
  const decoded = decodeLink(text, catalog);
  const { explicit } = resolve(findScenario(decoded.scenario), decoded.raw, environment.value);
  return encodeLink({ ...decoded, explicit }, catalog);
}

/** Whether the run under way measures repeats. A single repeat may be watched. */
export const measuring = computed(
  () => stage.value === 'running' && ![undefined, 1].includes(shown.value?.values.repeats as number | undefined),
);

/** Returns whether repeats are being measured at this moment: the page draws nothing then. */
export const isSilent = (): boolean => shown.peek()?.view?.measuring ?? false;

/** Whether a run is under way, from the press of the button until its end. */
export const busy = computed(() => stage.value === 'starting' || stage.value === 'running');

/** Whether every parameter has its default. */
export const pristine = computed(() => Object.keys(link.value.explicit).length === 0);

/** The outcome that is told: that of the shown run, or while it runs that of the last one of the same scenario. */
export const told = computed<Outcome | null>(() => {
  const run = shown.value;
  if (run?.state !== 'running') return run?.outcome ?? null;
  const before = ended.value;
  return before?.link.scenario === run.link.scenario ? before.outcome : null;
});

/** Whether the shown figures belong to other settings than the present ones. */
export const stale = computed(() => {
  const run = shown.value;
  if (!run) return false;
  if (busy.value) return true;
  return subjectOf(run.link) !== subjectOf(link.value);
});

/** Returns a link without what only says how the same run is looked at. */
export function subjectOf(state: LinkState): string {
  const { params } = findScenario(state.scenario);
  const placed = params.filter(({ group }) => group === 'place').map(({ name }) => name);
  const explicit = Object.fromEntries(Object.entries(state.explicit).filter(([name]) => !placed.includes(name)));
  return encodeLink({ ...state, explicit, compare: false }, catalog);
}

export function findScenario(id: string): ScenarioInfo {
  const found = catalog.scenarios.find((candidate) => candidate.id === id) ?? catalog.scenarios[0];
  if (!found) throw new Error('The catalog is empty: the page was not built as a whole.');
  return found;
}

function familyOf({ family: id }: ScenarioInfo): Family {
  const found = catalog.families.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`The catalog has no family ${id}: the page was not built as a whole.`);
  return found;
}

/** Returns the size of the pool that a run needs; null if it needs none (the same rule as `PoolRule::size`). */
export function poolSize(info: ScenarioInfo, values: ParamValues, compare = false): number | null {
  return info.pool ? sizeOf(info.pool, values, compare) : null;
}

function sizeOf({ when, compared, size, otherwise }: PoolRule, values: ParamValues, compare: boolean): number | null {
  const conditions = (compare ? compared : null) ?? when;
  if (!conditions.every((condition) => meets(condition, values))) {
    return otherwise ? sizeOf(otherwise, values, compare) : null;
  }
  if (typeof size !== 'object') return typeof size === 'number' ? size : Number(values[size]);
  const actors = size.each.reduce((sum, [param, more]) => sum + Number(values[param]) * more, size.base);
  const given = Number(values[size.given]);
  return given > 0 ? Math.min(given, size.most) : Math.min(Math.max(Math.trunc(actors), 1), size.most);
}

/** Whether the present settings can be compared. Without threads only simulations can. */
export const comparable = computed<boolean>(() => {
  const info = scenario.value;
  if (!info.can_compare || environment.value.threadsAvailable) return info.can_compare;
  return info.pool?.compared != null && poolSize(info, values.value, true) === null;
});
