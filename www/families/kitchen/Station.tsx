// A place at the counter: the vessel of a task, with flame, steam and progress. Drawn around (0, 0), the
// middle of the counter's edge.

import type { TaskState } from './film';
import { decimal, heatAfter, type Task } from './recipe/recipe';
import { taskVariable } from './span-look';

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
  /** Of the vessel. */
  scale: number;
  /** With its name alone below the counter. */
  short: boolean;
  /** Its step goes on without anybody who attends to it. */
  alone: boolean;
  index: number;
  task: Task;
  state: TaskState;
  /** Names of what it still waits for. */
  missing: readonly string[];
  /** Kitchen seconds until which it cools. */
  coolsUntil: number;
  moving: boolean;
}

export function Station(props: StationProps) {
  const { x, y, width, scale, short, alone, index, task, state, missing, coolsUntil, moving } = props;
  const { phase } = state;
  const number = state.step ?? (phase === 'waiting' ? 0 : task.steps.length - 1);
  const step = task.steps[number];
  const serves = task.steps.every(({ tenths }) => tenths === 0);
  const vessel = serves ? 'plate' : vesselOf(step?.name ?? '', step?.active ?? false);
  const hot = vessel === 'pot' || vessel === 'pan';
  const fire = phase === 'cooking' && hot;
  const warm = phase === 'done' && task.heat !== null;
  const celsius = warm && task.heat ? heatAfter(task.heat, Math.max(0, coolsUntil - (state.doneAt ?? 0))) : null;
  const status = statusOf(task, state, missing, Math.floor((width - 4) / 5.7));
  const words = missing.length > 0 ? `needs ${missing.join(', ')}` : status;
  const bar = short
    ? { x: -width / 2 + 8, y: 20, width: width - 16, height: 3 }
    : { x: -width / 2 + 10, y: 42, width: width - 20, height: 5 };
  return (
    <g
      class={`station station-${phase}${alone ? ' station-alone' : ''}${moving ? ' is-moving' : ''}`}
      transform={`translate(${x.toFixed(1)} ${y})`}
      style={`--task:var(${taskVariable(index)})`}
      data-task={task.name}
      data-phase={phase}
      data-alone={alone ? (state.active ? 'active' : 'passive') : undefined}
    >
      <g transform={`translate(${14 * scale} 0) scale(${scale})`}>
        {hot && <Hob lit={fire} />}
        <g transform={hot ? 'translate(0 -15)' : undefined}>
          <VesselShape
            kind={vessel}
            filled={phase !== 'waiting'}
            stirring={phase === 'cooking' && state.active && !alone}
          />
          {(fire || warm) && <Steam faint={warm} />}
        </g>
        {phase === 'done' && <Check at={[30, -50]} />}
      </g>
      {celsius !== null && (
        <text class="station-celsius" x={14 * scale} y={-66 * scale - 2}>
          {celsius.toFixed(1)} °C
        </text>
      )}
      {alone && <ByItself x={14 * scale} y={-66 * scale - 2} />}
      <text class={short ? 'station-name station-name-short' : 'station-name'} x={0} y={short ? 16 : 20}>
        <title>{short ? `${task.name}: ${words}` : task.name}</title>
        {clip(task.name, Math.floor(short ? (width - 6) / 6.8 : (width - 2) / 6.9))}
      </text>
      {!short && (
        <text class="station-status" x={0} y={35}>
          <title>{words}</title>
          {status}
        </text>
      )}
      <rect class="station-track" {...bar} rx={bar.height / 2} />
      <rect class="station-bar" {...bar} width={Math.max(0, bar.width * state.whole)} rx={bar.height / 2} />
    </g>
  );
}

/** Over what goes on without hands. */
function ByItself({ x, y }: { x: number; y: number }) {
  return (
    <g class="station-by-itself" transform={`translate(${x} ${y})`}>
      <rect x={-27} y={-10} width={54} height={13} rx={6.5} />
      <text y={0}>by itself</text>
    </g>
  );
}

const clip = (text: string, room: number): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text);

/** In at most `room` characters. */
function statusOf(task: Task, state: TaskState, missing: readonly string[], room: number): string {
  if (state.phase === 'waiting' && missing.length > 0) {
    const names = `needs ${missing.join(', ')}`;
    if (names.length <= room) return names;
    return missing.length === 1 ? clip(names, room) : clip(`needs ${missing.length} tasks`, room);
  }
  return clip(progressOf(task, state), room);
}

