import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTrace } from './arbitrary-trace';
import { appendPageFrames, EVENT_BYTES, type LaneBytes, type TraceTable, tableFromLanes } from './table';

/** Writes a table as the recorder's bytes. */
function toBytes(table: TraceTable, padding: number): LaneBytes[] {
  return table.lanes.map((lane, index) => {
    const rows = [...Array(table.count).keys()].filter((row) => table.lane[row] === index);
    const buffer = new ArrayBuffer(padding + rows.length * EVENT_BYTES);
    const view = new DataView(buffer);
    rows.forEach((row, i) => {
      const at = padding + i * EVENT_BYTES;
      view.setFloat64(at, table.time[row] ?? 0, true);
      view.setUint32(at + 8, table.arg[row] ?? 0, true);
      view.setUint16(at + 12, table.label[row] ?? 0, true);
      view.setUint8(at + 14, table.phase[row] ?? 0);
    });
    return { lane, buffer, offset: padding, count: rows.length };
  });
}

describe('tableFromLanes', () => {
  it('decodes what was encoded, at any address', () => {
    fc.assert(
      fc.property(anyTrace(true), fc.nat(64), (table, padding) => {
        expect(tableFromLanes(toBytes(table, padding), table.labels, table.dropped)).toEqual(table);
      }),
    );
  });
});

describe('appendPageFrames', () => {
  const frame = fc.tuple(fc.nat(5000), fc.nat(200)).map(([start, length]): [number, number] => [start, start + length]);

  it('adds a last lane and leaves all else as it was', () => {
    fc.assert(
      fc.property(anyTrace(true), fc.array(frame, { maxLength: 20 }), (table, frames) => {
        const result = appendPageFrames(table, frames);
        expect(result.lanes).toEqual([...table.lanes, { name: 'page', role: 'page', thread: null }]);
        expect(result.count).toBe(table.count + 2 * frames.length);
        expect(result.time.subarray(0, table.count)).toEqual(table.time);
        expect(result.lane.subarray(0, table.count)).toEqual(table.lane);
        const times = [...result.time.subarray(table.count)];
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const label of result.label.subarray(table.count)) expect(result.labels[label]?.kind).toBe('frame');
      }),
    );
  });

  it('adds the label for frames where the trace has none', () => {
    const table = { ...tableFromLanes([], [{ name: 'step', kind: 'work' }]), lanes: [] };
    const result = appendPageFrames(table, [[0, 10]]);
    expect(result.labels.map((label) => label.name)).toEqual(['step', 'frame']);
    expect([...result.label]).toEqual([1, 1]);
  });
});
