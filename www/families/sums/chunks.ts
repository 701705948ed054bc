// Who computed which part of a sum: chunks from the trace, and for divide and conquer the tree above
// them. Pure.

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

/** The chunks of a track, in the order of their items. */
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

/** The chunk with an item; null if none has it. */
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
  /** It is not divided any more. */
  leaf: boolean;
}

/** Most nodes that are worked out: more cannot be seen. */
const MOST_NODES = 20_000;

/**
 * The tasks of a range that is halved until a part is at most `threshold` long, level by level. Nodes shorter than
 * `shortest` items are left out with all below them: they would be thinner than a pixel.
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
      // As in the core: the left half is the shorter one.
      const middle = from + Math.floor((to - from) / 2);
      if (middle - from >= shortest && middle > from) next.push([from, middle]);
      if (to - middle >= shortest) next.push([middle, to]);
    }
    level = next;
  }
  return nodes;
}

/** Levels of the whole tree, the root's included. */
export function levelsOf(length: number, threshold: number): number {
  let levels = 1;
  // The right half is never the shorter one.
  for (let longest = length; longest > threshold && longest > 1; longest = Math.ceil(longest / 2)) levels++;
  return levels;
}

/** What each lane did, in words, for those who do not see the colours. */
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
