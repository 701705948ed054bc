import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDeal, traceOfDeal } from '../trace/arbitrary-trace';
import { type Section, sections, spansOf } from '../trace/lanes';
import { CHUNK } from '../trace/table';
import type { Track } from '../trace/track';
import { trackHeight } from './geometry';
import { hitTest } from './hit-test';
import { walkRow } from './lod';
import { buildModel, linkOf, markOfColumn } from './model';
import { deviceScale, fitAll, withRange } from './viewport';

function modelOf(deal: Parameters<typeof traceOfDeal>[0]) {
  const { table, columns } = traceOfDeal(deal);
  const spans = spansOf(table);
  const section = sections(spans)[0] as Section;
  const track = (id: Track['id']): Track => ({ id, title: id, spans, section, table });
  return { model: buildModel([track('sequential'), track('parallel')]), spans, columns };
}
const part = fc.double({ min: 0, max: 1, noNaN: true });

describe('geometry', () => {
  it('puts lanes under each other and rows inside their lanes, and its height is known beforehand', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const { model } = modelOf(deal);
        const { geometry } = model;
        let below = 0;
        for (const [index, track] of geometry.tracks.entries()) {
          for (const lane of track.lanes) {
            expect(lane.y).toBeGreaterThanOrEqual(below);
            below = lane.y + lane.height;
            for (const row of lane.rows) {
              expect(row.y).toBeGreaterThanOrEqual(lane.y);
              expect(row.height).toBeGreaterThan(0);
              expect(row.y + row.height).toBeLessThanOrEqual(below + 1e-9);
            }
          }
          const roles = model.lanes[index]?.map((lane) => lane.info.role) ?? [];
          expect(track.height).toBeCloseTo(trackHeight(track.id, roles), 9);
        }
        expect(below).toBeLessThanOrEqual(geometry.height);
      }),
    );
  });
});

describe('hitTest', () => {
  it('hits the middle of every piece that is drawn wide enough to be pointed at', () => {
    fc.assert(
      fc.property(anyDeal, part, part, fc.integer({ min: 100, max: 1500 }), (deal, a, b, width) => {
        const { model } = modelOf(deal);
        const view = withRange(fitAll(model.extent, width), a * model.extent, b * model.extent);
        for (const lane of model.geometry.tracks.flatMap((track) => track.lanes)) {
          for (const box of lane.rows) {
            const painter = {
              piece(i: number, x0: number, x1: number) {
                const left = Math.max(x0, 0);
                const right = Math.min(x1, width);
                if (right - left < 7) return;
                const hit = hitTest(model.geometry, view, (left + right) / 2, box.y + box.height / 2);
                expect(hit).toMatchObject({ piece: i, merged: 1 });
                expect(hit?.row).toBe(box);
              },
              merged() {},
            };
            walkRow(box.row, view.start, view.end, deviceScale(view, 1), painter);
          }
        }
      }),
    );
  });

  it('hits nothing on titles, nor beyond the end', () => {
    const { model } = modelOf({ threads: 2, chunks: [{ columns: 9, thread: 0, pause: 0, steps: 20 }] });
    const view = fitAll(model.extent, 800);
    expect(hitTest(model.geometry, view, 100, 5)).toBeNull();
    const lane = model.geometry.tracks[1]?.lanes[1];
    const y = (lane?.y ?? 0) + (lane?.height ?? 0) / 2;
    expect(hitTest(model.geometry, view, 100, y)).not.toBeNull();
    expect(hitTest(model.geometry, view, 799.9, y)).toBeNull();
  });
});

describe('picture and timeline', () => {
  it('link every column to the span that computed it, and back', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const { model, spans, columns } = modelOf(deal);
        for (let column = 0; column < columns; column++) {
          const mark = markOfColumn(model, 'parallel', column);
          if (!mark) throw new Error(`column ${column} has no span`);
          const row = mark.row.row.span[mark.piece] as number;
          expect(spans.label[row]).toBe(CHUNK);
          const link = linkOf(model, mark);
          expect(link).toMatchObject({ track: 'parallel', from: 'timeline', thread: mark.lane.lane.info.thread });
          expect(column).toBeGreaterThanOrEqual(link?.first ?? Number.NaN);
          expect(column).toBeLessThan(link?.last ?? Number.NaN);
        }
        expect(markOfColumn(model, 'parallel', columns)).toBeNull();
      }),
    );
  });
});
