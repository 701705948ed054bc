// Figures under the timeline: for the selected range, or the whole repeat while nothing is selected, so
// that their place is always taken. The second table is the timeline for those who cannot see it.

import type { ReadonlySignal, Signal } from '@preact/signals';
import type { SelectionStats } from '../trace/stats';
import { exactTime, percent, plainCount, shortTime } from './format';
import { lengthOf, type Model, type Range } from './model';

interface FiguresProps {
  model: Model;
  stats: ReadonlySignal<SelectionStats[]>;
}

const NONE = '–';

export function Summary({ model, stats, selection }: FiguresProps & { selection: Signal<Range | null> }) {
  const range = selection.value;
  return (
    <div class="timeline-summary" data-range={range ? 'selection' : 'section'}>
      <p class="timeline-range">
        {range ? (
          <>
            Selected <b>{exactTime(range.start)}</b> to <b>{exactTime(range.end)}</b> (
            {exactTime(range.end - range.start)})
          </>
        ) : (
          'The whole repeat. Select a range for its figures.'
        )}
        <button
          type="button"
          class="button button-small button-quiet"
          hidden={!range}
          onClick={() => (selection.value = null)}
        >
          Clear
        </button>
      </p>
      <div class="timeline-figures">
        <table>
          <thead>
            <tr>
              <th scope="col">chunks</th>
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
            {model.tracks.map((track, i) => {
              const figures = stats.value[i];
              const work = figures?.work;
              return (
                <tr key={track.id} data-track={track.id}>
                  <th scope="row">{track.id}</th>
                  <td>{plainCount(work?.count ?? 0)}</td>
                  <td>{work ? shortTime(work.min) : NONE}</td>
                  <td>{work ? shortTime(work.median) : NONE}</td>
                  <td>{work ? shortTime(work.max) : NONE}</td>
                  <td>{percent(figures?.share ?? 0)}</td>
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

/** Each lane in figures: what the timeline shows, as a table. */
export function LaneFigures({ model, stats }: FiguresProps) {
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
                <th scope="col">chunks</th>
                <th scope="col">busy</th>
                <th scope="col">share</th>
                <th scope="col">else</th>
              </tr>
            </thead>
            <tbody>
              {stats.value[index]?.lanes.map((lane, i) => {
                const rows = model.lanes[index]?.[i];
                if (!rows) return null;
                const total = lane.share > 0 ? lane.busy / lane.share : 0;
                return (
                  <tr key={rows.info.name}>
                    <th scope="row">{rows.info.name}</th>
                    <td>{rows.info.role === 'page' ? NONE : plainCount(lane.chunks)}</td>
                    <td>{shortTime(lane.busy)}</td>
                    <td>{percent(lane.share)}</td>
                    <td>{rows.idle ? 'idle' : lane.share > 0 ? `waited ${shortTime(total - lane.busy)}` : 'waited'}</td>
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
