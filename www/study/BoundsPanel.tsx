// Work, span and the greedy bound of each point, from the trace of its recorded run, and what was
// measured against them.

import { duration, significant } from '../state/format';
import type { Analysis } from './analysis';
import { Scroll } from './Scroll';

export function BoundsPanel({ analysis, param }: { analysis: Analysis; param: string }) {
  const rows = analysis.rows.filter(({ bounds }) => bounds !== null);
  if (rows.length === 0) return null;
  return (
    <>
      <p class="study-note">
        From one recorded run of each point. Work T₁ is the time in chunks on all threads together; the span T∞ is the
        longest chain of chunks that need each other, which for independent chunks is the longest of them. k threads
        that are never idle without need take at most T₁/k + T∞. What lies above that is the price of waking up, sharing
        out and recording.
      </p>
      <Scroll label="Work, span and bounds">
        <table class="metrics">
          <thead>
            <tr>
              <th scope="col">{param}</th>
              <th scope="col">Work T₁</th>
              <th scope="col">Span T∞</th>
              <th scope="col">T₁/T∞</th>
              <th scope="col">At least</th>
              <th scope="col">Greedy bound</th>
              <th scope="col">Measured</th>
              <th scope="col">of the bound</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, value, bounds }) =>
              bounds === null ? null : (
                <tr key={label} data-bounds={String(value)}>
                  <th scope="row">{label}</th>
                  <td>{duration(bounds.work)}</td>
                  <td>{duration(bounds.span)}</td>
                  <td>{significant(bounds.parallelism)}</td>
                  <td>{duration(bounds.least)}</td>
                  <td data-metric={`greedy_ms:${value}`} data-value={bounds.greedy}>
                    {duration(bounds.greedy)}
                  </td>
                  <td data-metric={`bounded_ms:${value}`} data-value={bounds.measured}>
                    {duration(bounds.measured)}
                  </td>
                  <td>{significant((100 * bounds.measured) / bounds.greedy)} %</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
