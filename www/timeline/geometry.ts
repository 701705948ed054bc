// Lays out the lanes vertically, in CSS px from the plot's top. Heights depend only on which lanes there are, never on
// what happened in them, so that a second run does not move the page. Pure.

import type { LaneRows, PieceRow } from '../trace/lanes';

export const RULER_HEIGHT = 26;
/** Height in CSS px below which a lane has no room for its name. */
export const NAMED_HEIGHT = 12;
const CONTROL_HEIGHT = 6;
const CONTROL_GAP = 2;

export interface RowBox {
  row: PieceRow;
  y: number;
  height: number;
}

export interface LaneBox {
  track: number;
  lane: LaneRows;
  y: number;
  height: number;
  rows: RowBox[];
}

export interface TrackBox {
  id: string;
  /** Top of the title. */
  y: number;
  /** With title and the gap below. */
  height: number;
  /** Height of the title, which the lanes follow. */
  title: number;
  /** Height below the lanes. */
  gap: number;
  /** µs. */
  length: number;
  lanes: LaneBox[];
}

export interface Geometry {
  height: number;
  tracks: TrackBox[];
}

export interface TrackContent {
  id: string;
  length: number;
  lanes: readonly LaneRows[];
}

interface Spacing {
  title: number;
  gap: number;
  /** Height of lanes as a share of their usual one. */
  lanes: number;
}

const ROOMY: Spacing = { title: 28, gap: 10, lanes: 1 };
/** In a low window: one track, two, three or more. The more there are, the less each takes. */
const LOW: readonly [Spacing, Spacing, Spacing] = [
  { title: 28, gap: 10, lanes: 0.7 },
  { title: 18, gap: 4, lanes: 0.5 },
  { title: 16, gap: 2, lanes: 0.4 },
];

function spacingFor(tracks: number, low: boolean): Spacing {
  if (!low) return ROOMY;
  return tracks <= 1 ? LOW[0] : tracks === 2 ? LOW[1] : LOW[2];
}

/** Returns the height of a lane in CSS px: roomy for a few threads, compact for many, never too low for its name. */
function laneHeight(role: string, workers: number, trackId: string, { lanes }: Spacing): number {
  const height = roomyHeight(role, workers, trackId);
  return lanes < 1 ? Math.max(Math.round(lanes * height), NAMED_HEIGHT) : height;
}

function roomyHeight(role: string, workers: number, trackId: string): number {
  if (role === 'task') return 26;
  if (role === 'page' || role === 'resource') return 18;
  if (role === 'coordinator') return trackId === 'sequential' ? 32 : 24;
  if (workers <= 4) return 30;
  if (workers <= 8) return 26;
  return workers <= 16 ? 20 : 16;
}

/** Returns the height of one of so many tracks, which has no events yet, to reserve room. */
export function trackHeight(id: string, roles: readonly string[], low = false, tracks = 1): number {
  const workers = roles.filter((role) => role === 'worker').length;
  const spacing = spacingFor(tracks, low);
  return spacing.title + spacing.gap + roles.reduce((sum, role) => sum + laneHeight(role, workers, id, spacing), 0);
}

function rowBoxes(lane: LaneRows, y: number, height: number, padding: number): RowBox[] {
  const controls = lane.rows.filter((row) => row.role === 'control').length;
  const nested = lane.rows.filter((row) => row.role === 'nested').length;
  const top = y + padding;
  const inner = height - 2 * padding;
  const controlRoom = Math.min(controls * (CONTROL_HEIGHT + CONTROL_GAP), inner / 2);
  // Nested rows share the lower part of the lane; the main row keeps at least half.
  const room = inner - controlRoom;
  const nestedHeight = nested > 0 ? Math.min(8, room / 2 / nested) : 0;
  let at = top;
  return lane.rows.map((row) => {
    const slot =
      row.role === 'control'
        ? controlRoom / controls
        : row.role === 'main'
          ? room - nested * nestedHeight
          : nestedHeight;
    const gap = row.role === 'control' ? CONTROL_GAP : row.role === 'nested' ? 1 : 0;
    const box = { row, y: at, height: slot - gap };
    at += slot;
    return box;
  });
}

/** `expected`: how many tracks there will be, so that they do not shrink when the last of them comes. */
export function layoutTracks(tracks: readonly TrackContent[], low = false, expected = tracks.length): Geometry {
  const spacing = spacingFor(Math.max(tracks.length, expected), low);
  const { title, gap } = spacing;
  let y = 0;
  const boxes = tracks.map((track, index): TrackBox => {
    const top = y;
    const workers = track.lanes.filter((lane) => lane.info.role === 'worker').length;
    y += title;
    const lanes = track.lanes.map((lane): LaneBox => {
      const height = laneHeight(lane.info.role, workers, track.id, spacing);
      const padding = height >= 24 ? 3 : height >= 18 ? 2 : height >= NAMED_HEIGHT ? 1.5 : 0;
      const box = { track: index, lane, y, height, rows: rowBoxes(lane, y, height, padding) };
      y += height;
      return box;
    });
    y += gap;
    return { id: track.id, y: top, height: y - top, title, gap, length: track.length, lanes };
  });
  return { height: y, tracks: boxes };
}

/** Returns the lane at a height; null on titles and between tracks. */
export function laneAt(geometry: Geometry, y: number): LaneBox | null {
  for (const track of geometry.tracks) {
    if (y < track.y || y >= track.y + track.height) continue;
    return track.lanes.find((lane) => y >= lane.y && y < lane.y + lane.height) ?? null;
  }
  return null;
}

/** Returns the row of a lane at a height, or the nearest one of that lane. */
export function rowAt(lane: LaneBox, y: number): RowBox {
  const inside = lane.rows.find((row) => y >= row.y && y < row.y + row.height);
  const distance = (row: RowBox): number => Math.abs(y - (row.y + row.height / 2));
  return inside ?? lane.rows.reduce((best, row) => (distance(row) < distance(best) ? row : best));
}
