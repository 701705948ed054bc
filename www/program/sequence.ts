// The steps of a way as a sequence diagram: a column for each actor, a row for each step, and beside an actor's column a
// bar for as long as it holds something. Pure.

import type { Position } from '../contract/program';

/** Most actors that are drawn side by side. */
export const MOST_ACTORS = 12;

/** Sizes in px. */
export const COLUMN = 168;
export const ROW = 24;
export const HEAD = 34;
/** Width of a bar, and how far bars of one actor lie apart. */
export const BAR = 6;
const APART = 9;

export interface Bar {
  resource: string;
  actor: number;
  /** Rows of the diagram: it begins with one, and ends with another; after the last one where it is still held. */
  from: number;
  until: number;
  /** Bars of an actor that overlap lie side by side. */
  place: number;
}

export interface Sequence {
  actors: string[];
  /** The number of the first step: those before it are left out. */
  first: number;
  steps: Position['taken'];
  bars: Bar[];
  width: number;
  height: number;
}

/** Returns the diagram of the last steps of a position; null where there is nothing to draw, or too much. */
export function sequenceOf({ actors, taken, count, resources }: Position): Sequence | null {
  if (taken.length === 0 || actors.length > MOST_ACTORS) return null;
  const bars: Bar[] = [];
  const open = new Map<string, Bar>();
  const begin = (resource: number, actor: number, from: number): void => {
    const beside = [...open.values()].filter((bar) => bar.actor === actor).map(({ place }) => place);
    let place = 0;
    while (beside.includes(place)) place++;
    const bar = { resource: resources[resource]?.name ?? '', actor, from, until: taken.length, place };
    bars.push(bar);
    open.set(`${resource} ${actor}`, bar);
  };
  taken.forEach(({ gets, gives }, row) => {
    for (const [resource, actor] of gives) {
      const key = `${resource} ${actor}`;
      // What was held before the first step that is drawn has a bar from the top.
      if (!open.has(key)) begin(resource, actor, -1);
      const bar = open.get(key) as Bar;
      bar.until = row;
      open.delete(key);
    }
    for (const [resource, actor] of gets) begin(resource, actor, row);
  });
  return {
    actors: actors.map(({ name }) => name),
    first: count - taken.length + 1,
    steps: taken,
    bars,
    width: COLUMN * actors.length,
    height: HEAD + ROW * (taken.length + 1),
  };
}

/** Where an actor's line is. */
export const lineX = (actor: number): number => actor * COLUMN + 10;
/** Where the middle of a row is. */
export const rowY = (row: number): number => HEAD + ROW * (row + 0.5);
/** Where a bar begins. */
export const barX = ({ actor, place }: Bar): number => lineX(actor) - BAR / 2 + place * APART;

/** Writes the steps as lines of text. */
export function stepsText({ actors, first, steps }: Sequence): string {
  const lines = steps.map(({ actor, line, words }, i) => {
    const where = line > 0 ? ` (line ${line})` : '';
    return `${first + i}. ${actors[actor] ?? actor} ${words}${where}`;
  });
  return `${lines.join('\n')}\n`;
}
