// How late the heartbeat was, over time, with the same figures as a table.

import type { StoryView } from '../../stage/story-state';
import { duration } from '../../text/format';
import { Panel } from '../../widgets/Shell';
import { beatsOf, lagLine, PRODUCER_DUE } from './lag';

const HEIGHT = 204;
/** Above the plot there is a line of words. */
const EDGE = { left: 58, right: 14, top: 28, bottom: 30 };

/** A round number at or above this one: 1, 2 or 5 times a power of ten. */
function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}

export function LagChart({ story, length, running, values, width }: StoryView) {
  const beats = story ? beatsOf(story.spans) : [];
  const end = 1e3 * length;
  /** Of the consumer, ms. */
  const limit = 1e3 * Number(values.limit);
  const extent = Math.max(end, limit, 100) * 1.02;
  const most = roundUp(Math.max(100, ...beats.map(({ lag }) => lag), running ? end - (beats.at(-1)?.time ?? 0) : 0));
  const x = (time: number): number => EDGE.left + (time / extent) * (width - EDGE.left - EDGE.right);
  const y = (lag: number): number => HEIGHT - EDGE.bottom - (lag / most) * (HEIGHT - EDGE.top - EDGE.bottom);
  const line = end > 0 ? lagLine(beats, running ? end : Math.min(end, beats.at(-1)?.time ?? end)) : [];
  const path = line
    .map(([time, lag], i) => `${i === 0 ? 'M' : 'L'}${x(time).toFixed(1)} ${y(lag).toFixed(1)}`)
    .join('');
  const step = roundUp(extent / 8);
  const ticks = Array.from({ length: Math.floor(extent / step) + 1 }, (_, i) => i * step);
  const greatest = Math.max(0, ...beats.map(({ lag }) => lag));
  return (
    <Panel title="The heartbeat’s lag">
      <svg
        class="lag"
        data-chart
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Lag of the heartbeat over time: ${beats.length} beats, the latest by ${duration(greatest)}.`}
        data-lag-max={greatest}
      >
        {[0, most / 2, most].map((lag) => (
          <g key={lag}>
            <path class="lag-grid" d={`M${EDGE.left} ${y(lag)} H${width - EDGE.right}`} />
            <text class="lag-tick lag-tick-y" x={EDGE.left - 8} y={y(lag) + 4}>
              {lag >= 1000 ? `${lag / 1000} s` : `${lag} ms`}
            </text>
          </g>
        ))}
        {ticks.map((time) => (
          <text key={time} class="lag-tick" x={x(time)} y={HEIGHT - 10}>
            {(time / 1000).toFixed(step < 1000 ? 1 : 0)} s
          </text>
        ))}
        <path class="lag-mark" d={`M${x(PRODUCER_DUE)} ${EDGE.top - 6} V${y(0)}`} />
        <text class="lag-note lag-note-middle" x={x(PRODUCER_DUE)} y={EDGE.top - 12}>
          producer is due
        </text>
        <path class="lag-mark" d={`M${x(limit)} ${EDGE.top - 6} V${y(0)}`} />
        <text
          class="lag-note lag-note-end"
          x={Math.min(Math.max(x(limit), x(PRODUCER_DUE) + 110), width - 4)}
          y={EDGE.top - 12}
        >
          time limit
        </text>
        {path !== '' && (
          <>
            <path class="lag-area" d={`${path}L${x(line.at(-1)?.[0] ?? 0)} ${y(0)}L${x(0)} ${y(0)}Z`} />
            <path class="lag-line" d={path} />
          </>
        )}
        {beats.map(({ time, lag }) => (
          <circle key={time} class={lag > 100 ? 'lag-beat lag-late' : 'lag-beat'} cx={x(time)} cy={y(lag)} r={3} />
        ))}
      </svg>
      <details class="timeline-details">
        <summary>The heartbeats as a table</summary>
        <table class="bounds">
          <thead>
            <tr>
              <th scope="col">Beat</th>
              <th scope="col">Time</th>
              <th scope="col">Lag</th>
            </tr>
          </thead>
          <tbody>
            {beats.map(({ time, lag }, i) => (
              <tr key={time}>
                <th scope="row">{i + 1}</th>
                <td>{duration(time)}</td>
                <td>{duration(lag)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
