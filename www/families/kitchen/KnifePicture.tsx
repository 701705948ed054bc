// The picture of the shared knife: a cupboard, two helpers, what becomes of them, and the race for the knife, magnified.

import { AccessChart } from '../../charts/AccessChart';
import type { StoryView } from '../../stage/story-state';
import type { AccessRule } from '../../trace/access';
import type { ActorMoment } from '../../trace/moment';
import type { Label } from '../../trace/table';
import { Cook } from './Cook';
import { WIDE } from './layout';
import { Alarm, CounterRow, FilmFrame, WallRow } from './Room';
import { Check, Knife } from './Station';

const HELPERS = ['meat', 'spices'] as const;
/** The colours that meat and spices have in the dinner. */
const FOOD = ['--dish-2', '--dish-1'] as const;

const TAKES = { is: 'gets', what: 'takes', words: ['takes it', 'takes'] } as const;
const IN_VAIN = { is: 'fails', what: 'in vain', words: ['reaches in vain', 'in vain'] } as const;
export const RULES: readonly AccessRule[] = [
  { label: 'copies the cupboard', is: 'learns', what: 'copies', words: ['copies', 'copies'] },
  { label: 'waits for the knife', is: 'learns', what: 'asks', words: ['asks for it', 'asks'] },
  { label: 'looks for the knife', arg: 1, is: 'learns', what: 'looks', words: ['looks: there', 'looks'] },
  { label: 'looks for the knife', arg: 0, is: 'learns', what: 'looks', words: ['looks: not there', 'waits'] },
  { label: 'reaches for the knife', arg: 1, ...TAKES },
  { label: 'reaches for the knife', arg: 0, ...IN_VAIN },
  // Runs that were saved before reaches were written down have only what came of them.
  { label: 'cuts', ...TAKES },
  { label: 'failed', ...IN_VAIN },
];

/** What a helper looks like by what it is doing: its pose, the words on its task, and their colour. */
const LOOKS = {
  arrives: { pose: 'free', words: '', fate: '' },
  looks: { pose: 'looks', words: 'sees the knife', fate: '' },
  waits: { pose: 'waits', words: 'waits for the knife', fate: ' station-blocked' },
  cuts: { pose: 'works', words: 'is cut', fate: '' },
  failed: { pose: 'watches', words: 'failed', fate: ' station-failed' },
  done: { pose: 'free', words: 'done', fate: ' station-done' },
} as const;
type Doing = keyof typeof LOOKS;

interface Helper {
  task: string;
  doing: Doing;
  index: number;
  x: number;
  y: number;
  moving: boolean;
}

/** What a helper is doing. */
export function doingOf(labels: readonly Label[], { doing, label }: ActorMoment): Doing {
  if (doing === 'failed' || doing === 'done') return doing;
  if (doing === 'blocked') return 'waits';
  if (doing === 'work' && labels[label]?.name === 'cuts') return 'cuts';
  return doing === 'before' || doing === 'work' ? 'arrives' : 'looks';
}

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
  const actors = moment.actors.filter(({ lane }) => story?.table.lanes[lane]?.role !== 'coordinator');
  const helpers = HELPERS.map((task, index): Helper => {
    const actor = actors[index];
    const doing = story && actor ? doingOf(story.table.labels, actor) : 'arrives';
    return { task, doing, index, x: width * (index === 0 ? 0.2 : 0.8), y: counter, moving };
  });
  // A cupboard is short of the knife while somebody who took it from there holds it.
  const gone = helpers.map(({ doing }) => doing === 'cuts');
  const cupboards = copies
    ? gone.map((one, i) => ({ at: i === 0 ? 0.4 : 0.6, gone: one }))
    : [{ at: 0.5, gone: gone.includes(true) }];
  return (
    <FilmFrame
      name="knife"
      narrow={narrow}
      title={copies ? 'Two helpers, two cupboards' : 'Two helpers, one knife'}
      seconds={time}
      width={width}
      height={counter + COUNTER}
      label={`Two helpers at a counter, one cuts the meat, the other the spices, and ${copies ? 'each has a cupboard' : 'there is one cupboard'} with knife, spoon and fork.`}
      below={
        <AccessChart
          story={story}
          rules={RULES}
          names={HELPERS}
          intro="Who looks, takes or reaches in vain, in order"
          time={time}
          width={width}
        />
      }
    >
      <WallRow width={width} top={0} edge={counter} />
      {cupboards.map(({ at, gone: empty }) => (
        <g key={at} transform={`translate(${width * at} ${top + 4}) scale(${narrow && copies ? 0.6 : 0.8})`}>
          <Cupboard knife={!empty} />
        </g>
      ))}
      {helpers.map(({ task, doing, index, x }) => (
        <g key={task} data-helper={task} data-doing={doing}>
          <Cook
            x={x}
            y={counter}
            scale={SCALE}
            // On an event loop there is one thread for both.
            colour={values.sharing === 'async' ? '--thread-coordinator' : `--thread-${index}`}
            doing={LOOKS[doing].pose}
            moving={moving}
            bubble={doing === 'waits' ? 'waits' : undefined}
          />
          {doing === 'failed' && <Alarm x={x} y={counter - 59} text="no knife!" />}
        </g>
      ))}
      <CounterRow width={width} edge={counter} height={COUNTER} seams={[width / 3, (2 * width) / 3]} />
      {helpers.map((helper) => (
        <Board key={helper.task} {...helper} />
      ))}
    </FilmFrame>
  );
}

function Cupboard({ knife }: { knife: boolean }) {
  return (
    <g data-knife={knife ? 'there' : 'gone'}>
      <rect class="cupboard" x={-42} y={0} width={84} height={66} rx={4} />
      <path class="cupboard-rail" d="M-36 10 h72" />
      <path
        class={knife ? 'cutlery cutlery-knife' : 'cutlery-gone'}
        transform="translate(-22 12)"
        d="M0 0 v16 M0 16 q-6 14 0 26 q2 -2 2 -26 z"
      />
      <path class="cutlery" d="M2 12 v26 m-5 8 a5 7 0 1 0 10 0 a5 7 0 1 0 -10 0" />
      <path class="cutlery" d="M24 12 v40 M20 12 v9 q4 5 8 0 v-9" />
    </g>
  );
}

const WHOLE = 'M-18 -5 q0 -13 16 -13 q17 0 18 13 z';
const PIECES = 'M-20 -5 q1 -7 6 -6 q5 0 4 6 z M-6 -5 q1 -7 6 -6 q5 0 4 6 z M8 -5 q1 -7 6 -6 q5 0 4 6 z';

function Board({ task, doing, index, x, y, moving }: Helper) {
  return (
    <g
      class={`station${LOOKS[doing].fate}${moving ? ' is-moving' : ''}`}
      transform={`translate(${x + 34 * SCALE} ${y})`}
      style={`--task:var(${FOOD[index]})`}
    >
      <g class="vessel" transform={`scale(${SCALE})`}>
        <rect class="wood" x={-28} y={-5} width={56} height={5} rx={2} />
        <path class={doing === 'failed' ? 'food food-none' : 'food'} d={doing === 'done' ? PIECES : WHOLE} />
        {doing === 'cuts' && <Knife at={[0, -28]} moving />}
      </g>
      {doing === 'done' && <Check at={[28, -20]} />}
      <text class="station-line" x={-17 * SCALE} y={18}>
        <tspan class="station-name">{task}</tspan>
        <tspan class="station-status" dx={6}>
          {LOOKS[doing].words}
        </tspan>
      </text>
    </g>
  );
}
