// The picture of an event loop: one cook, who is its only thread, and three tasks that want a turn. The cook stands
// where the thread is; whoever gets no turn says how long ago it was due.

import type { StoryView } from '../../stage/story-state';
import { Cook } from './Cook';
import { WIDE, zoomFor } from './layout';
import { type LoopMoment, loopAt } from './loop';
import { CounterRow, WallRow } from './Room';

/** Sizes of the picture: the caption, the wall and the counter. */
const CAPTION = 26;
const WALL = 84;
const COUNTER = 46;
/** Of the cook. */
const SCALE = 0.9;

const CONSUMER: Record<LoopMoment['consumer'], string> = {
  awaits: 'awaits the flag',
  blocks: 'blocks the thread',
  saw: 'saw the flag',
  'gave up': 'gave up',
};
const PRODUCER: Record<LoopMoment['producer'], string> = {
  awaits: 'awaits its time',
  starves: 'ready, gets no turn',
  set: 'has set the flag',
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function LoopPicture({ story, moment, time, resting, moving, width: room }: StoryView) {
  const now = loopAt(story, moment, time);
  const { consumer, producer, heart, waiting, overdue } = now;
  const width = room / zoomFor(room);
  const x = [0.2, 0.52, 0.84].map((share) => width * share) as [number, number, number];
  const blocked = consumer === 'blocks';
  const narrow = width < WIDE;
  const edge = (narrow ? 5 : CAPTION) + WALL;
  const height = edge + COUNTER;
  return (
    <figure
      class={narrow ? 'film film-narrow' : 'film'}
      data-film="loop"
      data-consumer={consumer}
      data-producer={producer}
      data-heart={heart}
      data-worst={resting ? '1' : undefined}
    >
      <figcaption class="film-caption">
        <span class="film-title">One cook, three tasks</span>
        <span class={blocked ? 'film-state film-bad' : 'film-state'}>
          {!story
            ? 'not run yet'
            : resting
              ? `at worst: ${turnless(now)}`
              : blocked
                ? 'the loop stands still'
                : 'the loop is free'}
        </span>
        <span class="film-clock" title="Seconds since the beginning">
          {seconds(1e3 * time)}
        </span>
      </figcaption>
      <svg
        class="kitchen"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`The event loop’s cook. The consumer ${CONSUMER[consumer]}, the producer: ${PRODUCER[producer]}, the heartbeat ${heart === 'beats' ? 'beats' : `is ${seconds(overdue)} late`}.`}
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
        <g transform={`translate(${x[0]} ${edge})`}>
          <Hourglass held={blocked} moving={moving} />
        </g>
        <g transform={`translate(${x[1]} ${edge})`} data-flag={producer === 'set' ? 'up' : 'down'}>
          <Flag up={producer === 'set'} />
          {waiting > 0 && <Late text={`due for ${seconds(waiting)}`} />}
        </g>
        <g transform={`translate(${x[2]} ${edge})`} class={moving && heart === 'beats' ? 'is-moving' : undefined}>
          <Heart stands={heart === 'starves'} />
          {overdue > 100 && <Late text={`${seconds(overdue)} late`} />}
        </g>
        <Words x={x[0]} y={edge} name="consumer" status={CONSUMER[consumer]} bad={blocked || consumer === 'gave up'} />
        <Words x={x[1]} y={edge} name="producer" status={PRODUCER[producer]} bad={producer === 'starves'} />
        <Words
          x={x[2]}
          y={edge}
          name="heartbeat"
          status={heart === 'beats' ? 'beats' : 'gets no turn'}
          bad={heart === 'starves'}
        />
      </svg>
    </figure>
  );
}

function turnless({ producer, heart }: LoopMoment): string {
  return producer !== 'starves' || heart !== 'starves' ? 'one task gets no turn' : 'two tasks get no turn';
}

function Words({
  x,
  y,
  name,
  status,
  bad,
}: Record<'x' | 'y', number> & { name: string; status: string; bad: boolean }) {
  return (
    <g class={bad ? 'station-failed' : undefined}>
      <text class="station-name" x={x} y={y + 21}>
        {name}
      </text>
      <text class="station-status" x={x} y={y + 36}>
        {status}
      </text>
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
    <g>
      <path class="prop" d="M-12 0 h24 M0 0 v-54" />
      <g class="flag" transform={up ? 'translate(0 -52)' : 'translate(0 -22)'}>
        <path
          class={up ? 'flag-cloth flag-up' : 'flag-cloth'}
          d="M1 0 q10 -5 17 0 q8 5 15 0 v18 q-8 5 -15 0 q-7 -5 -17 0 z"
        />
      </g>
    </g>
  );
}

function Heart({ stands }: { stands: boolean }) {
  return (
    <g>
      <path class="prop" d="M-16 0 h32 M0 0 v-12" />
      <path
        class={stands ? 'heart heart-stands' : 'heart'}
        d="M0 -12 c-26 -15 -24 -40 -9 -40 c5 0 8 3 9 7 c1 -4 4 -7 9 -7 c15 0 17 25 -9 40 z"
      />
    </g>
  );
}

function Late({ text }: { text: string }) {
  const half = text.length * 3.1 + 9;
  return (
    <g class="failed" transform="translate(0 -66)">
      <rect x={-half} y={-13} width={2 * half} height={19} rx={9.5} />
      <text x={0} y={0.5}>
        {text}
      </text>
    </g>
  );
}
