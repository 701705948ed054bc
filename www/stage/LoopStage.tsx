// The stage of a scenario whose loop fills in a picture: one or two pictures, the replay, and the timelines below them
// on one time axis.

import * as app from '../app/app';
import { explore } from '../app/settings';
import * as result from '../app/shown';
import { Heatmap } from '../heatmap/Heatmap';
import { HeatmapControls } from '../heatmap/HeatmapControls';
import { Replay } from '../timeline/Replay';
import { Timeline } from '../timeline/Timeline';
import { Steady } from '../widgets/Steady';
import { usePulse } from './pulse';
import { Scene } from './Scene';

export function LoopStage() {
  const run = app.shown.value;
  usePulse(run);
  const sides = result.sides.value;
  const maxIter = result.sources.parallel.value?.maxIter ?? 255;
  const shown = run ? run.values : app.values.value;
  const threads = shown.schedule === 'sequential' ? 0 : Number(shown.threads);
  return (
    <>
      <Scene>
        <div class={sides.length > 1 ? 'pictures pictures-two' : 'pictures'}>
          {sides.map((side) => (
            <Heatmap
              key={side}
              id={side}
              title={run ? result.titleOf(run, side) : 'Picture'}
              source={result.sources[side]}
              view={result.pictureView.value}
              palette={app.palette}
              tint={app.tint}
              ownersOverride={result.owners[side]}
              linked={app.linked}
              exploration={app.exploration}
              onExplore={explore}
              probe={(column) => result.threadOf(side, column)}
            />
          ))}
        </div>
        <HeatmapControls palette={app.palette} tint={app.tint} maxIter={maxIter} />
      </Scene>
      <Steady>
        <Timeline
          tracks={result.tracks.value}
          cursor={app.cursor}
          hovered={app.linked}
          selection={app.selection}
          hold={app.busy.value}
          silent={app.isSilent}
          expected={{ threads, tracks: sides }}
        >
          <Replay duration={result.replayDuration.value} cursor={app.cursor} />
        </Timeline>
      </Steady>
    </>
  );
}
