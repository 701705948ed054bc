import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDeal, traceOfDeal } from './arbitrary-trace';
import { type Section, sections, spansOf } from './lanes';
import { defaultSpeed, ReplayReader, replayOf, SPEEDS } from './replay';
import { BEGIN, CHUNK, END, REPEAT, tableFromEvents } from './table';

function replayOfDeal(deal: Parameters<typeof traceOfDeal>[0]) {
  const { table, columns } = traceOfDeal(deal);
  const spans = spansOf(table);
  return { spans, columns, replay: replayOf(spans, sections(spans)[0] as Section, columns) };
}

/** Returns the thread that was dealt each column. */
function dealt(deal: Parameters<typeof traceOfDeal>[0]): number[] {
  return deal.chunks.flatMap((chunk) => new Array<number>(chunk.columns).fill(chunk.thread + 2));
}
const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('replay', () => {
  it('is complete at its end, with the right owners, and has nothing before its start', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const { replay, columns } = replayOfDeal(deal);
        const reader = new ReplayReader(replay);
        const end = reader.columnsAt(replay.duration);
        expect(end.done).toBe(columns);
        expect([...end.owners]).toEqual(dealt(deal));
        expect(reader.columnsAt(-1).done).toBe(0);
        expect(end.owners.every((owner) => owner === 0)).toBe(true);
      }),
    );
  });

  it('is complete although the clocks of the threads are a few µs apart', () => {
    fc.assert(
      fc.property(anyDeal, fc.integer({ min: -15, max: 15 }), (deal, skew) => {
        const { table, columns } = traceOfDeal(deal, 1000, skew);
        const spans = spansOf(table);
        const replay = replayOf(spans, sections(spans)[0] as Section, columns);
        expect([...replay.owner]).toEqual(dealt(deal));
        expect([...replay.finish].every((time) => time >= 0 && time <= replay.duration)).toBe(true);
      }),
    );
  });

  it('only ever adds columns while time goes on', () => {
    fc.assert(
      fc.property(anyDeal, parts, (deal, times) => {
        const { replay } = replayOfDeal(deal);
        const reader = new ReplayReader(replay);
        let before = new Uint8Array(replay.columns);
        for (const part of [...times].sort((a, b) => a - b)) {
          const { done, owners } = reader.columnsAt(part * replay.duration);
          expect(owners.filter((owner) => owner !== 0).length).toBe(done);
          for (let column = 0; column < replay.columns; column++) {
            if (before[column] !== 0) expect(owners[column]).toBe(before[column]);
          }
          before = Uint8Array.from(owners);
        }
      }),
    );
  });

  it('shows the same at a moment, however one came there', () => {
    fc.assert(
      fc.property(anyDeal, parts, (deal, times) => {
        const { replay } = replayOfDeal(deal);
        const walked = new ReplayReader(replay);
        for (const part of times) {
          const time = part * replay.duration;
          expect(walked.columnsAt(time)).toEqual(new ReplayReader(replay).columnsAt(time));
        }
      }),
    );
  });

  it('finishes columns within their chunk, in order, the last one with the chunk', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const { replay, spans, columns } = replayOfDeal(deal);
        const origin = spans.start[0] as number;
        for (let column = 0; column < columns; column++) {
          const row = replay.chunkOf[column] as number;
          const finish = (replay.finish[column] as number) + origin;
          expect(finish).toBeGreaterThanOrEqual(spans.start[row] as number);
          expect(finish).toBeLessThanOrEqual(spans.end[row] as number);
          if (column + 1 === spans.last[row]) expect(finish).toBe(spans.end[row]);
          else expect(replay.finish[column + 1]).toBeGreaterThanOrEqual(replay.finish[column] as number);
        }
      }),
    );
  });

  it('shows nothing of a chunk that a stop cut off', () => {
    const coordinator = { name: 'coordinator', role: 'coordinator', thread: null } as const;
    const worker = { name: 'thread 0', role: 'worker', thread: 0 } as const;
    const events = [
      { time: 0, label: CHUNK, phase: BEGIN, arg: 0 },
      { time: 20, label: CHUNK, phase: END, arg: 4 },
      { time: 25, label: CHUNK, phase: BEGIN, arg: 4 },
    ];
    const table = tableFromEvents([
      { lane: coordinator, events: [{ time: 0, label: REPEAT, phase: BEGIN, arg: 0 }] },
      { lane: worker, events },
    ]);
    const spans = spansOf(table);
    const replay = replayOf(spans, sections(spans)[0] as Section, 8);
    const { done, owners } = new ReplayReader(replay).columnsAt(replay.duration);
    expect(done).toBe(4);
    expect([...owners]).toEqual([2, 2, 2, 2, 0, 0, 0, 0]);
    expect([...replay.moments]).toEqual([0, 20]);
  });
});

describe('defaultSpeed', () => {
  it('makes a replay of 4 ms to 10 s last between 3 and 12 s', () => {
    fc.assert(
      fc.property(fc.double({ min: 4000, max: 1e7, noNaN: true }), (duration) => {
        const speed = defaultSpeed(duration);
        expect(SPEEDS.map(({ value }) => value)).toContain(speed);
        const seconds = duration / 1e6 / speed;
        expect(seconds).toBeGreaterThan(3);
        expect(seconds).toBeLessThan(12);
      }),
    );
  });
});
