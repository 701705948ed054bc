import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDeal, anyTrace, LABELS, traceOfDeal } from './arbitrary-trace';
import { layoutSection, representative, type Section, SHAPES, sections, spansOf, wholeRun } from './lanes';
import { BEGIN, END, REPEAT, SEQUENTIAL, type TraceEvent, tableFromEvents, WARM_UP } from './table';

const COORDINATOR = { name: 'coordinator', role: 'coordinator', thread: null } as const;
const at = (column: ArrayLike<number>, row: number): number => column[row] as number;

describe('spansOf', () => {
  it('nests: a child lies within its parent, one level deeper, on the same lane', () => {
    fc.assert(
      fc.property(anyTrace(true), (table) => {
        const spans = spansOf(table);
        for (let row = 0; row < spans.count; row++) {
          expect(at(spans.end, row)).toBeGreaterThanOrEqual(at(spans.start, row));
          const parent = at(spans.parent, row);
          if (parent < 0) {
            expect(at(spans.depth, row)).toBe(0);
            continue;
          }
          expect(parent).toBeLessThan(row);
          expect(at(spans.lane, parent)).toBe(at(spans.lane, row));
          expect(at(spans.depth, row)).toBe(at(spans.depth, parent) + 1);
          expect(at(spans.start, row)).toBeGreaterThanOrEqual(at(spans.start, parent));
          expect(at(spans.end, row)).toBeLessThanOrEqual(at(spans.end, parent));
        }
      }),
    );
  });

  it('never overlaps on one lane at one depth', () => {
    fc.assert(
      fc.property(anyTrace(true), (table) => {
        const spans = spansOf(table);
        const busyUntil = new Map<string, number>();
        for (let row = 0; row < spans.count; row++) {
          const key = `${at(spans.lane, row)}/${at(spans.depth, row)}`;
          expect(at(spans.start, row)).toBeGreaterThanOrEqual(busyUntil.get(key) ?? 0);
          busyUntil.set(key, at(spans.end, row));
        }
      }),
    );
  });

  it('makes one span of each begin, and flags exactly those without an end', () => {
    fc.assert(
      fc.property(anyTrace(true), (table) => {
        const spans = spansOf(table);
        const phases = [...table.phase];
        const ends = phases.filter((phase) => phase === END).length;
        const instants = phases.filter((phase) => phase === 2).length;
        expect(spans.count).toBe(phases.length - ends - instants);
        expect(spans.instants.count).toBe(instants);
        expect(spans.open.filter((open) => open === 1).length).toBe(spans.count - ends);
        for (let row = 0; row < spans.count; row++) {
          if (spans.open[row] === 1) expect(spans.end[row]).toBe(spans.end_time);
        }
      }),
    );
  });

  it('survives ends that match nothing, and closes what an end skips', () => {
    const events: TraceEvent[] = [
      { time: 1, label: 0, phase: END, arg: 9 },
      { time: 2, label: 3, phase: BEGIN, arg: 4 },
      { time: 3, label: 0, phase: BEGIN, arg: 10 },
      { time: 8, label: 3, phase: END, arg: 4 },
    ];
    const spans = spansOf(tableFromEvents([{ lane: COORDINATOR, events }]));
    expect([...spans.start]).toEqual([2, 3]);
    expect([...spans.end]).toEqual([8, 8]);
    expect([...spans.open]).toEqual([0, 1]);
  });
});

function repeats(lengths: readonly number[], lastOpen: boolean): TraceEvent[] {
  let time = 0;
  return lengths.flatMap((length, i) => {
    const label = i === 0 ? WARM_UP : i % 2 === 1 ? SEQUENTIAL : REPEAT;
    const begin: TraceEvent = { time, label, phase: BEGIN, arg: i };
    time += length;
    const end: TraceEvent = { time, label, phase: END, arg: i };
    time += 10;
    return lastOpen && i === lengths.length - 1 ? [begin] : [begin, end];
  });
}

