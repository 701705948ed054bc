import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyStory, type Told } from './arbitrary-story';
import { historyOf } from './moment';
import { holderOf, withResourceLanes } from './resource-lanes';
import { spansOf } from './spans';

describe('the lanes of resources', () => {
  it('say at every moment who holds each and who has waited longest, and leave the actors’ lanes as they are', () => {
    fc.assert(
      fc.property(anyStory(true), ({ table, told }) => {
        const history = historyOf(table);
        const { table: all, lanes, held } = withResourceLanes(history);
        expect(lanes.length).toBe(table.resources.length);
        expect(all.time.slice(0, table.count)).toEqual(table.time);
        const spans = spansOf(all);
        for (const [step, now] of told.entries()) {
          // Just after an event, and before the next.
          const time = step === 0 ? -1 : (history.times[step - 1] as number) + 0.5;
          for (const [resource, lane] of lanes.entries()) agrees(lane, resource, time, now);
        }
        function agrees(lane: number, resource: number, time: number, now: Told): void {
          const rows = Array.from({ length: spans.count }, (_, row) => row).filter(
            (row) =>
              spans.lane[row] === lane &&
              (spans.start[row] as number) < time &&
              ((spans.end[row] as number) > time || spans.open[row] === 1),
          );
          const holding = rows.find((row) => spans.label[row] === held);
          const holder = now.holders[resource] ?? null;
          const [waiter = null] = now.queues[resource] ?? [];
          if (holder === null) expect(holding).toBeUndefined();
          else {
            expect(holderOf(spans.first[holding as number] as number)).toEqual({
              holder: holder + 1,
              waiter: waiter === null ? null : waiter + 1,
            });
          }
          expect(rows.some((row) => spans.label[row] === held + 2)).toBe(waiter !== null);
        }
      }),
      { numRuns: 50 },
    );
  });
});
