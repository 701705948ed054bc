// Which thread computed which part of a sum: chunks from the trace, and for divide and conquer the tree above them.
// Pure.

import { rowsInSection } from '../../trace/lanes';
import { kindOf } from '../../trace/spans';
import type { Lane } from '../../trace/table';
import type { Track } from '../../trace/track';

export interface Chunk {
  /** Items first ≤ item < last. */
  first: number;
  last: number;
  /** µs since the repeat's start. */
  start: number;
  end: number;
  lane: Lane;
}

/** Returns the chunks of a track, in the order of their items. */
export function chunksOf({ spans, section }: Pick<Track, 'spans' | 'section'>): Chunk[] {
  const chunks: Chunk[] = [];
  spans.lanes.forEach((lane, index) => {
    if (lane.role === 'page') return;
    for (const row of rowsInSection(spans, index, section)) {
      if (kindOf(spans.labels, spans.label[row] as number) !== 'work') continue;
      const first = spans.first[row] as number;
      const last = spans.last[row] as number;
      if (last <= first) continue;
      const start = (spans.start[row] as number) - section.start;
      chunks.push({ first, last, start, end: (spans.end[row] as number) - section.start, lane });
    }
  });
  return chunks.sort((a, b) => a.first - b.first);
}

/** Returns the chunk with an item; null if there is none. */
export function chunkAt(chunks: readonly Chunk[], item: number): Chunk | null {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chunks[middle] as Chunk).last <= item) low = middle + 1;
    else high = middle;
  }
  const found = chunks[low];
  return found && found.first <= item ? found : null;
}

export interface Node {
  first: number;
  last: number;
  depth: number;
  /** Whether it is not divided any further. */
  leaf: boolean;
}

/** Most nodes of a tree: more could not be told apart. */
const MOST_NODES = 20_000;

/**
 * Returns the tasks of a range that is halved until a part is at most `threshold` long, level by level. Nodes shorter
 * than `shortest` items are left out with all below them: they would be thinner than a pixel.
 */
export function treeOf(first: number, last: number, threshold: number, shortest = 0): Node[] {
  const nodes: Node[] = [];
  let level: [number, number][] = [[first, last]];
  for (let depth = 0; level.length > 0 && nodes.length < MOST_NODES; depth++) {
    const next: [number, number][] = [];
    for (const [from, to] of level) {
      const leaf = to - from <= threshold;
      nodes.push({ first: from, last: to, depth, leaf });
      if (leaf) continue;
      // The left half is the shorter one, as in the core.
      const middle = from + Math.floor((to - from) / 2);
      if (middle - from >= shortest && middle > from) next.push([from, middle]);
      if (to - middle >= shortest) next.push([middle, to]);
    }
    level = next;
  }
  return nodes;
}

/** Returns the number of levels of the whole tree, including the root's. */
export function levelsOf(length: number, threshold: number): number {
  let levels = 1;
  // The right half is never the shorter one.
  for (let longest = length; longest > threshold && longest > 1; longest = Math.ceil(longest / 2)) levels++;
  return levels;
}

/** Says in words what each lane did, for readers who do not see the colours. */
export function sharesOf(chunks: readonly Chunk[]): { lane: Lane; chunks: number; items: number }[] {
  const shares = new Map<string, { lane: Lane; chunks: number; items: number }>();
  for (const chunk of chunks) {
    const share = shares.get(chunk.lane.name) ?? { lane: chunk.lane, chunks: 0, items: 0 };
    share.chunks++;
    share.items += chunk.last - chunk.first;
    shares.set(chunk.lane.name, share);
  }
  return [...shares.values()].sort((a, b) => (a.lane.thread ?? -1) - (b.lane.thread ?? -1));
}
