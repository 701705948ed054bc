// Shows each lane's figures as a table, for those who cannot see the timeline. Loaded when it is unfolded.

import type { ReadonlySignal } from '@preact/signals';
import type { LaneRows } from '../trace/lanes';
import type { SelectionStats } from '../trace/stats';
import { lengthOf, type Model } from './model';
import { exactTime, NONE, percent, plainCount, shortTime } from './wording';

export interface FiguresProps {
  model: Model;
  stats: ReadonlySignal<SelectionStats[]>;
  /** What a span is called. */
  noun: string;
}

export function LaneFigures({ model, stats, noun }: FiguresProps) {
  return (
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
  );
}

/** Says what a lane did in the rest of the time. The page's own lane waits for nothing. */
function waitingText(rows: LaneRows, rest: number): string {
  if (rows.info.role === 'page') return NONE;
  return rows.idle && rows.info.role === 'worker' ? 'idle' : shortTime(rest);
}
