import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRun } from '../../study/arbitrary-times';
import { representative, sections } from '../../trace/lanes';
import { spansOf } from '../../trace/spans';
import { chunkAt, chunksOf, levelsOf, sharesOf, treeOf } from './chunks';

describe('chunks', () => {
  it('are all there, in order, with their threads', () => {
    fc.assert(
      fc.property(anyRun, ({ table, chunks: lengths }) => {
        const spans = spansOf(table);
        const section = representative(sections(spans), 'repeat');
        if (!section) throw new Error('there is a repeat');
        const chunks = chunksOf({ spans, section });
        expect(chunks).toHaveLength(lengths.length);
        expect(chunks.every((chunk, i) => i === 0 || chunk.first >= (chunks[i - 1]?.first ?? 0))).toBe(true);
        expect(chunks.every(({ start, end }) => start >= 0 && end <= section.end - section.start)).toBe(true);
        const shares = sharesOf(chunks);
        expect(shares.reduce((sum, share) => sum + share.chunks, 0)).toBe(lengths.length);
      }),
    );
  });

  it('are found by their items', () => {
    const lane = { name: 'thread 0', role: 'worker' as const, thread: 0 };
    const chunk = (first: number, last: number) => ({ first, last, start: 0, end: 1, lane });
    const chunks = [chunk(0, 3), chunk(3, 4), chunk(10, 20)];
    expect([0, 2, 3, 4, 9, 10, 19, 20].map((item) => chunkAt(chunks, item)?.first)).toEqual([
      0,
      0,
      3,
      undefined,
      undefined,
      10,
      10,
      undefined,
    ]);
    expect(chunkAt([], 0)).toBeNull();
  });
});

describe('the tree', () => {
  it('has leaves that cover the range, as the core divides it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 200 }),
        (first, length, threshold) => {
          const nodes = treeOf(first, first + length, threshold);
          const leaves = nodes.filter(({ leaf }) => leaf).sort((a, b) => a.first - b.first);
          let next = first;
          for (const leaf of leaves) {
            expect(leaf.first).toBe(next);
            expect(leaf.last - leaf.first).toBeLessThanOrEqual(threshold);
            next = leaf.last;
          }
          expect(next).toBe(first + length);
          expect(nodes).toHaveLength(2 * leaves.length - 1);
          expect(levelsOf(length, threshold)).toBe(1 + Math.max(...nodes.map(({ depth }) => depth)));
        },
      ),
    );
  });

  it('has the shape of the lecture’s example, and leaves out what cannot be seen', () => {
    expect(levelsOf(999_999_999, 100_000)).toBe(15);
    const seen = treeOf(1, 1e9, 1e5, 1e9 / 800);
    expect(seen.length).toBeLessThan(2200);
    expect(seen.every(({ first, last }) => last - first >= 1e9 / 800)).toBe(true);
  });
});
