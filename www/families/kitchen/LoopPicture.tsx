// The picture of an event loop: one cook, who is its only thread, and three tasks that want a turn. The cook stands
// where the thread is; whoever gets no turn says how long ago it was due. And how late the heartbeat was.

import type { ComponentChildren } from 'preact';
import { LagChart } from '../../charts/LagChart';
import type { StoryView } from '../../stage/story-state';
import { type Doing, latenessOf, type Moment } from '../../trace/moment';
import type { Story } from '../../trace/story';
import { Cook } from './Cook';
import { WIDE, zoomFor } from './layout';
import { Alarm, CounterRow, FilmFrame, WallRow } from './Room';

/** Sizes of the picture: the caption, the wall and the counter. */
const CAPTION = 26;
const WALL = 84;
const COUNTER = 46;
/** Of the cook. */
const SCALE = 0.9;

const CONSUMER = { awaits: 'awaits the flag', blocks: 'blocks the thread', saw: 'saw the flag', 'gave up': 'gave up' };
const PRODUCER = { awaits: 'awaits its time', starves: 'ready, gets no turn', set: 'has set the flag' };

/** While it does not await, it holds the thread: it has its turn. Runs of before do not say that a task is over. */
const CONSUMES: Partial<Record<Doing, keyof typeof CONSUMER>> = {
  work: 'blocks',
  failed: 'gave up',
  done: 'saw',
  idle: 'saw',
};

/** What every task is doing, and for how many ms producer and heartbeat are due. `time`: seconds of the story. */
export function loopAt(story: Pick<Story, 'table'> | null, { actors }: Moment, time: number) {
  const [consumer, producer, heart] = ['consumer', 'producer', 'heartbeat'].map((name) =>
    actors.find(({ lane }) => story?.table.lanes[lane]?.actor === name),
  );
  const waiting = producer ? latenessOf(producer, time * 1e6) / 1e3 : 0;
  const overdue = heart ? latenessOf(heart, time * 1e6) / 1e3 : 0;
  const over = producer?.doing === 'done' || producer?.doing === 'idle';
  return {
    consumer: (consumer && CONSUMES[consumer.doing]) ?? 'awaits',
    producer: waiting > 0 ? ('starves' as const) : over ? ('set' as const) : ('awaits' as const),
    heart: overdue > 0 ? ('starves' as const) : ('beats' as const),
    waiting,
    overdue,
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function LoopPicture({ story, moment, time, resting, moving, width: room }: StoryView) {
  const { consumer, producer, heart, waiting, overdue } = loopAt(story, moment, time);
  const width = room / zoomFor(room);
  const x = [0.2, 0.52, 0.84].map((share) => width * share) as [number, number, number];
  const blocked = consumer === 'blocks';
  const [starves, stands] = [producer === 'starves', heart === 'starves'];
  const narrow = width < WIDE;
  const edge = (narrow ? 5 : CAPTION) + WALL;
  const worst = `at worst: ${starves && stands ? 'two tasks get' : 'one task gets'} no turn`;
  const state = resting ? worst : blocked ? 'the loop stands still' : 'the loop is free';
  return (
    <FilmFrame
      name="loop"
      narrow={narrow}
      data={{
        'data-consumer': consumer,
        'data-producer': producer,
        'data-heart': heart,
        'data-worst': resting ? '1' : undefined,
      }}
      title="One cook, three tasks"
      caption={<span class={`film-state${blocked ? ' film-bad' : ''}`}>{story ? state : 'not run yet'}</span>}
      seconds={time}
      width={width}
      height={edge + COUNTER}
      label={`The event loop’s cook. The consumer ${CONSUMER[consumer]}, the producer: ${PRODUCER[producer]}, the heartbeat ${stands ? `is ${seconds(overdue)} late` : 'beats'}.`}
    >
      <WallRow width={width} top={0} edge={edge} />
      <Cook
        x={blocked ? x[0] - 27 : 32}
        scale={SCALE}
        y={edge}
        colour="--thread-coordinator"
        doing={blocked ? 'sleeps' : 'free'}
        moving={moving}
        bubble={blocked ? 'asleep' : story && consumer === 'awaits' ? 'free' : undefined}
      />
      <CounterRow width={width} edge={edge} height={COUNTER} seams={[width * 0.36, width * 0.68]} />
      <Task x={x[0]} y={edge} name="consumer" status={CONSUMER[consumer]} bad={blocked || consumer === 'gave up'}>
        <Hourglass held={blocked} moving={moving} />
      </Task>
      <Task x={x[1]} y={edge} name="producer" status={PRODUCER[producer]} bad={starves}>
        <Flag up={producer === 'set'} />
        {waiting > 0 && <Alarm x={0} y={-66} text={`due for ${seconds(waiting)}`} />}
      </Task>
      <Task x={x[2]} y={edge} name="heartbeat" status={stands ? 'gets no turn' : 'beats'} bad={stands}>
        <Heart stands={stands} moving={moving} />
        {overdue > 100 && <Alarm x={0} y={-66} text={`${seconds(overdue)} late`} />}
      </Task>
    </FilmFrame>
  );
}

interface TaskProps {
  x: number;
  y: number;
  name: string;
  status: string;
  bad: boolean;
  children: ComponentChildren;
}

/** What a task does on the counter, and its name and state below. */
function Task({ x, y, name, status, bad, children }: TaskProps) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {children}
      <g class={bad ? 'station-failed' : undefined}>
        <text class="station-name" y={21}>
          {name}
        </text>
        <text class="station-status" y={36}>
          {status}
        </text>
      </g>
    </g>
  );
}

