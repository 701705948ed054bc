// Where the threads' time went: the parts add up, and the marked pieces of a repeat cover all of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../link/names';
import { anyDeal, traceOfDeal } from './arbitrary-trace';
import { layoutSection, representative, type Section, sections, shownSection, spansOf, whichRepeat } from './lanes';
import { lostTimeOf, PARTS, type PartId, pageTime, type Stretch, stretchesOf } from './parts';
import { appendPageFrames } from './table';

const metric = (name: string, value: number) => ({ name, value, ...meaningOf(name) });
const MEASURED = ['useful', 'inflation', 'imbalance', 'hand_out', 'waiting'] as const;
const told = (times: readonly number[], threads = 2, cores = 2) => [
  metric('threads', threads),
  metric('cores', cores),
  ...MEASURED.map((id, i) => metric(`${id}_ms`, times[i] as number)),
];
const time = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));

describe('the parts of the threads’ time', () => {
  it('add up, in times and in per cent, whatever the page took', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 5, maxLength: 5 }),
        time,
        fc.integer({ min: 1, max: 4 }),
        (times, page, cores) => {
          const sum = times.reduce((all, one) => all + one, 0);
          const lost = lostTimeOf(told(times, 2, cores), page);
          if (sum === 0) {
            expect(lost).toBeNull();
            return;
          }
          if (!lost) throw new Error('there are parts');
          const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * sum);
          close(lost.total, sum);
          close(
            lost.parts.reduce((all, part) => all + part.time, 0),
            sum,
          );
          // A missing part has no time, and no share of the hundred.
          expect(lost.parts.reduce((all, part) => all + part.percent, 0)).toBe(100);
          expect(lost.parts.every((part) => part.time > 0 && Number.isInteger(part.percent))).toBe(true);
          const partOf = (id: PartId) => lost.parts.find((part) => part.id === id)?.time ?? 0;
          // The page is charged only if it had no core of its own, and with no more than there is.
          expect(partOf('page')).toBe(cores > 2 ? 0 : Math.min(page, times[1] as number));
          close(partOf('page') + partOf('inflation'), times[1] as number);
        },
      ),
    );
  });

  it('are none where they mean nothing', () => {
    expect(lostTimeOf([], 1)).toBeNull();
    expect(lostTimeOf(told([1, 1, 1, 1, Number.NaN]), 1)).toBeNull();
    expect(lostTimeOf(told([1, -1, 1, 1, 1]), 1)).toBeNull();
    expect(lostTimeOf(told([Number.POSITIVE_INFINITY, 1, 1, 1, 1]), 1)).toBeNull();
    // An older file does not say how many cores there were.
    expect(
      lostTimeOf(
        told([1, 1, 1, 1, 1]).filter(({ name }) => name !== 'cores'),
        1,
      )?.parts,
    ).toHaveLength(5);
  });

  it('are stretches of the repeat that are all of every thread, none twice', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const spans = spansOf(traceOfDeal(deal).table);
        const section = representative(sections(spans), 'repeat') as Section;
        const lanes = layoutSection(spans, section);
        const length = section.end - section.start;
        const by = new Map(PARTS.map((id) => [id, stretchesOf(lanes, section, spans, id)]));
        lanes.forEach(({ info, busy }, i) => {
          const of = (id: PartId): readonly Stretch[] => by.get(id)?.[i] ?? [];
          const sum = (stretches: readonly Stretch[]) => stretches.reduce((all, [from, to]) => all + to - from, 0);
          if (info.role !== 'worker') {
            expect(PARTS.flatMap(of)).toEqual([]);
            return;
          }
          expect(sum(of('useful'))).toBeCloseTo(busy, 6);
          expect(of('inflation')).toEqual(of('useful'));
          const all = [...of('useful'), ...of('hand_out'), ...of('imbalance'), ...of('waiting')];
          const sorted = all.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(sum(sorted)).toBeCloseTo(length, 6);
          expect(sorted.every(([from], at) => from >= (sorted[at - 1]?.[1] ?? 0))).toBe(true);
        });
      }),
    );
  });

  it('take the page’s frames within the repeat for the page', () => {
    const { table } = traceOfDeal({ threads: 2, chunks: [{ columns: 4, thread: 0, pause: 0, steps: 20 }] });
    // The repeat goes from 1000 to 1100 µs.
    const spans = spansOf(
      appendPageFrames(table, [
        [995, 1010],
        [1050, 1060],
        [1090, 1105],
        [1300, 1400],
      ]),
    );
    const section = representative(sections(spans), 'repeat') as Section;
    const lanes = layoutSection(spans, section);
    expect(pageTime(lanes)).toBeCloseTo(0.03, 9);
    expect(pageTime(lanes.slice(0, -1))).toBe(0);
    expect(stretchesOf(lanes, section, spans, 'page').at(-1)).toEqual([
      [0, 10],
      [50, 60],
      [90, 100],
    ]);
  });

  it('are the coordinator’s where it has worked alone', () => {
    const spans = spansOf(traceOfDeal({ threads: 1, chunks: [{ columns: 4, thread: 0, pause: 2, steps: 20 }] }).table);
    const section = representative(sections(spans), 'repeat') as Section;
    const lanes = layoutSection(spans, section).map((lane) => ({
      ...lane,
      info: { ...lane.info, role: 'coordinator' as const },
    }));
    expect(stretchesOf(lanes.slice(1), section, spans, 'hand_out')).toEqual([[[0, 10]]]);
    expect(stretchesOf(lanes.slice(1), section, spans, 'useful')).toEqual([[[10, 110]]]);
  });
});

describe('the repeat that is shown', () => {
  const section = (kind: Section['kind'], index: number, length: number, open = false): Section => ({
    kind,
    index,
    start: 0,
    end: length,
    span: 0,
    open,
  });
  const all = [
    section('sequential', 0, 20),
    section('repeat', 0, 10),
    section('sequential', 1, 30),
    section('repeat', 1, 11),
    section('repeat', 2, 90),
    section('repeat', 3, 5, true),
  ];
  const shown = (kind: 'repeat' | 'sequential', ...told: [string, number][]) =>
    shownSection(
      all,
      kind,
      told.map(([name, value]) => metric(name, value)),
    );

  it('is the one that the run names', () => {
    expect(shown('repeat', ['shown_repeat', 3])).toBe(all[4]);
    expect(shown('sequential', ['shown_repeat', 2])).toBe(all[2]);
    expect(shown('sequential', ['shown_repeat', 2], ['shown_sequential', 1])).toBe(all[0]);
  });

  it('is the one closest to the median where it names none that is there', () => {
    expect(shown('repeat')).toBe(representative(all, 'repeat'));
    expect(shown('repeat', ['shown_repeat', 9])).toBe(all[3]);
    // A stopped repeat is not a whole one.
    expect(shown('repeat', ['shown_repeat', 4])).toBe(all[3]);
    expect(shownSection([], 'repeat', [])).toBeNull();
  });

  it('says which one it is', () => {
    const which = (at: number, repeats: number) => whichRepeat(all[at] as Section, [metric('repeats', repeats)]);
    expect(which(4, 12)).toBe('repeat 3 of 12');
    expect(which(2, 5)).toBe('repeat 2 of 5');
    expect(which(1, 1)).toBe('');
    expect(which(4, 2)).toBe('');
    expect(whichRepeat({ ...section('run', 0, 9) }, [metric('repeats', 5)])).toBe('');
  });
});
