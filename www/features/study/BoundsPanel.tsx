// Shows work, span and the greedy bound of each point, from recorded runs, beside what was measured.

import { Scroll } from '../../charts/Scroll';
import type { Analysis, Row } from '../../study/analysis';
import { percentOf } from '../../study/sentences';
import { duration, plural, significant } from '../../text/format';

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
        The work T₁ is the time of all chunks together. The span T∞ is the longest chain of chunks that need each other:
        of independent chunks, the longest one. Both are of the least disturbed of the recorded runs
        {alone ? ' on one thread' : ', on one thread if there was any: threads that share cores look busy for longer'}.
        Where a point has other chunks, the span is of its own run. k threads that are never idle without need take at
        most T₁/k + T∞, where k is at most the {plural(analysis.cores, 'core')}. What is above that is the price of
        starting and sharing out.
        {left.length > 0 && ' Where threads share cores and have other chunks, no bound is known.'}
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