describe('sections', () => {
  it('finds every repeat in order; the representative is complete and closest to the median', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        (lengths, open) => {
          const all = sections(spansOf(tableFromEvents([{ lane: COORDINATOR, events: repeats(lengths, open) }])));
          expect(all.map((section) => section.index)).toEqual(lengths.map((_, i) => i));
          for (const kind of ['warm-up', 'sequential', 'repeat'] as const) {
            const ofKind = all.filter((section) => section.kind === kind);
            const complete = ofKind.filter((section) => !section.open);
            const chosen = representative(all, kind);
            if (ofKind.length === 0) expect(chosen).toBeNull();
            else if (complete.length > 0) {
              const sorted = complete.map((section) => section.end - section.start).sort((a, b) => a - b);
              const n = sorted.length;
              const median = ((sorted[(n - 1) >> 1] ?? 0) + (sorted[n >> 1] ?? 0)) / 2;
              const off = (section: Section) => Math.abs(section.end - section.start - median);
              expect(complete).toContain(chosen);
              expect(off(chosen as Section)).toBe(Math.min(...complete.map(off)));
            } else expect(chosen).toBe(ofKind[0]);
          }
        },
      ),
    );
  });
});

/** Sums the pieces of a row whose shape is (or is not) one of these. */
function total(
  row: { count: number; start: Float64Array; end: Float64Array },
  counts: (piece: number) => boolean,
): number {
  let sum = 0;
  for (let i = 0; i < row.count; i++) if (counts(i)) sum += at(row.end, i) - at(row.start, i);
  return sum;
}

