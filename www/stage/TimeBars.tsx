// Shows the times of a comparison as bars on one scale: each as long as its fastest repeat, and paler from there to its
// median. A mark shows where the chosen one would end if all cores were busy all the time.

import type { Outcome, Role } from '../contract/protocol';
import { toText } from '../params/values';
import { beside, ofRole } from '../text/beside';
import { besideTime, duration } from '../text/format';

interface Bar {
  label: string;
  /** Time in ms of the fastest repeat, or of the median if there is nothing else. */
  time: number;
  /** Median in ms; null if it equals the time or was not measured. */
  median: number | null;
  kind: 'reference' | 'chosen' | 'best';
}

interface TimeBarsProps {
  outcome: Outcome | null;
  /** Whether two times are to come, for which room is kept. */
  coming: boolean;
}

export function TimeBars({ outcome, coming }: TimeBarsProps) {
  const { bars, ideal } = outcome ? barsOf(outcome) : { bars: [], ideal: null };
  if (!outcome && coming) return <Blank />;
  if (bars.length === 0) return null;
  const longest = Math.max(...bars.map((bar) => bar.median ?? bar.time));
  const percent = (time: number): string => `${(100 * time) / longest}%`;
  return (
    <div class="bars" data-times>
      {bars.map((bar) => (
        <div class="bar-row" key={bar.kind}>
          <span class="bar-label">{bar.label}</span>
          <span class="bar-time">
            {duration(bar.time)}
            {bar.median !== null && <span class="bar-median"> ({besideTime(bar.time, bar.median)})</span>}
          </span>
          <span class="bar-track" aria-hidden="true">
            <span class={`bar bar-pale bar-${bar.kind}`} style={{ width: percent(bar.median ?? bar.time) }} />
            <span class={`bar bar-${bar.kind}`} style={{ width: percent(bar.time) }} />
            {bar.kind === 'chosen' && ideal !== null && <span class="bar-ideal" style={{ left: percent(ideal) }} />}
          </span>
        </div>
      ))}
      <p class="bars-legend">
        {bars.some(({ median }) => median !== null) && <span>pale: to the median</span>}
        {ideal !== null && (
          <span
            class="bars-ideal"
            title="The time on one thread, shared evenly among the cores: if no core ever waited."
          >
            <span class="bar-ideal-key" aria-hidden="true" /> ideal: {duration(ideal)}
          </span>
        )}
      </p>
    </div>
  );
}

function Blank() {
  return (
    <div class="bars">
      {['same code, one thread', 'parallel'].map((label) => (
        <div class="bar-row" key={label}>
          <span class="bar-label">{label}</span>
          <span class="bar-time">–</span>
          <span class="bar-track" />
        </div>
      ))}
      <p class="bars-legend">{'\u00a0'}</p>
    </div>
  );
}

/**
 * Returns the bars. `ideal`: the reference's time shared evenly among the cores, in ms; null if that has no meaning.
 */
function barsOf({ metrics, params, values }: Outcome): { bars: Bar[]; ideal: number | null } {
  const bar = (role: Role, kind: Bar['kind'], label: string): Bar | null => {
    const median = ofRole(metrics, role);
    if (!median) return null;
    const fastest = beside(metrics, median.name, 'min') ?? median;
    return { label, kind, time: fastest.value, median: median.value > fastest.value ? median.value : null };
  };
  const threads = ofRole(metrics, 'crew')?.value ?? 1;
  // Older runs say neither how many cores there were nor what their reference was.
  const cores = ofRole(metrics, 'logical-cores')?.value ?? null;
  const reference = bar('reference', 'reference', cores === null ? 'sequential' : 'same code, one thread');
  const chosen = bar('time', 'chosen', toText(params.schedule ?? 'parallel'));
  if (!reference || !chosen) return { bars: [], ideal: null };
  const best = bar('best', 'best', `${values.best_sequential ?? 'fastest code'}, one thread`);
  const shared = Math.min(threads, cores ?? threads);
  return {
    bars: best ? [reference, chosen, best] : [reference, chosen],
    ideal: shared > 1 ? reference.time / shared : null,
  };
}
