// Works out what the timeline shows, once for each new trace: tracks with their lanes, boxes and figures, and the way
// from a column of the picture to its span and back. Pure.

import type { Linked } from '../contract/linked';
import type { Range } from '../contract/range';
import { type LaneRows, layoutSection, SHAPES } from '../trace/lanes';
import { kindOf } from '../trace/spans';
import { type SelectionStats, selectionStats } from '../trace/stats';
import type { Track } from '../trace/track';
import type { Mark } from './emphasis';
import { type Geometry, layoutTracks } from './geometry';
import type { Hit } from './hit-test';
import { SHAPE_TEXT } from './palette';
import { columnsText, exactTime, plainCount } from './wording';

export interface Model {
  tracks: readonly Track[];
  lanes: readonly LaneRows[][];
  geometry: Geometry;
  /** µs of the longest track. */
  extent: number;
}

export const lengthOf = (track: Track): number => track.section.end - track.section.start;

/** Builds the model. `low`: for a low window, with lower lanes; `expected`: how many tracks there will be. */
export function buildModel(tracks: readonly Track[], low = false, expected = tracks.length): Model {
  const lanes = tracks.map((track) => layoutSection(track.spans, track.section, track.lanes));
  const geometry = layoutTracks(
    tracks.map((track, i) => ({ id: track.id, length: lengthOf(track), lanes: lanes[i] ?? [] })),
    low,
    expected,
  );
  return { tracks, lanes, geometry, extent: Math.max(0, ...tracks.map(lengthOf)) };
}

/** Returns the figures of each track for a range, or for its whole section. The range ends where the track ends. */
export function statsOf(model: Model, range: Range | null): SelectionStats[] {
  return model.tracks.map((track, i) => {
    const length = lengthOf(track);
    const start = Math.min(range?.start ?? 0, length);
    const end = Math.min(range?.end ?? length, length);
    return selectionStats(track.spans, track.section, model.lanes[i] ?? [], start, end);
  });
}

/** Returns the piece of a track that computed a column; null if none did. */
export function markOfColumn(model: Model, trackId: string, column: number): Mark | null {
  const index = model.tracks.findIndex((track) => track.id === trackId);
  const track = model.tracks[index];
  if (!track) return null;
  const { spans } = track;
  for (const lane of model.geometry.tracks[index]?.lanes ?? []) {
    for (const box of lane.rows) {
      for (let piece = 0; piece < box.row.count; piece++) {
        const row = box.row.span[piece] as number;
        if (row < 0 || kindOf(spans.labels, spans.label[row] as number) !== 'work') continue;
        const first = spans.first[row] as number;
        if (column >= first && column < (spans.last[row] as number)) return { lane, row: box, piece };
      }
    }
  }
  return null;
}

/** Returns what the picture shows for a marked piece; null if the piece has no columns. */
export function linkOf(model: Model, mark: Mark): Linked | null {
  const track = model.tracks[mark.lane.track];
  const row = mark.row.row.span[mark.piece] ?? -1;
  if (!track || row < 0) return null;
  const { spans } = track;
  const first = spans.first[row] as number;
  const last = spans.last[row] as number;
  if (track.look || kindOf(spans.labels, spans.label[row] as number) !== 'work' || last <= first) return null;
  return { track: track.id, first, last, thread: mark.lane.lane.info.thread, from: 'timeline' };
}

export interface Description {
  /** The lane, and what it is doing. */
  lane: string;
  what: string;
  /** Facts about the piece, as names and values. */
  facts: [string, string][];
}

/** Describes a piece in words, with its times as exact as they were recorded. */
export function describe(model: Model, hit: Mark & Partial<Pick<Hit, 'merged'>>): Description {
  const { row } = hit.row;
  const { info } = hit.lane.lane;
  const { spans, look } = model.tracks[hit.lane.track] ?? {};
  const start = row.start[hit.piece] ?? 0;
  const end = row.end[hit.piece] ?? 0;
  const span = row.span[hit.piece] ?? -1;
  const shape = SHAPES[row.shape[hit.piece] ?? 0] ?? 'idle';
  const facts: [string, string][] = [];
  let what: string = SHAPE_TEXT[shape];
  if (spans && span >= 0) {
    const label = spans.labels[spans.label[span] as number];
    const first = spans.first[span] as number;
    const last = spans.last[span] as number;
    what = label?.name ?? what;
    if (look) facts.push(...look.facts(span));
    else if (label?.kind === 'work' && last > first) {
      facts.push(['computes', columnsText(first, last, model.tracks[hit.lane.track]?.item)]);
    }
    if (label?.kind === 'control') what += ` ${first + 1}`;
    if (spans.open[span] === 1) facts.push(['end', 'never: the run was stopped']);
  } else if (hit.lane.lane.idle && info.role === 'worker') {
    what = 'idle: took no part';
  }
  facts.push(['start', exactTime(start)], ['took', exactTime(end - start)]);
  if ((hit.merged ?? 1) > 1) facts.push(['here', `${plainCount(hit.merged ?? 1)} spans in one pixel: zoom in`]);
  return { lane: info.name, what, facts };
}
