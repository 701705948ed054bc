// How late something was that wants a turn on an event loop again and again, over time, with the same figures as a table.

import './story-charts.css';
import { roundUp, ticks } from '../study/scale';
import { duration } from '../text/format';
import { beatsOf, lagLine } from '../trace/lag';
import type { Story } from '../trace/story';
import { Panel } from '../widgets/Shell';

interface LagChartProps {
  story: Story | null;
  /** What is late, in a word. */
  noun: string;
  /** ms from one beat to when the next is due. */
  every: number;
  /** Moments to which the lag is related, in ms, ascending. */
  marks: readonly { time: number; text: string }[];
  /** ms that the story has lasted so far. */
  end: number;
  running: boolean;
  width: number;
}

const HEIGHT = 204;
/** Lags below this are as small as they can be. */
const SMALL = 100;
/** What the words of a mark take. */
const WORDS = 110;
/** Above the plot there is a line of words. */
const EDGE = { left: 58, right: 14, top: 28, bottom: 30 };

export function LagChart({ story, noun, every, marks, end, running, width }: LagChartProps) {
  const beats = story ? beatsOf(story.spans) : [];
  const greatest = Math.max(0, ...beats.map(({ lag }) => lag));
  const extent = Math.max(end, SMALL, ...marks.map(({ time }) => time)) * 1.02;
  const most = roundUp(Math.max(SMALL, greatest, running ? end - (beats.at(-1)?.time ?? 0) : 0));
  const x = (time: number): number => EDGE.left + (time / extent) * (width - EDGE.left - EDGE.right);
  const y = (lag: number): number => HEIGHT - EDGE.bottom - (lag / most) * (HEIGHT - EDGE.top - EDGE.bottom);
  const line = end > 0 ? lagLine(beats, every, running ? end : Math.min(end, beats.at(-1)?.time ?? end)) : [];
  const path = line
    .map(([time, lag], i) => `${i === 0 ? 'M' : 'L'}${x(time).toFixed(1)} ${y(lag).toFixed(1)}`)
    .join('');
  const times = ticks('linear', [0, extent], 8);
  return (
    <Panel title={`The ${noun}’s lag`}>
      <svg
        class="lag"
        data-chart
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Lag of the ${noun} over time: ${beats.length} beats, the latest by ${duration(greatest)}.`}
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
        {times.map((time) => (
          <text key={time} class="lag-tick" x={x(time)} y={HEIGHT - 10}>
            {(time / 1000).toFixed((times[1] ?? 0) < 1000 ? 1 : 0)} s
          </text>
        ))}
        {marks.map(({ time, text }, i) => {
          // The words of the first stand around it, those of the others before them, clear of those of the one before.
          const before = marks[i - 1];
          const at = before ? Math.min(Math.max(x(time), x(before.time) + WORDS), width - 4) : x(time);
          return (
            <g key={text}>
              <path class="lag-mark" d={`M${x(time)} ${EDGE.top - 6} V${y(0)}`} />
              <text class={`lag-note lag-note-${before ? 'end' : 'middle'}`} x={at} y={EDGE.top - 12}>
                {text}
              </text>
            </g>
          );
        })}
        {path !== '' && (
          <>
            <path class="lag-area" d={`${path}L${x(line.at(-1)?.[0] ?? 0)} ${y(0)}L${x(0)} ${y(0)}Z`} />
            <path class="lag-line" d={path} />
          </>
        )}
        {beats.map(({ time, lag }) => (
          <circle key={time} class={lag > SMALL ? 'lag-beat lag-late' : 'lag-beat'} cx={x(time)} cy={y(lag)} r={3} />
        ))}
      </svg>
      <details class="timeline-details">
        <summary>The {noun}s as a table</summary>
        <div class="timeline-figures">
          <table>
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
        </div>
      </details>
    </Panel>
  );
}
