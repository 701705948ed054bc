// The picture of a kitchen at one moment of its film: stations with pots and flames, and the cooks behind the
// counter. Everything that is drawn follows from the trace; only flames and steam are decoration, and they
// stand still for whoever asked for less motion.

import type { ComponentChildren } from 'preact';
import type { EndState, ParamValues } from '../../contract/protocol';
import { Cook } from './Cook';
import { directNeeds } from './dinner-bounds';
import { type CookState, cooksAt, type Film, type Mode, tasksAt, UNCOOKED, unattended } from './film';
import { type Layout, layoutKitchen, type Place } from './layout';
import { CounterRow, FilmFrame, WallRow } from './Room';
import { coolingOf, heatAfter, type Recipe } from './recipe/recipe';
import { Station } from './Station';
import { filmTitle } from './state';

interface KitchenProps {
  mode: Mode;
  recipe: Recipe;
  values: ParamValues;
  /** Null before anything was cooked. */
  film: Film | null;
  /** Kitchen seconds. */
  time: number;
  /** Whether things move: live, or in a replay. */
  moving: boolean;
  state: 'idle' | 'running' | EndState;
  /** What it may take, in units of the picture. */
  width: number;
  /** Cooks that room is kept for, so that stations of several films stand one below the other. */
  room: number;
  /** How many films there are: several are drawn smaller. */
  pictures: number;
  /** Under the picture. */
  children?: ComponentChildren;
}

/** A cook goes from one place to another in so many kitchen seconds. */
const WALK = 0.35;

export function Kitchen(props: KitchenProps) {
  const { mode, recipe, values, film, time, moving, state, width, room, pictures, children } = props;
  const cookCount = film ? film.cooks.length : mode === 'threads' ? Number(values.cooks ?? 3) : 1;
  const layout = layoutKitchen(recipe.tasks.length, room, width, pictures);
  const at = film ? Math.min(time, film.servedAt ?? time) : 0;
  const tasks = tasksAt(film ?? UNCOOKED, recipe, at);
  const served = film?.servedAt != null && time >= film.servedAt;
  // After the end everybody goes back to rest.
  const cooks = film ? cooksAt(film, served ? at + 1 : at) : Array.from({ length: cookCount }, () => RESTING);
  const alone = film ? unattended(tasks, cooks) : [];
  const simulated = values.clock === 'virtual';
  return (
    <FilmFrame
      name={mode}
      look={`film-${mode}${served ? ' film-served' : ''}${pictures > 1 ? ' film-small' : ''}`}
      narrow={layout.narrow}
      data={{ 'data-served': served ? '1' : '0' }}
      title={filmTitle(mode, values)}
      caption={
        <>
          {simulated && <span class="film-chip">simulated</span>}
          <span class="film-state">{stateText(recipe, film, at, served, state)}</span>
        </>
      }
      seconds={at}
      width={layout.width}
      height={layout.height}
      label={describe(mode, recipe, film, values)}
      below={children}
    >
      {layout.rows.map((row) => (
        <g key={row}>
          <WallRow
            width={layout.width}
            top={row === 0 ? 0 : layout.counterOf(row) - layout.above}
            edge={layout.counterOf(row)}
          />
          {cooks.map((cook, i) =>
            placeOf(layout, cook, i, at).row === row ? (
              <Cook
                // Cooks have no other name.
                key={i}
                {...placeOf(layout, cook, i, at)}
                y={layout.counterOf(row)}
                scale={layout.scale}
                colour={mode === 'threads' ? `--thread-${i % 8}` : '--thread-coordinator'}
                doing={cook.doing}
                moving={moving}
                bubble={bubbleOf(mode, cook, served || !film)}
              />
            ) : null,
          )}
          <CounterRow
            width={layout.width}
            edge={layout.counterOf(row)}
            height={layout.below}
            seams={layout.stations.filter((place) => place.row === row).map(({ x }) => x - layout.stationWidth / 2)}
          />
        </g>
      ))}
      {recipe.tasks.map((task, i) => {
        const place = layout.stations[i] as Place;
        const taskState = tasks[i];
        if (!taskState) return null;
        const missing = directNeeds(recipe.tasks, i).filter((need) => tasks[need]?.phase !== 'done');
        return (
          <Station
            key={task.name}
            x={place.x}
            y={layout.counterOf(place.row)}
            width={layout.stationWidth}
            scale={layout.scale}
            short={pictures > 1}
            alone={alone[i] ?? false}
            index={i}
            task={task}
            state={taskState}
            missing={missing.map((need) => recipe.tasks[need]?.name ?? '')}
            coolsUntil={at}
            moving={moving}
          />
        );
      })}
    </FilmFrame>
  );
}

/** Words for what a cook is not doing. */
function bubbleOf(mode: Mode, cook: CookState, quiet: boolean): string | undefined {
  if (quiet) return undefined;
  if (cook.doing === 'watches') return 'waits';
  if (cook.doing === 'waits') return 'idle';
  return cook.doing === 'free' && mode === 'async' ? 'free' : undefined;
}

const RESTING: CookState = { task: null, doing: 'free', since: 0, before: null };

/** Where a cook is: on the way from the place before for a moment. */
function placeOf(layout: Layout, cook: CookState, index: number, time: number): Place {
  const to = layout.cookAt(cook.task, index);
  const share = Math.min(Math.max((time - cook.since) / WALK, 0), 1);
  if (share >= 1 || cook.since <= 0) return to;
  const from = layout.cookAt(cook.before, index);
  const eased = share * share * (3 - 2 * share);
  return eased < 0.5 && from.row !== to.row
    ? { x: from.x, row: from.row }
    : { x: from.row === to.row ? from.x + (to.x - from.x) * eased : to.x, row: to.row };
}

function stateText(
  recipe: Recipe,
  film: Film | null,
  time: number,
  served: boolean,
  state: KitchenProps['state'],
): string {
  // Without shared memory nothing can be seen of a run before it has ended.
  if (!film && state === 'running') return 'cooking: shown when it is done';
  if (!film || state === 'idle') return 'not cooked yet';
  if (!served) return state === 'stopped' ? 'stopped' : 'cooking';
  const index = coolingOf(recipe);
  const task = recipe.tasks[index];
  const done = film.doneAt[index];
  if (!task?.heat || done == null) return 'served';
  return `served, ${task.name} ${heatAfter(task.heat, time - done).toFixed(1)} °C`;
}

function describe(mode: Mode, recipe: Recipe, film: Film | null, values: ParamValues): string {
  const names = recipe.tasks.map(({ name }) => name).join(', ');
  const end = film?.servedAt == null ? '' : ` Everything was done after ${film.servedAt.toFixed(1)} seconds.`;
  return `Kitchen, ${filmTitle(mode, values)}, with stations for ${names}.${end}`;
}
