// The blocked loop: from the trace of a run to what each of its tasks is doing at any moment, live or replayed.
// Times in ms since the story began. Pure.

import { isFailure, lowerBound, type SpanTable } from '../../trace/spans';
import { numberOf } from './labels';
import { BEAT, type Beat, beatsOf } from './lag';

/** When the producer's time has come. */
export const PRODUCER_DUE = 500;
/** Timers are late by a few ms even on a free loop. */
const TOLERANCE = 10;

export interface LoopStory {
  /** Stretches in which the consumer held the thread. */
  blocks: { start: number; end: number }[];
  beats: Beat[];
  /** When the flag was set; null: not yet. */
  setAt: number | null;
  /** When the consumer saw it, or gave up; null: not yet. */
  seenAt: number | null;
  gaveUpAt: number | null;
}

/** Before anything has happened. */
export const UNTOLD: LoopStory = { blocks: [], beats: [], setAt: null, seenAt: null, gaveUpAt: null };

export function loopStory(spans: SpanTable): LoopStory {
  const laneOf = (task: string): number => spans.lanes.findIndex(({ name, role }) => role === 'task' && name === task);
  const consumer = laneOf('consumer');
  const of = (name: string): number => numberOf(spans.labels, name);
  const [blocks, sets, looks] = [of('blocks the thread'), of('sets the flag'), of('looks at the flag')];
  const story: LoopStory = { ...UNTOLD, blocks: [], beats: beatsOf(spans) };
  for (let row = spans.laneRows[consumer] ?? 0; row < (spans.laneRows[consumer + 1] ?? 0); row++) {
    if (spans.label[row] !== blocks) continue;
    const end = spans.open[row] === 1 ? Number.POSITIVE_INFINITY : (spans.end[row] as number) / 1e3;
    story.blocks.push({ start: (spans.start[row] as number) / 1e3, end });
  }
  const { instants } = spans;
  for (const lane of [consumer, laneOf('producer')]) {
    for (let i = lowerBound(instants.lane, 0, instants.count, lane); instants.lane[i] === lane; i++) {
      const time = (instants.time[i] as number) / 1e3;
      if (instants.label[i] === sets) story.setAt = time;
      else if (isFailure(spans, i)) story.gaveUpAt = time;
      else if (instants.label[i] === looks && instants.arg[i] === 1) story.seenAt ??= time;
    }
  }
  return story;
}

/** Who is late by less than this is not worth stopping for: two beats of the heart. */
const LATE = 2 * BEAT;

/**
 * The moment, until `end`, at which most tasks are ready and get no turn: of those while the consumer holds the thread,
 * if there are any, the one at which the heartbeat is latest. Null where it never is late by more than two beats.
 */
export function worstOf(story: LoopStory, end: number): number | null {
  const { blocks, beats, setAt, seenAt, gaveUpAt } = story;
  const changes = [...blocks.map((block) => block.end), ...beats.map(({ time }) => time), setAt, seenAt, gaveUpAt, end];
  let worst: { time: number; moment: LoopMoment } | null = null;
  for (const change of changes) {
    if (change === null || change > end) continue;
    // All that grows does so until just before something changes.
    const time = change - 1e-3;
    const moment = loopAt(story, time);
    if (moment.overdue > LATE && (worst === null || compare(moment, worst.moment) > 0)) worst = { time, moment };
  }
  return worst?.time ?? null;
}

/** How many tasks are ready and get no turn. */
export const starving = ({ producer, heart }: LoopMoment): number =>
  Number(producer === 'starves') + Number(heart === 'starves');

function compare(a: LoopMoment, b: LoopMoment): number {
  const holds = ({ consumer }: LoopMoment): number => Number(consumer === 'blocks');
  return starving(a) - starving(b) || holds(a) - holds(b) || a.overdue - b.overdue;
}

export interface LoopMoment {
  consumer: 'awaits' | 'blocks' | 'saw' | 'gave up';
  producer: 'awaits' | 'starves' | 'set';
  heart: 'beats' | 'starves';
  /** How late the next beat already is, in ms; 0 while it is in time. */
  overdue: number;
}

/** What every task is doing at a moment. */
export function loopAt(story: LoopStory, time: number): LoopMoment {
  const passed = (at: number | null): boolean => at !== null && at <= time;
  const blocked = story.blocks.some(({ start, end }) => start <= time && time < end + 1);
  const last = story.beats.findLast((beat) => beat.time <= time)?.time ?? 0;
  const late = time - last - BEAT;
  const over = passed(story.seenAt) || (passed(story.gaveUpAt) && passed(story.setAt));
  const overdue = over || late <= TOLERANCE ? 0 : late;
  return {
    consumer: passed(story.seenAt) ? 'saw' : passed(story.gaveUpAt) ? 'gave up' : blocked ? 'blocks' : 'awaits',
    producer: passed(story.setAt) ? 'set' : time > PRODUCER_DUE + TOLERANCE ? 'starves' : 'awaits',
    heart: overdue > 0 ? 'starves' : 'beats',
    overdue,
  };
}
