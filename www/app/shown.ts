// Derives what the page shows from the shown run: the trace with the page's own lane, the repeats on the timeline, the
// pictures, and the replay. Nothing is stored twice.

import { computed, signal } from '@preact/signals';
import type { PictureSource } from '../contract/picture';
import type { View } from '../contract/view';
import { plural } from '../text/format';
import { type Section, sections, shownSection, spansOf, whichRepeat, wholeRun } from '../trace/lanes';
import { type Replay, ReplayReader, replayOf } from '../trace/replay';
import { appendPageFrames, type TraceTable } from '../trace/table';
import type { Track } from '../trace/track';
import { comparable, cursor, findScenario, link, type Shown, shown } from './app';

/** The ids of the two sides of a comparison, in the order in which they are shown. */
export const SIDES = ['sequential', 'parallel'] as const;
export type Side = (typeof SIDES)[number];

/** A track of the timeline that belongs to one side. */
export interface SideTrack extends Track {
  id: Side;
}

/** Counts up a few times a second while a run is watched, so that its timeline grows. */
export const pulse = signal(0);

/** Returns the run's trace, with the page's own lane added. */
export function runTable(run: Shown): TraceTable | null {
  if (!run.view) return null;
  const origin = run.view.layout.origin_ms;
  const frames = run.frames.map(([begin, end]): [number, number] => [(begin - origin) * 1e3, (end - origin) * 1e3]);
  return appendPageFrames(run.view.trace(), frames);
}

/**
 * Returns the side that a section of the trace belongs to. Both sides warm up in turns under one name, the reference
 * first.
 */
function sideOf(section: Section, all: readonly Section[], compare: boolean): Side {
  if (section.kind === 'sequential') return 'sequential';
  if (section.kind !== 'warm-up' || !compare) return 'parallel';
  const first = all.find(({ kind, index }) => kind === 'warm-up' && index === section.index);
  return first === section ? 'sequential' : 'parallel';
}

/** Returns the title of a side, as over its picture and its track. */
export function titleOf(run: Shown, side: Side): string {
  if (side === 'sequential') return 'Sequential';
  const { schedule, threads } = run.values;
  if (schedule === undefined) return 'Run';
  if (schedule === 'sequential') return 'Sequential';
  const name = String(schedule);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${plural(Number(threads), 'thread')}`;
}

/** The tracks of the timeline: for each side the repeat that the figures describe, or what is recorded so far. */
export const tracks = computed<SideTrack[]>(() => {
  const run = shown.value;
  if (!run?.view) return [];
  // A live run is read again with every pulse, an ended one only once.
  if (run.state === 'running' && pulse.value === 0) return [];
  const table = runTable(run);
  if (!table || table.count === 0) return [];
  const spans = spansOf(table);
  const all = sections(spans);
  const told = run.outcome?.metrics ?? [];
  const track = (id: Side, section: Track['section']): SideTrack => ({
    id,
    title: [titleOf(run, id), section.kind === 'warm-up' ? 'warm-up' : whichRepeat(section, told)]
      .filter(Boolean)
      .join(' · '),
    spans,
    section,
    table,
    item: findScenario(run.link.scenario).item ?? 'column',
  });
  if (run.state === 'running') {
    const latest = all.at(-1) ?? wholeRun(spans);
    return [track(sideOf(latest, all, run.compare), latest)];
  }
  // Repeats that were not recorded have no timeline; the other sections of the trace are not a substitute.
  if (
    run.state === 'done' &&
    told.some(({ role }) => role === 'measured-repeats') &&
    !all.some(({ kind }) => kind === 'repeat')
  ) {
    return [];
  }
  const chosen = shownSection(all, 'repeat', told) ?? all.at(-1) ?? wholeRun(spans);
  const reference = run.compare ? shownSection(all, 'sequential', told) : null;
  return reference ? [track('sequential', reference), track('parallel', chosen)] : [track('parallel', chosen)];
});

/** Sides whose pictures are shown. */
export const sides = computed<Side[]>(() =>
  // Before a first run: the sides that it will have.
  (shown.value ? shown.value.compare : link.value.compare && comparable.value) ? [...SIDES] : ['parallel'],
);

/** The picture of a side, live or finished. */
function sourceOf(side: Side) {
  return computed<PictureSource | null>(() => {
    const run = shown.value;
    const image = run?.view?.images().find(({ id }) => id === side);
    if (!run?.view || !image) return null;
    const { view, state } = run;
    // The image is looked up each time, because its address changes when the run is copied out of the shared memory.
    const now = () => view.images().find(({ id }) => id === side) ?? image;
    return {
      key: run.key,
      width: image.width,
      height: image.height,
      pixels: () => view.pixels(now()),
      owners: () => view.owners(now()),
      live: state === 'running',
      held: () => view.measuring,
      maxIter: Number(run.values.max_iter ?? 255),
      // While this text stays the same, another view shows another part of the same picture.
      subject: `${run.values.re},${run.values.im},${run.values.max_iter}`,
    };
  });
}

export const sources = { sequential: sourceOf('sequential'), parallel: sourceOf('parallel') };

/** The part of the plane that the shown pictures show. */
export const pictureView = computed<View>(() => {
  const { x = 0, y = 0, width = 4 } = shown.value?.values ?? {};
  return { x: Number(x), y: Number(y), width: Number(width) };
});

interface Player {
  replay: Replay;
  reader: ReplayReader;
}

/** Replays of the shown tracks; none while the run is under way. */
const players = computed<Partial<Record<Side, Player>>>(() => {
  const run = shown.value;
  if (!run || run.state === 'running') return {};
  const result: Partial<Record<Side, Player>> = {};
  for (const track of tracks.value) {
    const width = sources[track.id].value?.width;
    if (width === undefined) continue;
    const replay = replayOf(track.spans, track.section, width);
    result[track.id] = { replay, reader: new ReplayReader(replay) };
  }
  return result;
});

/** µs of the longest replay; 0 while there is none. */
export const replayDuration = computed(() =>
  Math.max(0, ...Object.values(players.value).map(({ replay }) => replay.duration)),
);

/** Returns who owns each column: from the replay at its cursor, else from the repeat on the timeline. */
function ownersOf(side: Side) {
  return computed<Uint8Array | null>(() => {
    const player = players.value[side];
    if (!player || shown.value?.state === 'stopped') return null;
    // A copy, because the reader changes its own in place.
    if (cursor.value !== null) return player.reader.columnsAt(cursor.value).owners.slice();
    // Columns that the trace does not mention are taken from the picture, which is complete when the run has ended.
    const last = sources[side].value?.owners();
    return player.replay.owner.map((owner, column) => owner || (last?.[column] ?? 0));
  });
}

export const owners = { sequential: ownersOf('sequential'), parallel: ownersOf('parallel') };

/** Says in words which thread computed a column; null if none has. */
export function threadOf(side: Side, column: number): { thread: string } | null {
  const owner = (owners[side].peek() ?? sources[side].peek()?.owners())?.[column] ?? 0;
  if (owner === 0) return null;
  return { thread: owner === 1 ? 'coordinator' : `thread ${owner - 2}` };
}