/** Sand runs while the consumer holds the thread. */
function Hourglass({ held, moving }: { held: boolean; moving: boolean }) {
  return (
    <g class={held && moving ? 'is-moving' : undefined}>
      <path
        class="prop"
        d="M-15 0 h30 M-15 -46 h30 M-11 -46 c0 14 8 16 8 23 c0 7 -8 9 -8 23 M11 -46 c0 14 -8 16 -8 23 c0 7 8 9 8 23"
      />
      <path class="sand" d="M-7 -36 h14 q-4 8 -7 12 q-3 -4 -7 -12 z M-9 -1 q3 -8 9 -9 q6 1 9 9 z" />
      {held && <path class="sand-stream" d="M0 -24 v14" />}
    </g>
  );
}

function Flag({ up }: { up: boolean }) {
  return (
    <g data-flag={up ? 'up' : 'down'}>
      <path class="prop" d="M-12 0 h24 M0 0 v-54" />
      <path
        class={up ? 'flag-cloth flag-up' : 'flag-cloth'}
        transform={`translate(0 ${up ? -52 : -22})`}
        d="M1 0 q10 -5 17 0 q8 5 15 0 v18 q-8 5 -15 0 q-7 -5 -17 0 z"
      />
    </g>
  );
}

function Heart({ stands, moving }: { stands: boolean; moving: boolean }) {
  return (
    <g class={moving && !stands ? 'is-moving' : undefined}>
      <path class="prop" d="M-16 0 h32 M0 0 v-12" />
      <path
        class={stands ? 'heart heart-stands' : 'heart'}
        d="M0 -12 c-26 -15 -24 -40 -9 -40 c5 0 8 3 9 7 c1 -4 4 -7 9 -7 c15 0 17 25 -9 40 z"
      />
    </g>
  );
}

/** A heartbeat is due every 50 ms, and the producer after 500. */
export const LoopLag = ({ story, length, running, values, width }: StoryView) => (
  <LagChart
    story={story}
    noun="heartbeat"
    every={50}
    marks={[
      { time: 500, text: 'producer is due' },
      { time: 1e3 * Number(values.limit), text: 'time limit' },
    ]}
    end={1e3 * length}
    running={running}
    width={width}
  />
);
