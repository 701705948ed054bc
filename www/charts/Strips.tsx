// The coarse timeline of a run, as links carry it. Each thread has a lane, whose height shows how busy it was.

import { type SharedLane, type SharedTimeline, TOP_LEVEL } from '../link/sent';
import { threadVariable } from '../text/colours';
import { duration, plural } from '../text/format';
import { outline } from './outline';

interface StripsProps {
  /** Missing if the surroundings already say it. */
  title?: string;
  /** Names the timeline for scripts. */
  id: 'yours' | 'theirs' | 'pin';
  timeline: SharedTimeline | null;
  /** Time of the whole width, in µs. */
  extent: number;
  /** Text in place of the lanes when there are none. */
  empty: string;
  /** Number of lanes for which room is kept meanwhile. */
  expected: number;
  /** With more lanes than this they are thin, and have no names. */
  named?: number;
}

export function Strips({ title, id, timeline, extent, empty, expected, named = 8 }: StripsProps) {
  const lanes = timeline?.lanes ?? [];
  const thin = Math.max(lanes.length, expected) > named;
  const width = timeline ? Math.min(1, timeline.duration / extent) : 0;
  return (
    <figure class={thin ? 'strips strips-thin' : 'strips'} data-strips={id} data-lanes={lanes.length}>
      {title !== undefined && (
        <figcaption class="strips-title">
          {title}
          {timeline && <span> {duration(timeline.duration / 1000)}</span>}
        </figcaption>
      )}
      {timeline ? (
        <ul class="strips-lanes">
          {lanes.map((lane, index) => (
            <Lane key={`${index} ${lane.thread}`} lane={lane} buckets={timeline.buckets} width={width} />
          ))}
        </ul>
      ) : (
        <p class="strips-empty" style={{ minHeight: `${Math.max(1, expected) * (thin ? 9 : 26)}px` }}>
          {empty}
        </p>
      )}
      {timeline && timeline.more > 0 && <p class="strips-more">And {plural(timeline.more, 'more lane')}.</p>}
    </figure>
  );
}

function Lane({ lane, buckets, width }: { lane: SharedLane; buckets: number; width: number }) {
  const { thread, busy, chunks, levels } = lane;
  const name = lane.name ?? (thread === null ? 'coordinator' : `thread ${thread}`);
  const colour = `var(${threadVariable(thread, thread === null ? 'coordinator' : 'worker')})`;
  const share = `${Math.round(100 * busy)}\u00a0% busy`;
  const handed = `, ${plural(chunks, 'chunk')}`;
  return (
    <li class="strips-lane" title={`${name}: ${share}${handed}`}>
      <span class="strips-name">{name}</span>
      <span class="strips-track">
        <svg
          class="strips-plot"
          viewBox={`0 0 ${buckets} ${TOP_LEVEL}`}
          preserveAspectRatio="none"
          style={{ width: `${100 * width}%` }}
          aria-hidden="true"
          focusable="false"
        >
          <path class="strips-idle" d={`M0 ${TOP_LEVEL}H${buckets}`} />
          <path d={outline(levels)} style={{ fill: colour }} />
        </svg>
      </span>
      <span class="strips-figures">
        {share}
        <span class="strips-chunks">{handed}</span>
      </span>
    </li>
  );
}