function progressOf(task: Task, state: TaskState): string {
  const step = state.step === null ? undefined : task.steps[state.step];
  switch (state.phase) {
    case 'cooking':
      return step ? `${step.name}, ${((1 - state.share) * (step.tenths / 10)).toFixed(1)} s` : '';
    case 'blocked':
      return 'no hands free';
    case 'done':
      return `done at ${(state.doneAt ?? 0).toFixed(1)} s`;
    case 'pause':
      return 'between two steps';
    case 'waiting':
      return task.steps.length > 0 ? `${decimal(task.steps.reduce((sum, one) => sum + one.tenths, 0))} s to do` : '';
  }
}

/** Two tongues each: the outer one, and the hot one within. */
function Flames() {
  return (
    <g class="flames">
      {[-12, -4, 4, 12].map((x, i) => (
        <g key={x} class={`flame flame-${i % 3}`}>
          <path class="flame-outer" d={`M${x} -6 c-5 -1 -5 -5 -2 -9 c.5 2 1.6 2 2 -1 c4 3 5.5 9 0 10 z`} />
          <path class="flame-inner" d={`M${x} -6 c-2.4 -.6 -2.4 -2.8 -.8 -4.8 c1.6 1 2.8 4 .8 4.8 z`} />
        </g>
      ))}
    </g>
  );
}

/** What a pot stands on. */
function Hob({ lit }: { lit: boolean }) {
  return (
    <g>
      <path class="hob" d="M-27 0 v-3 q0 -3 3 -3 h48 q3 0 3 3 v3 z" />
      <path class="burner" d="M-21 -6 v-8 M21 -6 v-8 M-24 -14.4 h8 M16 -14.4 h8" />
      {lit && <Flames />}
    </g>
  );
}

export const Check = ({ at: [x, y] }: { at: [number, number] }) => (
  <g class="station-check" transform={`translate(${x} ${y})`}>
    <circle r={8} />
    <path d="M-3.6 .2 l2.6 2.8 l4.8 -5.6" />
  </g>
);

function Steam({ faint }: { faint: boolean }) {
  return (
    <g class={faint ? 'steam steam-faint' : 'steam'}>
      {[-9, 0, 9].map((x, i) => (
        <path key={x} class={`puff puff-${i}`} d={`M${x} -34 q-4 -4.5 0 -8 q4 -3.5 0 -8`} />
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
          <path d="M-21 -20 h-6 q-2 0 -2 2 v2 q0 2 2 2 h6 M21 -20 h6 q2 0 2 2 v2 q0 2 -2 2 h-6" />
          <path class="metal" d="M-21 -28 h42 v21 q0 7 -7 7 h-28 q-7 0 -7 -7 z" />
          <path class="shine" d="M-15 -20 v11" />
          <ellipse class={food} cx={0} cy={-28} rx={21} ry={4.6} />
          {stirring && <Spoon y={-30} />}
        </g>
      );
    case 'pan':
      return (
        <g class="vessel">
          <path class="handle" d="M20 -9 l22 -7" />
          <path class="metal" d="M-24 -12 h46 l-4 9 q-1 3 -4 3 h-30 q-3 0 -4 -3 z" />
          <ellipse class={food} cx={-1} cy={-12} rx={22.5} ry={4.2} />
          {stirring && <Spoon y={-15} />}
        </g>
      );
    case 'bowl':
      return (
        <g class="vessel">
          <path d="M-8 -2 h16 v2 h-16 z" />
          <path class="china" d="M-23 -22 h46 q-2 20 -15 21 h-16 q-13 -1 -15 -21 z" />
          <ellipse class={food} cx={0} cy={-22} rx={23} ry={4.8} />
          {stirring && <Spoon y={-24} />}
        </g>
      );
    case 'board':
      return (
        <g class="vessel">
          <rect class="wood" x={-27} y={-5} width={54} height={5} rx={2} />
          <path class={food} d="M-18 -5 q-2 -10 7 -10 q8 0 8 10 z M0 -5 q1 -9 8 -8 q7 1 6 8 z" />
          <Knife at={[4, -20]} moving={stirring} />
        </g>
      );
    case 'plate':
      return (
        <g class="vessel">
          <path class={food} d="M-18 -5 q3 -15 18 -15 q15 0 18 15 z" />
          <path class="china" d="M-30 -6 h60 q-4 6 -14 6 h-32 q-10 0 -14 -6 z" />
        </g>
      );
  }
}

const Spoon = ({ y }: { y: number }) => (
  <g transform={`translate(0 ${y})`}>
    <path class="tool spoon" d="M-3 4 l10 -22" />
  </g>
);

/** A chef's knife, its point at the left. */
export const Knife = ({ at: [x, y], moving }: { at: [number, number]; moving: boolean }) => (
  <g transform={`translate(${x} ${y})`}>
    <g class={moving ? 'knife' : undefined}>
      <path class="blade" d="M-14 9 q6 -9 20 -11 l2 4 q-10 4 -22 7 z" />
      <path class="grip" d="M7 0 l13 -5" />
    </g>
  </g>
);
