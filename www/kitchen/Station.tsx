// A place at the counter: the vessel of a task, with flame, steam and progress. Drawn around (0, 0), the
// middle of the counter's edge.

import type { TaskState } from './film';
import { taskVariable } from './look';
import { decimal, heatAfter, type Task } from './recipe';

export type Vessel = 'pot' | 'pan' | 'bowl' | 'board' | 'plate';

/** What a step is done with, by the words that recipes use. */
export function vesselOf(step: string, active: boolean): Vessel {
  if (/fry|roast|toast|wok/i.test(step)) return 'pan';
  if (/boil|brew|cook|heat|steam|simmer/i.test(step)) return 'pot';
  if (/cut|chop|peel|slice|butter|grind/i.test(step)) return 'board';
  if (/serve|arrange|plate/i.test(step)) return 'plate';
  return active ? 'bowl' : 'pot';
}

interface StationProps {
  x: number;
  y: number;
  width: number;
  index: number;
  task: Task;
  state: TaskState;
  /** Names of what it still waits for. */
  missing: readonly string[];
  /** Kitchen seconds until which it cools. */
  coolsUntil: number;
  moving: boolean;
}

export function Station({ x, y, width, index, task, state, missing, coolsUntil, moving }: StationProps) {
  const { phase } = state;
  const number = state.step ?? (phase === 'waiting' ? 0 : task.steps.length - 1);
  const step = task.steps[number];
  const serves = task.steps.every(({ tenths }) => tenths === 0);
  const vessel = serves ? 'plate' : vesselOf(step?.name ?? '', step?.active ?? false);
  const hot = vessel === 'pot' || vessel === 'pan';
  const fire = phase === 'cooking' && hot;
  const warm = phase === 'done' && task.heat !== null;
  const celsius = warm && task.heat ? heatAfter(task.heat, Math.max(0, coolsUntil - (state.doneAt ?? 0))) : null;
  const room = Math.floor((width - 6) / 6.3);
  return (
    <g
      class={`station station-${phase}${moving ? ' is-moving' : ''}`}
      transform={`translate(${x} ${y})`}
      style={`--task:var(${taskVariable(index)})`}
      data-task={task.name}
      data-phase={phase}
    >
      <g transform="translate(14 0)">
        {hot && <path class="burner" d="M-19 -2 h38 M-15 -2 v-3 M15 -2 v-3" />}
        {fire && <Flames />}
        <g transform={hot ? 'translate(0 -9)' : undefined}>
          <VesselShape kind={vessel} filled={phase !== 'waiting'} stirring={phase === 'cooking' && state.active} />
        </g>
        {(fire || warm) && <Steam faint={warm} />}
        {phase === 'done' && <path class="station-check" d="M24 -50 l5 5 l9 -11" />}
        {celsius !== null && (
          <text class="station-celsius" x={0} y={-62}>
            {celsius.toFixed(1)} °C
          </text>
        )}
      </g>
      <text class="station-name" x={0} y={27}>
        {short(task.name, room)}
      </text>
      <text class="station-status" x={0} y={43}>
        {short(statusOf(task, state, missing), room)}
      </text>
      <rect class="station-track" x={-width / 2 + 10} y={51} width={width - 20} height={4} rx={2} />
      <rect
        class="station-bar"
        x={-width / 2 + 10}
        y={51}
        width={Math.max(0, (width - 20) * state.whole)}
        height={4}
        rx={2}
      />
    </g>
  );
}

const short = (text: string, room: number): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text);

function statusOf(task: Task, state: TaskState, missing: readonly string[]): string {
  const step = state.step === null ? undefined : task.steps[state.step];
  switch (state.phase) {
    case 'cooking':
      return step ? `${step.name}, ${((1 - state.share) * (step.tenths / 10)).toFixed(1)} s` : '';
    case 'blocked':
      return `${step?.name ?? ''}: no hands`;
    case 'done':
      return `done at ${(state.doneAt ?? 0).toFixed(1)} s`;
    case 'pause':
      return 'between two steps';
    case 'waiting':
      if (missing.length > 0) return `needs ${missing.join(', ')}`;
      return task.steps.length > 0 ? `${decimal(task.steps.reduce((sum, one) => sum + one.tenths, 0))} s to do` : '';
  }
}

function Flames() {
  return (
    <g class="flames">
      {[-11, 0, 11].map((x, i) => (
        <path key={x} class={`flame flame-${i}`} d={`M${x} -2 q-5 -4 -1 -9 q1 3 3 3 q0 -3 2 -4 q4 6 -1 10 z`} />
      ))}
    </g>
  );
}

function Steam({ faint }: { faint: boolean }) {
  return (
    <g class={faint ? 'steam steam-faint' : 'steam'}>
      {[-9, 0, 9].map((x, i) => (
        <path key={x} class={`puff puff-${i}`} d={`M${x} -38 q-4 -5 0 -9 q4 -4 0 -9`} />
      ))}
    </g>
  );
}

function VesselShape({ kind, filled, stirring }: { kind: Vessel; filled: boolean; stirring: boolean }) {
  const food = filled ? 'food' : 'food food-none';
  switch (kind) {
    case 'pot':
      return (
        <g class="vessel">
          <path d="M-20 -27 h40 v18 q0 7 -7 7 h-26 q-7 0 -7 -7 z M-20 -21 h-6 v5 h6 M20 -21 h6 v5 h-6" />
          <ellipse class={food} cx={0} cy={-27} rx={20} ry={4.5} />
          {stirring && <Spoon y={-30} />}
        </g>
      );
    case 'pan':
      return (
        <g class="vessel">
          <path d="M-22 -12 h40 l-4 10 h-32 z M18 -11 l18 -7" />
          <ellipse class={food} cx={-2} cy={-12} rx={20} ry={4} />
          {stirring && <Spoon y={-15} />}
        </g>
      );
    case 'bowl':
      return (
        <g class="vessel">
          <path d="M-21 -20 h42 q-2 18 -14 19 h-14 q-12 -1 -14 -19 z" />
          <ellipse class={food} cx={0} cy={-20} rx={21} ry={4.5} />
          {stirring && <Spoon y={-23} />}
        </g>
      );
    case 'board':
      return (
        <g class="vessel">
          <rect x={-24} y={-5} width={48} height={5} rx={2} />
          <path class={food} d="M-16 -5 q-2 -9 6 -9 q7 0 7 9 z M0 -5 q1 -8 7 -7 q6 1 5 7 z" />
          <path class={stirring ? 'tool knife' : 'tool'} d="M4 -18 l16 -8 l8 -1 M4 -18 l2 3 l15 -8" />
        </g>
      );
    case 'plate':
      return (
        <g class="vessel">
          <ellipse cx={0} cy={-4} rx={26} ry={5} />
          <path class={food} d="M-15 -6 q2 -12 15 -12 q13 0 15 12 z" />
        </g>
      );
  }
}

const Spoon = ({ y }: { y: number }) => (
  <g transform={`translate(0 ${y})`}>
    <path class="tool spoon" d="M-2 3 l9 -20" />
  </g>
);
