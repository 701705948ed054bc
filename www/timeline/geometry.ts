// Lays out the lanes vertically, in CSS px from the plot's top. Heights depend only on which lanes there are, never on
// what happened in them, so that a second run does not move the page. Pure.

import type { LaneRows, PieceRow } from '../trace/lanes';

export const RULER_HEIGHT = 26;
export const TITLE_HEIGHT = 28;
const TRACK_GAP = 10;
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
  /** Top of the title; the lanes follow TITLE_HEIGHT below. */
  y: number;
  height: number;
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

/** Height of lanes in a low window, as a share of their usual one. They keep room for a name. */
const LOW = 0.7;

/** Returns the height of a lane in CSS px: roomy for a few threads, compact for many. `low`: in a low window. */
export function laneHeight(role: string, workers: number, trackId: string, low: boolean): number {
  const height = roomyHeight(role, workers, trackId);
  return low ? Math.max(Math.round(LOW * height), NAMED_HEIGHT) : height;
}

function roomyHeight(role: string, workers: number, trackId: string): number {
  if (role === 'task') return 26;
  if (role === 'page' || role === 'resource') return 18;
  if (role === 'coordinator') return trackId === 'sequential' ? 32 : 24;
  if (workers <= 4) return 30;
  if (workers <= 8) return 26;
  return workers <= 16 ? 20 : 16;
}

/** Returns the height of a track that has no events yet, to reserve room. */
export function trackHeight(id: string, roles: readonly string[], low = false): number {
  const workers = roles.filter((role) => role === 'worker').length;
  return TITLE_HEIGHT + TRACK_GAP + roles.reduce((sum, role) => sum + laneHeight(role, workers, id, low), 0);
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

export function layoutTracks(tracks: readonly TrackContent[], low = false): Geometry {
  let y = 0;
  const boxes = tracks.map((track, index): TrackBox => {
    const top = y;
    const workers = track.lanes.filter((lane) => lane.info.role === 'worker').length;
    y += TITLE_HEIGHT;
    const lanes = track.lanes.map((lane): LaneBox => {
      const height = laneHeight(lane.info.role, workers, track.id, low);
      const padding = height >= 24 ? 3 : height >= 18 ? 2 : height >= NAMED_HEIGHT ? 1.5 : 0;
      const box = { track: index, lane, y, height, rows: rowBoxes(lane, y, height, padding) };
      y += height;
      return box;
    });
    y += TRACK_GAP;
    return { id: track.id, y: top, height: y - top, length: track.length, lanes };
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
