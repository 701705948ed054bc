// Everything the page knows, as signals, each with a comment; and what follows from them. What
// changes them is in `control.ts`.

import { computed, signal } from '@preact/signals';
import type { Linked } from '../contract/linked';
import type { Machine, MachineFacts } from '../contract/machine';
import type { Catalog, Outcome, ParamValues, ScenarioInfo } from '../contract/protocol';
import type { Range } from '../contract/range';
import type { StageState } from '../contract/stage';
import type { Exploration } from '../contract/view';
import type { RunView } from '../engine/memory';
import catalogJson from '../generated/catalog.json';
import { decodeLink, encodeLink, type LinkState, presetLink } from '../link/link';
import { type Environment, meets, resolve, resolveValues } from '../params/values';
import { initialTheme, type Theme } from '../text/colours';
import { DEFAULT_PALETTE, type PaletteChoice } from '../text/palettes';

/** Made by the core when the page was built. */
export const catalog = catalogJson as unknown as Catalog;

/** A run on the stage: under way, or ended. */
export interface Shown {
  /** Another for each run. */
  key: number;
  /** What was asked for. */
  link: LinkState;
  /** All values it runs with. */
  values: ParamValues;
  compare: boolean;
  /** A look around (zoom, pan): one repeat without warm-up, not a measurement. */
  explored: boolean;
  state: 'running' | 'done' | 'stopped';
  outcome: Outcome | null;
  view: RunView | null;
  /** The page's own frames during the run, [begin, end] in ms since the epoch. */
  frames: [number, number][];
  /** Where it was not run here, but opened from a file. */
  opened?: Opened;
}

/** What the file of a saved run says of where and when it was made. */
export interface Opened {
  file: string;
  /** ms since the epoch. */
  ran: number;
  machine: Machine;
}

/** What the address bar says: the scenario, and what differs from its defaults. */
export const link = signal<LinkState>({ scenario: catalog.scenarios[0]?.id ?? '', explicit: {}, compare: false });
/** What the reader's machine can do. */
export const environment = signal<Environment>({ logicalCores: 1, threadsAvailable: true });
/** For the badge; null until it is known. */
export const facts = signal<MachineFacts | null>(null);
/** What the page is doing. */
export const stage = signal<StageState>('idle');
/** The run whose picture, timeline and figures are shown. It stays until another one has something to show. */
export const shown = signal<Shown | null>(null);
/** The run that was on the stage last and has ended; a failure takes nothing away. */
export const ended = signal<Shown | null>(null);
/** Share of the present run's work that is done, 0 to 1. */
export const progress = signal(0);
/** Why the last run failed: a sentence. */
export const failure = signal<string | null>(null);
/** What was changed or ignored in the link, or is to be known about the figures. */
export const notices = signal<readonly string[]>([]);
/** Why the link could not be used at all. */
export const problem = signal<string | null>(null);
/** Whether the share dialog is open. */
export const sharing = signal(false);
/** Light or dark. */
export const theme = signal<Theme>(initialTheme());
/** Colours of the picture. */
export const palette = signal<PaletteChoice>(DEFAULT_PALETTE);
/** Whether the picture shows who computed what. */
export const tint = signal(false);
/** Where the pointer is, on a picture or on the timeline. */
export const linked = signal<Linked | null>(null);
/** A zoom or pan that both pictures preview together. */
export const exploration = signal<Exploration | null>(null);
/** Range selected on the timeline. */
export const selection = signal<Range | null>(null);
/** Time of the replay, µs since the repeat's start; null: the finished picture. */
export const cursor = signal<number | null>(null);

/** The scenario that the link names. */
export const scenario = computed<ScenarioInfo>(() => findScenario(link.value.scenario));

/** All values of the present settings. */
export const values = computed<ParamValues>(
  () => resolveValues(scenario.value, link.value.explicit, environment.value).values,
);

/** The present settings as a link. */
export const fragment = computed(() => encodeLink(link.value, catalog));

/** The preset that the present settings are, if they are one: its `link`, in which the order is for readers. */
export const activePreset = computed<string | null>(
  () => scenario.value.presets.find((preset) => canonical(presetLink(preset.link)) === fragment.value)?.link ?? null,
);

/** A link as the page itself would write it, here. */
export function canonical(text: string): string {
  const decoded = decodeLink(text, catalog);
  const { explicit } = resolve(findScenario(decoded.scenario), decoded.raw, environment.value);
  return encodeLink({ ...decoded, explicit }, catalog);
}

/** Whether the run under way measures repeats; a single one may be watched. */
export const measuring = computed(
  () => stage.value === 'running' && ![undefined, 1].includes(shown.value?.values.repeats as number | undefined),
);

/** Whether a run is under way, from the press of the button on. */
export const busy = computed(() => stage.value === 'starting' || stage.value === 'running');

/** Whether every parameter has its default. */
export const pristine = computed(() => Object.keys(link.value.explicit).length === 0);

/** What is told of a run: of the one that is shown, or of the same scenario's last one until that has ended. */
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
  return (
    encodeLink({ ...run.link, compare: false }, catalog) !== encodeLink({ ...link.value, compare: false }, catalog)
  );
});

export function findScenario(id: string): ScenarioInfo {
  const found = catalog.scenarios.find((candidate) => candidate.id === id) ?? catalog.scenarios[0];
  if (!found) throw new Error('The catalog is empty: the page was not built as a whole.');
  return found;
}

/** Size of the pool that a run needs; null if it needs none (the same rule as `PoolRule::size`). */
export function poolSize(info: ScenarioInfo, values: ParamValues, compare = false): number | null {
  const { pool } = info;
  if (!pool) return null;
  const when = (compare ? pool.compared : null) ?? pool.when;
  if (!when.every((condition) => meets(condition, values))) return null;
  return typeof pool.size === 'number' ? pool.size : Number(values[pool.size]);
}

/** Whether the present settings can be compared here: without threads only what is simulated can. */
export const comparable = computed<boolean>(() => {
  const info = scenario.value;
  if (!info.can_compare || environment.value.threadsAvailable) return info.can_compare;
  return info.pool?.compared != null && poolSize(info, values.value, true) === null;
});
