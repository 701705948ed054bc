// Shows figures under the timeline: of the selected range, or of the whole repeat while nothing is selected, so that
// their place never changes. The second table tells the timeline to those who cannot see it.

import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Range } from '../contract/range';
import type { LaneRows } from '../trace/lanes';
import type { SelectionStats } from '../trace/stats';
import { lengthOf, type Model } from './model';
import { exactTime, percent, plainCount, shortTime } from './wording';

interface FiguresProps {
  model: Model;
  stats: ReadonlySignal<SelectionStats[]>;
  /** What a span is called. */
  noun: string;
}

const NONE = '–';

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

/** Shows each lane's figures as a table. */
export function LaneFigures({ model, stats, noun }: FiguresProps) {
  return (
    <details class="timeline-details">
      <summary>Figures of each thread</summary>
      <div class="timeline-figures">
        {model.tracks.map((track, index) => (
          <table key={track.id}>
            <caption>
              {track.title}, {exactTime(lengthOf(track))}
            </caption>
            <thead>
              <tr>
                <th scope="col">lane</th>
                <th scope="col">{noun}s</th>
                <th scope="col">busy</th>
                <th scope="col">share</th>
                <th scope="col">waiting</th>
              </tr>
            </thead>
            <tbody>
              {stats.value[index]?.lanes.map((lane, i) => {
                const rows = model.lanes[index]?.[i];
                if (!rows) return null;
                return (
                  <tr key={rows.info.name}>
                    <th scope="row">{rows.info.name}</th>
                    <td>{rows.info.role === 'page' ? NONE : plainCount(lane.chunks)}</td>
                    <td>{shortTime(lane.busy)}</td>
                    <td>{percent(lane.share)}</td>
                    <td>{waitingText(rows, (stats.value[index]?.length ?? 0) - lane.busy)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}
      </div>
    </details>
  );
}

/** Says what a lane did in the rest of the time. The page's own lane waits for nothing. */
function waitingText(rows: LaneRows, rest: number): string {
  if (rows.info.role === 'page') return NONE;
  return rows.idle && rows.info.role === 'worker' ? 'idle' : shortTime(rest);
}
