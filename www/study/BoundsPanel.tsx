// Work, span and the greedy bound of each point, from recorded runs, and what was measured against them.

import { duration, plural, significant } from '../state/format';
import type { Analysis, Row } from './analysis';
import { Scroll } from './Scroll';
import { percentOf } from './sentences';

export function BoundsPanel({ analysis, param }: { analysis: Analysis; param: string }) {
  const rows = analysis.rows.filter(({ bounds }) => bounds !== null);
  if (rows.length === 0) return null;
  const alone = rows.every(({ bounds }) => analysis.rows[bounds?.workOf ?? 0]?.threads === 1);
  const left = analysis.rows.filter(({ bounds, failed }) => bounds === null && failed === null);
  const sourceOf = (of: number, row: Row): string => {
    const source = analysis.rows[of];
    if (source?.threads === 1) return 'on one thread';
    return source === row ? 'its own run' : `run of ${source?.label}`;
  };
  return (
    <>
      <p class="study-note">
        Work T₁ is the time in chunks; the span T∞ is the longest chain of chunks that need each other, which for
        independent chunks is the longest of them. Both are of the least disturbed of the recorded runs
        {alone
          ? ' on one thread'
          : ': of one on one thread, if there was any, as work on several may hold more than work'}
        . Where chunks are others there, the span is of the point’s own run. k threads that are never idle without need
        take at most T₁/k + T∞, with k no more than the {plural(analysis.cores, 'core')}. What lies above that is the
        price of starting and sharing out.
        {left.length > 0 && ' Where chunks are others and threads share cores no bound is known.'}
      </p>
      <Scroll label="Work, span and bounds">
        <table class="metrics">
          <thead>
            <tr>
              <th scope="col">{param}</th>
              <th scope="col">Work T₁</th>
              <th scope="col">Span T∞</th>
              <th scope="col">T₁/T∞</th>
              <th scope="col">k</th>
              <th scope="col">At least</th>
              <th scope="col">Greedy bound</th>
              <th scope="col">Median</th>
              <th scope="col">of the bound</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { label, value, bounds, time } = row;
              return bounds === null ? null : (
                <tr key={label} data-bounds={String(value)}>
                  <th scope="row">{label}</th>
                  <td>
                    {duration(bounds.work)}
                    <span class="study-interval">{sourceOf(bounds.workOf, row)}</span>
                  </td>
                  <td>
                    {duration(bounds.span)}
                    <span class="study-interval">{sourceOf(bounds.spanOf, row)}</span>
                  </td>
                  <td>{significant(bounds.parallelism)}</td>
                  <td>{bounds.k}</td>
                  <td>{duration(bounds.least)}</td>
                  <td data-metric={`greedy_ms:${value}`} data-value={bounds.greedy}>
                    {duration(bounds.greedy)}
                  </td>
                  <td data-metric={`bounded_ms:${value}`} data-value={time?.median}>
                    {time ? duration(time.median) : '–'}
                  </td>
                  <td>{time ? percentOf(time.median / bounds.greedy) : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
