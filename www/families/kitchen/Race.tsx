// Who gets the knife, magnified: what both helpers did about it, one after the other, however short that took. In a
// film of a second the race itself is over in less than a frame.

import { duration } from '../../text/format';
import type { Story } from '../../trace/story';
import { HELPERS, type Step, stepsOf } from './knife';

interface RaceProps {
  story: Story | null;
  /** Kitchen seconds of the replay: what comes later is drawn faintly. */
  time: number;
  width: number;
}

const HEIGHT = 68;
/** Names of the helpers, left of what they do. */
const HEAD = 52;
const ROWS = [30, 48] as const;
/** Narrower columns have room for short words only. */
const ROOMY = 96;
/** Shares of the film from which on nothing is magnified. */
const LONG = 0.1;

const WORDS: Record<Step['what'], readonly [long: string, short: string]> = {
  copies: ['copies', 'copies'],
  asks: ['asks for it', 'asks'],
  looks: ['looks: there', 'looks'],
  takes: ['takes it', 'takes'],
  'in vain': ['reaches in vain', 'in vain'],
};

export function Race({ story, time, width }: RaceProps) {
  const steps = story ? stepsOf(story) : [];
  const first = steps[0]?.time ?? 0;
  const lasted = (steps.at(-1)?.time ?? 0) - first;
  const film = (story?.section.end ?? 0) / 1e6;
  const magnified = film > 0 && lasted < LONG * film;
  // The last word is the longest.
  const column = (width - HEAD - 24) / 4;
  const x = (index: number): number => HEAD + 12 + index * column;
  const y = (helper: number): number => ROWS[helper] ?? ROWS[0];
  const title =
    steps.length === 0
      ? 'Who looks, takes or reaches in vain, in order'
      : magnified
        ? `In order, magnified: ${kitchen(lasted)} of ${film.toFixed(1)} s`
        : 'In order';
  return (
    <svg
      class="race"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`${title}. ${steps.map((step) => `${HELPERS[step.helper]} ${wordOf(step, true)}`).join(', ')}.`}
      data-race={steps.length}
    >
      <text class="race-note" x={12} y={13}>
        {title}
      </text>
      {HELPERS.map((task, i) => (
        <g key={task}>
          <text class="race-name" x={12} y={y(i) + 4}>
            {task}
          </text>
          <path class="race-lane" d={`M${HEAD} ${y(i)} H${width - 8}`} />
        </g>
      ))}
      <path
        class="race-way"
        d={steps.map(({ helper }, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(helper)}`).join('') || 'M0 0'}
      />
      {steps.map((step, i) => (
        <g
          key={`${step.helper} ${step.what}`}
          class={`race-step${step.what === 'in vain' ? ' race-failed' : ''}${step.time > time ? ' race-later' : ''}`}
          data-race-step={step.what}
          data-helper={HELPERS[step.helper]}
        >
          <circle cx={x(i)} cy={y(step.helper)} r={8} />
          <text class="race-number" x={x(i)} y={y(step.helper) + 3.6}>
            {i + 1}
          </text>
          <text class="race-word" x={x(i) + 12} y={y(step.helper) + 4}>
            {wordOf(step, column >= ROOMY)}
          </text>
          <text class="race-time" x={x(i)} y={HEIGHT - 3}>
            {i === 0 ? '0' : `+${kitchen(step.time - first)}`}
          </text>
        </g>
      ))}
    </svg>
  );
}

function wordOf({ what, there }: Step, long: boolean): string {
  if (what === 'looks' && !there) return long ? 'looks: not there' : 'waits';
  return WORDS[what][long ? 0 : 1];
}

/** A time of the kitchen, given in its seconds. */
const kitchen = (seconds: number): string => (seconds === 0 ? '0' : duration(seconds * 1e3));
