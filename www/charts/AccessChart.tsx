// Who came to something in which order, and who got it, magnified: one access after the other, however short that took.
// In a film of a second the race itself is over in less than a frame.

import './story-charts.css';
import { duration } from '../text/format';
import { type AccessRule, accessesOf } from '../trace/access';
import type { Story } from '../trace/story';

interface AccessChartProps {
  story: Story | null;
  rules: readonly AccessRule[];
  /** Names of the actors. */
  names: readonly string[];
  /** Says what there will be to see. */
  intro: string;
  /** Seconds of the story: what comes later is drawn faintly. */
  time: number;
  width: number;
}

/** Names of the actors, left of what they do. */
const HEAD = 52;
const ROW = 18;
/** Narrower columns have room for short words only. */
const ROOMY = 96;
/** Share of the story from which on nothing is magnified. */
const LONG = 0.1;

export function AccessChart({ story, rules, names, intro, time, width }: AccessChartProps) {
  const steps = story ? accessesOf(story, rules) : [];
  const first = steps[0]?.time ?? 0;
  const lasted = (steps.at(-1)?.time ?? 0) - first;
  const length = (story?.section.end ?? 0) / 1e6;
  const magnified = length > 0 && lasted < LONG * length;
  const inOrder = magnified ? `In order, magnified: ${written(lasted)} of ${length.toFixed(1)} s` : 'In order';
  const title = steps.length === 0 ? intro : inOrder;
  const height = 32 + ROW * names.length;
  // The last word is the longest.
  const column = (width - HEAD - 24) / (2 * names.length);
  const x = (index: number): number => HEAD + 12 + index * column;
  const y = (actor: number): number => 30 + ROW * actor;
  return (
    <svg
      class="access"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${title}. ${steps.map(({ actor, rule }) => `${names[actor]} ${rule.words[0]}`).join(', ')}.`}
    >
      <text class="access-note" x={12} y={13}>
        {title}
      </text>
      {names.map((name, i) => (
        <g key={name}>
          <text class="access-name" x={12} y={y(i) + 4}>
            {name}
          </text>
          <path class="access-lane" d={`M${HEAD} ${y(i)} H${width - 8}`} />
        </g>
      ))}
      <path
        class="access-way"
        d={steps.map(({ actor }, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(actor)}`).join('') || 'M0 0'}
      />
      {steps.map(({ actor, rule, time: at }, i) => (
        <g
          key={`${actor} ${rule.what}`}
          class={`access-step${rule.is === 'fails' ? ' access-failed' : ''}${at > time ? ' access-later' : ''}`}
          data-access={rule.what}
          data-of={names[actor]}
        >
          <circle cx={x(i)} cy={y(actor)} r={8} />
          <text class="access-number" x={x(i)} y={y(actor) + 3.6}>
            {i + 1}
          </text>
          <text class="access-word" x={x(i) + 12} y={y(actor) + 4}>
            {rule.words[column >= ROOMY ? 0 : 1]}
          </text>
          <text class="access-time" x={x(i)} y={height - 3}>
            {i === 0 ? '0' : `+${written(at - first)}`}
          </text>
        </g>
      ))}
    </svg>
  );
}

const written = (seconds: number): string => (seconds === 0 ? '0' : duration(seconds * 1e3));
