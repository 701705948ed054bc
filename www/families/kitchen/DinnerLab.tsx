// The stage of a dinner: its films one above the other or in pairs, the replay, the timelines on one axis of kitchen
// seconds, and the graph of what needs what.

import * as app from '../../app/app';
import { follow } from '../../app/navigate';
import { encodeLink } from '../../link/link';
import { Scene } from '../../stage/Scene';
import { Replay } from '../../timeline/Replay';
import { Timeline } from '../../timeline/Timeline';
import { followPlainClick } from '../../widgets/clicks';
import { LOW, useMedia } from '../../widgets/media';
import { Steady } from '../../widgets/Steady';
import { useWidth } from '../../widgets/width';
import { Kitchen } from './Kitchen';
import { zoomFor } from './layout';
import { Graph } from './recipe/Graph';
import { KITCHEN_LEGEND } from './span-look';
import * as state from './state';

/** As shares of kitchen time; a run at 200 ms for a second went at 5. */
export const KITCHEN_SPEEDS = [
  { value: 1 / 3, label: '1/3' },
  { value: 1, label: '1' },
  { value: 2, label: '2' },
  { value: 5, label: '5' },
  { value: 10, label: '10' },
];

/** Windows that are low and have no side column, such as a projector's. */
const PROJECTOR = `${LOW} and (min-width: 900px) and (max-width: 1100px)`;
/** Between two films beside each other, in CSS px; as in kitchen.css. */
const BETWEEN = 8;

/** A time of the replay, given in µs of the kitchen's axis. */
export const kitchenTime = (time: number): string => `${(time / 1e6).toFixed(1)} s`;

export function DinnerLab() {
  const [box, width] = useWidth();
  const run = state.run.value;
  const films = state.films.value;
  const recipe = state.recipe.value;
  const ended = run !== null && run.state !== 'running';
  const duration = ended ? Math.max(0, ...films.map((film) => film.section.end)) : 0;
  const modes = state.modes.value;
  // Three films one above the other leave no room for their timelines.
  const paired = useMedia(PROJECTOR) && modes.length > 2;
  return (
    <>
      <Scene>
        <div class={paired ? 'films films-paired' : 'films'} ref={box} data-films>
          <Films width={(paired ? (width - BETWEEN) / 2 : width) - 2} />
        </div>
        <Replay
          duration={duration}
          cursor={app.cursor}
          speeds={KITCHEN_SPEEDS}
          format={kitchenTime}
          autoplay={state.unseen.value}
        />
      </Scene>
      <Steady>
        <Timeline
          tracks={state.tracks.value}
          cursor={app.cursor}
          hovered={app.linked}
          selection={app.selection}
          hold={app.busy.value}
          expected={{ threads: recipe.tasks.length, tracks: [...modes] }}
          noun="active step"
          legend={KITCHEN_LEGEND}
        />
        <Graph recipe={recipe} films={ended ? films : []} values={state.settings.value} modes={modes} />
      </Steady>
    </>
  );
}

/** All that changes with every frame; the rest of the stage does not. */
function Films({ width }: { width: number }) {
  const values = state.settings.value;
  const recipe = state.recipe.value;
  const modes = state.modes.value;
  const room = modes.includes('threads') ? Number(values.cooks ?? 3) : 1;
  const zoom = zoomFor(width);
  // Without shared memory the stage has no run before it has ended.
  const hidden = state.run.value === null && app.stage.value === 'running' && !app.environment.value.threadsAvailable;
  return (
    <>
      {modes.map((mode) => (
        <Kitchen
          key={mode}
          mode={mode}
          recipe={recipe}
          values={values}
          film={state.films.value.find((film) => film.mode === mode) ?? null}
          time={state.moment.value}
          moving={state.moving.value}
          state={hidden ? 'running' : (state.run.value?.state ?? 'idle')}
          width={width / zoom}
          room={room}
          pictures={modes.length}
        >
          {mode === 'async' && values.hands !== 'one' && <HandsNote />}
        </Kitchen>
      ))}
    </>
  );
}

/** What the picture of free hands leaves out, and how long the same takes with one pair: a click away. */
function HandsNote() {
  const run = state.run.value;
  const asked = run?.link ?? app.link.value;
  const link = encodeLink({ ...asked, explicit: { ...asked.explicit, hands: 'one' }, sweep: null }, app.catalog);
  const known = run?.outcome?.metrics.find(({ name }) => name === 'one_pair_s');
  return (
    <p class="film-note">
      Here no step needs hands.{' '}
      <a
        href={link}
        data-action="one-pair"
        data-value={known?.value}
        title="Cooks with one pair of hands, which every active step needs"
        onClick={followPlainClick(() => void follow(link))}
      >
        {known ? `With one pair of hands: ${known.value.toFixed(1)} s (simulated)` : 'And with one pair of hands?'}
      </a>
    </p>
  );
}
