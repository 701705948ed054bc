// What the stage of a story shows, derived from the trace of the run on it: the actors' events in their order, the moment
// that is shown of them, and the lanes of actors and resources.

import { computed, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import * as app from '../app/app';
import { pulse, runTable } from '../app/shown';
import type { ParamValues } from '../contract/protocol';
import type { ShownLane } from '../trace/lanes';
import { type Moment, stepsUntil, Walker } from '../trace/moment';
import { type Story, storyOf } from '../trace/story';
import { MICROS, partOf, storyTable } from '../trace/story-table';
import type { Track } from '../trace/track';
import { lookOf } from './story-look';

/** What a scenario's own picture is given. */
export interface StoryView {
  /** Null before the first run. */
  story: Story | null;
  /** What everybody is doing. */
  moment: Moment;
  /** Seconds of the story. */
  time: number;
  /** Whether the moment is the one at which it comes to rest before its end. */
  resting: boolean;
  /** Under way, or being replayed. */
  moving: boolean;
  running: boolean;
  /** Seconds that it has lasted so far. */
  length: number;
  values: ParamValues;
  /** CSS px. */
  width: number;
}

/** What a scenario draws itself. */
export interface StoryParts {
  /** Over the board. */
  Picture?: ComponentType<StoryView>;
  /** Under the timeline. */
  Below?: ComponentType<StoryView>;
}

const NOTHING: Moment = { step: 0, actors: [], resources: [] };

/**
 * The signals of a story's stage.
 *
 * @param pace Real ms for one of its seconds.
 * @param part The part of the trace that is shown, in µs; null: all of it.
 */
export function storyState(
  pace: (values: ParamValues) => number,
  part: () => readonly [number, number] | null = () => null,
) {
  /** Seconds of a run that is under way, at the present frame. */
  const live = signal(0);
  /** The run on the stage, unless it is another scenario's. */
  const run = computed(() => {
    const shown = app.shown.value;
    return shown && shown.link.scenario === app.scenario.value.id ? shown : null;
  });
  /** The settings that are shown: the run's, before the first one the form's. */
  const values = computed<ParamValues>(() => run.value?.values ?? app.values.value);
  const running = computed(() => run.value?.state === 'running');
  const paced = computed(() => pace(values.value));

  const story = computed<Story | null>(() => {
    const shown = run.value;
    // A live run is read again with every pulse; an ended one only once.
    if (!shown?.view || (shown.state === 'running' && pulse.value < 0)) return null;
    const recorded = runTable(shown);
    if (!recorded) return null;
    const within = part();
    const table = within ? partOf(recorded, within) : recorded;
    return storyOf(storyTable(table, paced.value), shown.state !== 'done');
  });

  /** Where the story is when nobody replays it, µs. */
  const resting = computed(() => (running.value ? null : (story.value?.rest ?? null)));
  /** The moment that is shown, µs: live, the replay's, or where it rests. */
  const at = computed<{ time: number; resting: boolean }>(() => {
    const told = story.value;
    if (!told) return { time: 0, resting: false };
    if (running.value) return { time: live.value * MICROS, resting: false };
    const { end } = told.section;
    const cursor = app.cursor.value;
    if (cursor !== null && cursor < end) return { time: cursor, resting: false };
    return resting.value === null ? { time: end, resting: false } : { time: resting.value, resting: true };
  });
  const step = computed(() => (story.value ? stepsUntil(story.value.history, at.value.time) : 0));
  const walker = computed(() => (story.value ? new Walker(story.value.history) : null));
  const moment = computed<Moment>(() => walker.value?.at(step.value) ?? NOTHING);

  const tracks = computed<Track[]>(() => {
    const told = story.value;
    if (!told) return [];
    const { table, spans, section, history, shared } = told;
    const named = (lane: number): ShownLane => ({ lane, name: table.lanes[lane]?.actor ?? '' });
    const onLoop = history.actors.some((lane) => table.lanes[lane]?.role === 'coordinator');
    // Beside an event loop the page's own, which stays free.
    const page = onLoop ? table.lanes.flatMap(({ role }, lane) => (role === 'page' ? [lane] : [])) : [];
    const lanes = [
      ...history.actors.map(named),
      ...page.map((lane) => ({ lane, name: 'the page’s loop' })),
      ...shared.lanes.map((lane) => ({ lane })),
    ];
    return [{ id: 'story', title: titleOf(paced.value), spans, section, table, lanes, look: lookOf(told) }];
  });

  const view = computed<Omit<StoryView, 'width'>>(() => ({
    story: story.value,
    moment: moment.value,
    time: at.value.time / MICROS,
    resting: at.value.resting,
    moving: running.value || app.cursor.value !== null,
    running: running.value,
    length: running.value ? live.value : (story.value?.section.end ?? 0) / MICROS,
    values: values.value,
  }));

  return { live, run, running, paced, story, moment, tracks, view };
}

export type StoryState = ReturnType<typeof storyState>;

const titleOf = (pace: number): string =>
  pace === 1000
    ? 'Who does what, and who holds what'
    : `Who does what, and who holds what; a second here took ${pace} ms`;
