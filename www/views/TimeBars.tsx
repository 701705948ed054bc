// The times of a comparison as two bars on one scale, with a mark where the second one would end if
// all threads were busy all the time.

import type { Metric, Outcome } from '../engine/protocol';
import { duration, withSpread } from '../state/format';
import { toText } from '../state/params';

interface Bar {
  label: string;
  /** ms */
  time: number;
  /** ms; null where it was not measured. */
  spread: number | null;
  kind: 'reference' | 'chosen';
}

export function TimeBars({ outcome }: { outcome: Outcome | null }) {
  const bars = outcome ? barsOf(outcome) : [];
  if (bars.length === 0) return null;
  const longest = Math.max(...bars.map((bar) => bar.time + (bar.spread ?? 0)));
  const ideal = outcome ? idealOf(outcome) : null;
  const percent = (time: number): string => `${(100 * time) / longest}%`;
  return (
    <div class="bars">
      {bars.map((bar) => (
        <div class="bar-row" key={bar.kind}>
          <span class="bar-label">{bar.label}</span>
          <span class="bar-time">{bar.spread === null ? duration(bar.time) : withSpread(bar.time, bar.spread)}</span>
          <span class="bar-track" aria-hidden="true">
            <span class={`bar bar-${bar.kind}`} style={{ width: percent(bar.time) }} />
            {bar.kind === 'chosen' && ideal !== null && <span class="bar-ideal" style={{ left: percent(ideal) }} />}
          </span>
        </div>
      ))}
      {ideal !== null && (
        <p class="bars-legend">
          <span class="bar-ideal-key" aria-hidden="true" /> ideal: {duration(ideal)}, if no thread ever waited
        </p>
      )}
    </div>
  );
}

function barsOf(outcome: Outcome): Bar[] {
  const value = (name: string): number | null => find(outcome, name)?.value ?? null;
  const [sequential, chosen] = [value('sequential_ms'), value('time_ms')];
  if (sequential === null || chosen === null) return [];
  const schedule = toText(outcome.params.schedule ?? 'parallel');
  return [
    { label: 'sequential', time: sequential, spread: value('sequential_spread_ms'), kind: 'reference' },
    { label: schedule, time: chosen, spread: value('time_spread_ms'), kind: 'chosen' },
  ];
}

/** ms, the sequential time shared evenly; null where that means nothing. */
function idealOf(outcome: Outcome): number | null {
  const sequential = find(outcome, 'sequential_ms')?.value;
  const threads = find(outcome, 'threads')?.value;
  return sequential !== undefined && threads !== undefined && threads > 1 ? sequential / threads : null;
}

function find(outcome: Outcome, name: string): Metric | undefined {
  return outcome.metrics.find((metric) => metric.name === name);
}