describe('layoutSection', () => {
  it('fills every worker lane: work and waiting add up to the section', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const spans = spansOf(traceOfDeal(deal).table);
        const section = representative(sections(spans), 'repeat') as Section;
        const length = section.end - section.start;
        const lanes = layoutSection(spans, section);
        expect(lanes).toHaveLength(deal.threads + 1);
        for (const lane of lanes.slice(1)) {
          const main = lane.rows.find((row) => row.role === 'main');
          if (!main) throw new Error('no main row');
          expect(lane.busy + lane.waiting).toBeCloseTo(length, 6);
          expect(total(main, (i) => SHAPES[at(main.shape, i)] === 'work')).toBeCloseTo(lane.busy, 6);
          expect(total(main, () => true)).toBeCloseTo(length, 6);
          // A thread wakes up before the first chunk and waits for the others after the last; an idle lane only
          // idles.
          const names = [...main.shape].map((shape) => SHAPES[shape]);
          const first = names.indexOf('work');
          const last = names.lastIndexOf('work');
          names.forEach((name, i) => {
            const expected =
              first < 0 ? 'idle' : i < first ? 'waking' : i > last ? 'last' : name === 'work' ? 'work' : 'between';
            expect(name).toBe(expected);
          });
        }
        const dealt = lanes.slice(1).map((_, thread) => deal.chunks.filter((chunk) => chunk.thread === thread).length);
        expect(lanes.slice(1).map((lane) => lane.chunks)).toEqual(dealt);
      }),
    );
  });

  it('has pieces in order, within the section, without overlaps; the main row without gaps', () => {
    fc.assert(
      fc.property(anyTrace(true), (table) => {
        const spans = spansOf(table);
        const section = wholeRun(spans);
        for (const lane of layoutSection(spans, section)) {
          expect(lane.busy).toBeGreaterThanOrEqual(0);
          expect(lane.busy + lane.waiting).toBeCloseTo(section.end, 6);
          for (const row of lane.rows) {
            let now = 0;
            for (let i = 0; i < row.count; i++) {
              if (row.role === 'main') expect(at(row.start, i)).toBe(now);
              expect(at(row.start, i)).toBeGreaterThanOrEqual(now);
              expect(at(row.end, i)).toBeGreaterThanOrEqual(at(row.start, i));
              now = at(row.end, i);
            }
            expect(now).toBeLessThanOrEqual(section.end);
            if (row.role === 'main') expect(now).toBe(section.end);
          }
        }
      }),
    );
  });

  it('shows each span of the whole run exactly once', () => {
    fc.assert(
      fc.property(anyTrace(true), (table) => {
        const spans = spansOf(table);
        const shown = layoutSection(spans, wholeRun(spans))
          .flatMap((lane) => lane.rows.flatMap((row) => [...row.span]))
          .filter((row) => row >= 0)
          .sort((a, b) => a - b);
        // A span without a duration at the very end of the trace lies outside.
        const expected = [...Array(spans.count).keys()].filter((row) => at(spans.start, row) < spans.end_time);
        expect(shown).toEqual(expected);
      }),
    );
  });

  it('counts a chunk to the repeat in which most of it lies, whatever the clocks say', () => {
    const chunk = (start: number, end: number): TraceEvent[] => [
      { time: start, label: 0, phase: BEGIN, arg: 0 },
      { time: end, label: 0, phase: END, arg: 1 },
    ];
    const table = tableFromEvents(
      [
        {
          lane: COORDINATOR,
          events: [100, 200].flatMap((time): TraceEvent[] => [
            { time, label: REPEAT, phase: BEGIN, arg: 0 },
            { time: time + 100, label: REPEAT, phase: END, arg: 0 },
          ]),
        },
        // The worker's clock is 5 µs late: its first chunk seems to end in the second repeat.
        { lane: { name: 'thread 0', role: 'worker', thread: 0 }, events: [...chunk(150, 205), ...chunk(206, 260)] },
      ],
      LABELS,
    );
    const spans = spansOf(table);
    const [first, second] = sections(spans).map((section) => layoutSection(spans, section)[1]);
    expect([first?.chunks, second?.chunks]).toEqual([1, 1]);
    expect([first?.busy, second?.busy]).toEqual([50, 54]);
  });

  it('leaves out who takes no part, and keeps who waits', () => {
    const names = (chunkOn: string): string[] => {
      const chunk: TraceEvent[] = [
        { time: 110, label: 0, phase: BEGIN, arg: 0 },
        { time: 190, label: 0, phase: END, arg: 1 },
      ];
      const worker = (thread: number) => ({ name: `thread ${thread}`, role: 'worker', thread }) as const;
      const of = (name: string): TraceEvent[] => (name === chunkOn ? chunk : []);
      const table = tableFromEvents(
        [
          {
            lane: COORDINATOR,
            events: [
              { time: 100, label: REPEAT, phase: BEGIN, arg: 0 },
              ...of('coordinator'),
              { time: 200, label: REPEAT, phase: END, arg: 0 },
            ],
          },
          { lane: worker(0), events: of('thread 0') },
          { lane: worker(1), events: [] },
          { lane: { name: 'page', role: 'page', thread: null }, events: [] },
        ],
        LABELS,
      );
      const spans = spansOf(table);
      return layoutSection(spans, sections(spans)[0] as Section).map(({ info }) => info.name);
    };
    expect(names('coordinator')).toEqual(['coordinator', 'page']);
    expect(names('thread 0')).toEqual(['coordinator', 'thread 0', 'thread 1', 'page']);
  });

  it('says what the coordinator does: it waits for the threads, or works itself', () => {
    const spans = spansOf(traceOfDeal({ threads: 1, chunks: [{ columns: 3, thread: 0, pause: 1, steps: 4 }] }).table);
    const [coordinator] = layoutSection(spans, sections(spans)[0] as Section);
    const main = coordinator?.rows.find((row) => row.role === 'main');
    expect([...(main?.shape ?? [])].map((shape) => SHAPES[shape])).toEqual(['pool']);
    expect(coordinator?.rows[0]?.role).toBe('control');
  });
});
