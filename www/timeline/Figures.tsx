// Shows figures under the timeline: of the selected range, or of the whole repeat while nothing is selected, so that
// their place never changes. What unfolds below tells the timeline to those who cannot see it.

import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Range } from '../contract/range';
import { Lazy } from '../widgets/Lazy';
import type { FiguresProps } from './LaneFigures';
import { exactTime, NONE, percent, plainCount, shortTime } from './wording';

export interface SummaryProps extends FiguresProps {
  selection: Signal<Range | null>;
  /** Tracks to keep room for while there are none. */
  expected: readonly string[];
}

export function Summary({ model, stats, selection, expected, noun }: SummaryProps) {
  const ids = model.tracks.length > 0 ? model.tracks.map((track) => track.id) : expected;
  const range = selection.value;
  return (
    <div class="timeline-summary" data-range={range ? 'selection' : 'section'}>
      <p class="timeline-range">
        {range ? (
          <span>
            Selected <b>{exactTime(range.start)}</b> to <b>{exactTime(range.end)}</b> (
            {exactTime(range.end - range.start)})
          </span>
        ) : (
          `The whole ${noun === 'chunk' ? 'repeat' : 'run'}. Select a range for its figures.`
        )}
        {range && (
          <button type="button" class="button button-small button-quiet" onClick={() => (selection.value = null)}>
            Clear
          </button>
        )}
      </p>
      <div class="timeline-figures">
        <table>
          <thead>
            <tr>
              <th scope="col">{noun}s</th>
              <th scope="col">count</th>
              <th scope="col">min</th>
              <th scope="col">median</th>
              <th scope="col">max</th>
              <th scope="col">busy</th>
              <th scope="col" class="timeline-wide" title="Busiest thread over the mean: 1 is even">
                imbalance
              </th>
            </tr>
          </thead>
          <tbody>
            {ids.map((id, i) => {
              const figures = stats.value[i];
              const work = figures?.work;
              return (
                <tr key={id} data-track={id}>
                  <th scope="row">{id}</th>
                  <td>{figures ? plainCount(work?.count ?? 0) : NONE}</td>
                  <td>{work ? shortTime(work.min) : NONE}</td>
                  <td>{work ? shortTime(work.median) : NONE}</td>
                  <td>{work ? shortTime(work.max) : NONE}</td>
                  <td>{figures ? percent(figures.share) : NONE}</td>
                  <td class="timeline-wide">{figures?.imbalance ? figures.imbalance.toFixed(2) : NONE}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const loadTables = () => import('./LaneFigures').then(({ LaneFigures }) => LaneFigures);

/** Unfolds each lane's figures. Their code is loaded when they are first unfolded. */
export function LaneDetails(props: FiguresProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class="timeline-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Figures of each thread</summary>
      {open && <Lazy load={loadTables} minHeight={96} given={props} />}
    </details>
  );
}
