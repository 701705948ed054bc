// The picture of the shared knife: a cupboard, two helpers, what becomes of them, and the race for the knife, magnified.

import type { StoryView } from '../../stage/story-state';
import { Cook } from './Cook';
import { type Doing, doingOf, HELPERS } from './knife';
import { WIDE } from './layout';
import { Race } from './Race';
import { CounterRow, WallRow } from './Room';
import { Check, Knife } from './Station';

/** Meat and spices have the colours that they have in the dinner. */
const foodVariable = (helper: number): string => (helper === 0 ? '--dish-2' : '--dish-1');

const WORDS: Record<Doing, string> = {
  arrives: '',
  looks: 'sees the knife',
  waits: 'waits for the knife',
  cuts: 'is cut',
  failed: 'failed',
  done: 'done',
};

/** Sizes of the picture: the caption, the wall and the counter. */
const CAPTION = 24;
const WALL = 66;
const COUNTER = 26;
/** Of helpers, boards and cupboards. */
const SCALE = 0.74;

export function KnifePicture({ story, moment, time, values, width: room, moving }: StoryView) {
  const width = Math.min(room, 560);
  const copies = values.sharing === 'copy';
  const narrow = width < WIDE;
  const top = narrow ? 6 : CAPTION;
  const counter = top + WALL;
  const height = counter + COUNTER;
  const helpers = moment.actors.filter(({ lane }) => story?.table.lanes[lane]?.role !== 'coordinator');
  const doing = HELPERS.map((_, i): Doing => {
    const actor = helpers[i];
    return story && actor ? doingOf(story, actor) : 'arrives';
  });
  const x = [width * 0.2, width * 0.8];
  // A cupboard is short of the knife while somebody who took it from there holds it.
  const missing = (helper: number): boolean => doing[helper] === 'cuts';
  const cupboards = copies
    ? HELPERS.map((_, i) => ({ x: width * (i === 0 ? 0.4 : 0.6), knife: !missing(i) }))
    : [{ x: width / 2, knife: !missing(0) && !missing(1) }];
  return (
    <figure class={narrow ? 'film film-narrow' : 'film'} data-film="knife">
      <figcaption class="film-caption">
        <span class="film-title">{copies ? 'Two helpers, two cupboards' : 'Two helpers, one knife'}</span>
        <span class="film-clock" title="Seconds in the kitchen">
          {time.toFixed(1)}&nbsp;s
        </span>
      </figcaption>
      <svg
        class="kitchen"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`Two helpers at a counter, one cuts the meat, the other the spices, and ${copies ? 'each has a cupboard' : 'there is one cupboard'} with knife, spoon and fork.`}
      >
        <WallRow width={width} top={0} edge={counter} />
        {cupboards.map((cupboard) => (
          <Cupboard
            key={cupboard.x}
            at={[cupboard.x, top + 4]}
            scale={narrow && copies ? 0.6 : 0.8}
            knife={cupboard.knife}
          />
        ))}
        {HELPERS.map((task, i) => (
          <HelperFigure
            key={task}
            x={x[i] ?? 0}
            y={counter}
            index={i}
            doing={doing[i] ?? 'arrives'}
            // On an event loop there is one thread for both.
            colour={values.sharing === 'async' ? '--thread-coordinator' : `--thread-${i}`}
            moving={moving}
          />
        ))}
        <CounterRow width={width} edge={counter} height={height - counter} seams={[width / 3, (2 * width) / 3]} />
        {HELPERS.map((task, i) => (
          <Board
            key={task}
            x={(x[i] ?? 0) + 34 * SCALE}
            y={counter}
            index={i}
            task={task}
            doing={doing[i] ?? 'arrives'}
            moving={moving}
          />
        ))}
      </svg>
      <Race story={story} time={time} width={width} />
    </figure>
  );
}

function Cupboard({ at: [x, y], scale, knife }: { at: [number, number]; scale: number; knife: boolean }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`} data-knife={knife ? 'there' : 'gone'}>
      <rect class="cupboard" x={-42} y={0} width={84} height={66} rx={4} />
      <path class="cupboard-rail" d="M-36 10 h72" />
      <g transform="translate(-22 12)">
        {knife ? (
          <path class="cutlery cutlery-knife" d="M0 0 v16 M0 16 q-6 14 0 26 q2 -2 2 -26 z" />
        ) : (
          <path class="cutlery-gone" d="M0 0 v16 M0 16 q-6 14 0 26 q2 -2 2 -26 z" />
        )}
      </g>
      <path class="cutlery" d="M2 12 v26 m-5 8 a5 7 0 1 0 10 0 a5 7 0 1 0 -10 0" />
      <path class="cutlery" d="M24 12 v40 M20 12 v9 q4 5 8 0 v-9" />
    </g>
  );
}

interface FigureProps {
  x: number;
  y: number;
  index: number;
  doing: Doing;
  /** CSS variable of the apron. */
  colour: string;
  moving: boolean;
}

function HelperFigure({ x, y, index, doing, colour, moving }: FigureProps) {
  const pose = doing === 'cuts' ? 'works' : doing === 'waits' ? 'waits' : doing === 'looks' ? 'looks' : 'free';
  return (
    <g data-helper={HELPERS[index]} data-doing={doing}>
      <Cook
        x={x}
        y={y}
        scale={SCALE}
        colour={colour}
        doing={doing === 'failed' ? 'watches' : pose}
        moving={moving}
        bubble={doing === 'waits' ? 'waits' : undefined}
      />
      {doing === 'failed' && (
        <g class="failed" transform={`translate(${x} ${y - 59})`}>
          <rect x={-34} y={-9} width={68} height={15} rx={7.5} />
          <text x={0} y={2}>
            no knife!
          </text>
        </g>
      )}
    </g>
  );
}

/** Colours of the words. */
const FATE: Partial<Record<Doing, string>> = {
  failed: ' station-failed',
  waits: ' station-blocked',
  done: ' station-done',
};

interface BoardProps {
  x: number;
  y: number;
  index: number;
  task: string;
  doing: Doing;
  moving: boolean;
}

function Board({ x, y, index, task, doing, moving }: BoardProps) {
  const food = doing === 'failed' ? 'food food-none' : 'food';
  return (
    <g
      class={`station${FATE[doing] ?? ''}${moving ? ' is-moving' : ''}`}
      transform={`translate(${x} ${y})`}
      style={`--task:var(${foodVariable(index)})`}
    >
      <g class="vessel" transform={`scale(${SCALE})`}>
        <rect class="wood" x={-28} y={-5} width={56} height={5} rx={2} />
        {doing === 'done' ? (
          <path
            class={food}
            d="M-20 -5 q1 -7 6 -6 q5 0 4 6 z M-6 -5 q1 -7 6 -6 q5 0 4 6 z M8 -5 q1 -7 6 -6 q5 0 4 6 z"
          />
        ) : (
          <path class={food} d="M-18 -5 q0 -13 16 -13 q17 0 18 13 z" />
        )}
        {doing === 'cuts' && <Knife at={[0, -28]} moving />}
      </g>
      {doing === 'done' && <Check at={[28, -20]} />}
      <text class="station-line" x={-17 * SCALE} y={18}>
        <tspan class="station-name">{task}</tspan>
        <tspan class="station-status" dx={6}>
          {WORDS[doing]}
        </tspan>
      </text>
    </g>
  );
}
