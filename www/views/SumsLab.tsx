// The stage of the sums: the exact total in large digits, strips that show who computed what, the
// replay, and the timelines on one axis.

import '../styles/sums.css';
import type { ParamValues } from '../engine/protocol';
import * as app from '../state/app';
import { grouped } from '../state/format';
import * as result from '../state/result';
import { Strip } from '../sums/Strip';
import { Replay } from '../timeline/Replay';
import { Timeline } from '../timeline/Timeline';
import { usePulse } from './pulse';
import { Scene } from './Scene';
import { Steady } from './Steady';

/** Largest number that 64 bits hold. */
const LARGEST_64 = 18_446_744_073_709_551_615n;

export function SumsLab() {
  const run = app.shown.value;
  usePulse(run);
  const mine = run?.link.scenario === app.scenario.value.id ? run : null;
  const values = mine?.values ?? app.values.value;
  const sides = mine ? result.sides.value : (['parallel'] as const);
  const tracks = mine ? result.tracks.value : [];
  const lengths = tracks.map(({ section }) => section.end - section.start);
  const item = app.scenario.value.item ?? 'part';
  return (
    <>
      <Scene>
        <Total values={app.told.value?.values ?? {}} />
        <div class="strips">
          {sides.map((side) => (
            <Strip
              key={side}
              id={side}
              title={mine ? result.titleOf(mine, side) : 'Who computes what'}
              track={tracks.find(({ id }) => id === side) ?? null}
              range={rangeOf(values)}
              threshold={side === 'parallel' && values.schedule === 'fork-join' ? thresholdOf(values) : null}
              item={item}
              cursor={app.cursor}
              linked={app.linked}
            />
          ))}
        </div>
      </Scene>
      <Steady>
        <Timeline
          tracks={tracks}
          cursor={app.cursor}
          hovered={app.linked}
          selection={app.selection}
          hold={app.busy.value}
          expected={{ threads: Number(values.threads), tracks: [...sides] }}
        >
          <Replay duration={run?.state === 'running' ? 0 : Math.max(0, ...lengths)} cursor={app.cursor} />
        </Timeline>
      </Steady>
    </>
  );
}

/** The items that a run's chunks count: numbers of a range, or the tasks 0 to n − 1. */
function rangeOf(values: ParamValues): readonly [number, number] {
  if (values.hi !== undefined) return [Number(values.lo), Number(values.hi)];
  return [0, Number(values.count ?? values.vectors ?? 1)];
}

function thresholdOf(values: ParamValues): number | null {
  return values.threshold === undefined ? null : Number(values.threshold);
}

function Total({ values }: { values: Record<string, string> }) {
  const { total, bits, totals } = values;
  return (
    <section class="total" aria-label="Total">
      <h2 class="total-label">{bits === undefined ? 'Total, exact' : 'Total'}</h2>
      <p class={total === undefined ? 'total-digits total-none' : 'total-digits'} data-total={total ?? ''}>
        {total === undefined ? '–' : grouped(total)}
      </p>
      <p class="total-note">
        {total === undefined ? 'Not computed yet.' : noteOf(total, bits)}
        {totals === 'identical' && ' The sequential code gives the same.'}
      </p>
    </section>
  );
}

function noteOf(total: string, bits: string | undefined): string {
  if (bits !== undefined) return `Its 64 bits are ${bits}: the same for every schedule.`;
  const digits = `${total.length} digits.`;
  return BigInt(total) > LARGEST_64 ? `${digits} No 64-bit number is that large.` : digits;
}
