// The stage of the sums: the exact total in large digits, strips that show who computed what, the
// replay, and the timelines on one axis.

import './sums.css';
import * as app from '../../app/app';
import * as result from '../../app/shown';
import type { ParamValues } from '../../contract/protocol';
import { usePulse } from '../../stage/pulse';
import { Scene } from '../../stage/Scene';
import { Replay } from '../../timeline/Replay';
import { Timeline } from '../../timeline/Timeline';
import { Steady } from '../../widgets/Steady';
import { Strip } from './Strip';
import { Total } from './Total';

export function SumsLab() {
  const run = app.shown.value;
  usePulse(run);
  const mine = run?.link.scenario === app.scenario.value.id ? run : null;
  const values = mine?.values ?? app.values.value;
  const sides = mine ? result.sides.value : (['parallel'] as const);
  const tracks = mine ? result.tracks.value : [];
  const lengths = tracks.map(({ section }) => section.end - section.start);
  const item = app.scenario.value.item ?? 'part';
  const figure = (name: string) => app.told.value?.metrics.find((metric) => metric.name === name)?.value;
  return (
    <>
      <Scene>
        <Total values={app.told.value?.values ?? {}} seen={figure('totals_seen')} of={figure('totals_of')} />
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
              ended={mine?.state === 'done'}
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
          silent={app.isSilent}
          expected={{ threads: values.schedule === 'sequential' ? 0 : Number(values.threads), tracks: [...sides] }}
        >
          <Replay duration={run?.state === 'running' ? 0 : Math.max(0, ...lengths)} cursor={app.cursor} />
        </Timeline>
      </Steady>
    </>
  );
}

/** Returns the items that a run's chunks count: numbers of a range, or the tasks 0 to n − 1. */
function rangeOf(values: ParamValues): readonly [number, number] {
  if (values.hi !== undefined) return [Number(values.lo), Number(values.hi)];
  return [0, Number(values.count ?? values.vectors ?? 1)];
}

function thresholdOf(values: ParamValues): number | null {
  return values.threshold === undefined ? null : Number(values.threshold);
}
