// A dinner as a film: from the trace of a run to what every task and every cook is doing at any moment, live
// or replayed. Times are kitchen seconds since the kitchen opened. Pure.

import type { Section, ShownLane } from '../../trace/lanes';
import { lowerBound, type SpanTable, spansOf } from '../../trace/spans';
import { MICROS } from '../../trace/story-table';
import type { TraceTable } from '../../trace/table';
import { type Numbers, numbersOf, placeOf } from './labels';
import type { Recipe } from './recipe/recipe';

export const MODES = ['sequential', 'threads', 'async'] as const;
export type Mode = (typeof MODES)[number];

/** A step as it was done. */
export interface Done {
  step: number;
  active: boolean;
  start: number;
  /** Of a step that is under way: not known yet. */
  end: number | null;
  /** Index into the film's lanes. */
  lane: number;
}

/** Waiting for another task, or for the hands. */
export interface Waiting {
  for: 'needs' | 'hands';
  /** Step that waits for hands. */
  step: number | null;
  /** -1 where a cook waits for any task. */
  task: number;
  lane: number;
  start: number;
  end: number | null;
}

export interface Film {
  mode: Mode;
  /** In kitchen µs. */
  table: TraceTable;
  spans: SpanTable;
  section: Section;
  lanes: ShownLane[];
  /** Steps by task, in their order. */
  steps: Done[][];
  waits: Waiting[];
  /** When each task was done; null: not yet. */
  doneAt: (number | null)[];
  /** When each task began; null: not yet. */
  begunAt: (number | null)[];
  /** Everything is done; null: not yet. */
  servedAt: number | null;
  /** Moments at which the one thread of an event loop did something, with the task it turned to. */
  polls: { time: number; task: number }[];
  /** The lane of each cook, by index into `lanes`. */
  cooks: number[];
}

/** The films of a trace in kitchen time: one, or all three of a comparison. */
export function filmsOf(table: TraceTable, recipe: Recipe, mode: Mode, compare: boolean): Film[] {
  const spans = spansOf(table);
  return (compare ? MODES : [mode]).map((one) => filmOf(table, spans, recipe, one));
}

function lanesOf(spans: SpanTable, mode: Mode): { lanes: ShownLane[]; cooks: number[] } {
  const lanes: ShownLane[] = [];
  const own = spans.lanes.flatMap((info, lane) => (info.role === 'task' && info.track === mode ? [lane] : []));
  if (mode === 'async') {
    const loop = spans.lanes.findIndex((info) => info.role === 'coordinator');
    return { lanes: [{ lane: loop, name: 'event loop' }, ...own.map((lane) => ({ lane }))], cooks: [0] };
  }
  if (own.length > 0) lanes.push(...own.map((lane) => ({ lane })));
  else {
    spans.lanes.forEach(({ role, thread }, lane) => {
      if (role === 'worker') lanes.push({ lane, name: `cook ${(thread ?? 0) + 1}` });
    });
  }
  return { lanes, cooks: lanes.map((_, i) => i) };
}

function filmOf(table: TraceTable, spans: SpanTable, recipe: Recipe, mode: Mode): Film {
  const { lanes, cooks } = lanesOf(spans, mode);
  const count = recipe.tasks.length;
  const film: Film = {
    mode,
    table,
    spans,
    section: { kind: 'film', index: 0, start: 0, end: 0, span: -1, open: false },
    lanes,
    steps: Array.from({ length: count }, () => []),
    waits: [],
    doneAt: Array.from({ length: count }, () => null),
    begunAt: Array.from({ length: count }, () => null),
    servedAt: null,
    polls: [],
    cooks,
  };
  const labels = numbersOf(spans.labels);
  lanes.forEach(({ lane }, index) => {
    for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
      readSpan(film, labels, row, index);
    }
    const { instants } = spans;
    for (let i = lowerBound(instants.lane, 0, instants.count, lane); instants.lane[i] === lane; i++) {
      const task = instants.arg[i] as number;
      if (instants.label[i] === labels.done && task < count) film.doneAt[task] = (instants.time[i] as number) / MICROS;
    }
  });
  for (const [task, steps] of film.steps.entries()) {
    steps.sort((a, b) => a.step - b.step);
    film.begunAt[task] = steps[0]?.start ?? film.doneAt[task] ?? null;
  }
  film.polls.sort((a, b) => a.time - b.time);
  if (film.doneAt.every((time) => time !== null)) film.servedAt = Math.max(0, ...film.doneAt.map(Number));
  film.section.open = film.servedAt === null;
  film.section.end = film.servedAt === null ? lastTime(film) * MICROS : film.servedAt * MICROS;
  return film;
}

function readSpan(film: Film, labels: Numbers, row: number, lane: number): void {
  const { spans } = film;
  const label = spans.label[row] as number;
  const first = spans.first[row] as number;
  const start = (spans.start[row] as number) / MICROS;
  const end = spans.open[row] === 1 ? null : (spans.end[row] as number) / MICROS;
  if (label === labels.active || label === labels.passive) {
    const { task, step } = placeOf(first);
    film.steps[task]?.push({ step, active: label === labels.active, start, end, lane });
  } else if (label === labels.hands) {
    film.waits.push({ for: 'hands', ...placeOf(first), lane, start, end });
  } else if (label === labels.needs) {
    const task = first < film.steps.length && film.mode === 'async' ? first : -1;
    film.waits.push({ for: 'needs', step: null, task, lane, start, end });
  } else if (label === labels.poll) film.polls.push({ time: start, task: first });
}

function lastTime(film: Film): number {
  let last = 0;
  for (const { lane } of film.lanes) {
    const from = film.spans.laneRows[lane] as number;
    const to = film.spans.laneRows[lane + 1] as number;
    for (let row = from; row < to; row++) last = Math.max(last, film.spans.end[row] as number);
  }
  return last / MICROS;
}

export type Phase = 'waiting' | 'blocked' | 'cooking' | 'pause' | 'done';

export interface TaskState {
  phase: Phase;
  /** The step under way, or that waits for hands; else null. */
  step: number | null;
  active: boolean;
  /** Of that step, 0 to 1. */
  share: number;
  /** Of all its steps' time, 0 to 1. */
  whole: number;
  /** When it was done; null: not yet. */
  doneAt: number | null;
}

/** Of a kitchen in which nothing has happened. */
export const UNCOOKED: Pick<Film, 'steps' | 'waits' | 'doneAt'> = { steps: [], waits: [], doneAt: [] };

/** What every task is doing at a moment. */
export function tasksAt(film: Pick<Film, 'steps' | 'waits' | 'doneAt'>, recipe: Recipe, time: number): TaskState[] {
  return recipe.tasks.map((task, index): TaskState => {
    const doneAt = film.doneAt[index] ?? null;
    const state: TaskState = { phase: 'waiting', step: null, active: false, share: 0, whole: 0, doneAt: null };
    if (doneAt !== null && doneAt <= time) return { ...state, phase: 'done', share: 1, whole: 1, doneAt };
    const all = task.steps.reduce((sum, step) => sum + step.tenths, 0) || 1;
    let passed = 0;
    for (const done of film.steps[index] ?? []) {
      if (done.start > time) break;
      const tenths = task.steps[done.step]?.tenths ?? 0;
      if (done.end !== null && done.end <= time) {
        passed += tenths;
        state.phase = 'pause';
        continue;
      }
      // A step that is under way is taken to last as long as the recipe says; it never seems finished before it is.
      const length = done.end === null ? tenths / 10 : done.end - done.start;
      state.share = length > 0 ? Math.min((time - done.start) / length, done.end === null ? 0.98 : 1) : 1;
      passed += tenths * state.share;
      return { ...state, phase: 'cooking', step: done.step, active: done.active, whole: passed / all };
    }
    const wait = film.waits.find(
      (one) => one.for === 'hands' && one.task === index && one.start <= time && (one.end === null || one.end > time),
    );
    if (wait) return { ...state, phase: 'blocked', step: wait.step, active: true, whole: passed / all };
    return { ...state, whole: passed / all };
  });
}

export interface CookState {
  /** The task it stands at; null: at none. */
  task: number | null;
  doing: 'works' | 'watches' | 'looks' | 'waits' | 'free' | 'gone';
  /** Since when. */
  since: number;
  /** Where it was before; null: at none. */
  before: number | null;
}

/** A cook who only starts something on an event loop is seen there for so long, in kitchen seconds. */
const GLANCE = 0.7;

/** What every cook is doing at a moment. */
export function cooksAt(film: Film, time: number): CookState[] {
  if (film.mode === 'async') return [loopCookAt(film, time)];
  return film.cooks.map((lane) => {
    let before: number | null = null;
    const spans = film.steps
      .flatMap((steps, task) => steps.map((step) => ({ ...step, task })))
      .filter((step) => step.lane === lane)
      .sort((a, b) => a.start - b.start);
    let last: CookState = { task: null, doing: 'free', since: 0, before: null };
    for (const step of spans) {
      if (step.start > time) break;
      before = last.task;
      const same = last.task === step.task;
      if (step.end === null || step.end > time) {
        return {
          task: step.task,
          doing: step.active ? 'works' : 'watches',
          since: same ? last.since : step.start,
          before: same ? last.before : before,
        };
      }
      last = {
        task: step.task,
        doing: 'free',
        since: same ? last.since : step.start,
        before: same ? last.before : before,
      };
    }
    const waits = film.waits.some(
      (wait) => wait.lane === lane && wait.start <= time && (wait.end === null || wait.end > time),
    );
    if (waits) return { ...last, doing: 'waits' };
    const more = spans.some((step) => step.start > time);
    const gone = !more && film.servedAt !== null && spans.length === 0;
    return { ...last, doing: gone ? 'gone' : 'free' };
  });
}

/** Which tasks are under way although no cook attends to them. */
export function unattended(tasks: readonly TaskState[], cooks: readonly CookState[]): boolean[] {
  const attended = new Set(cooks.filter(({ doing }) => ATTENDS.has(doing)).map(({ task }) => task));
  return tasks.map(({ phase }, task) => phase === 'cooking' && !attended.has(task));
}

const ATTENDS: ReadonlySet<CookState['doing']> = new Set(['works', 'watches', 'looks']);

/** The one cook of an event loop: stays while hands are needed, else only looks in where it starts something. */
function loopCookAt(film: Film, time: number): CookState {
  const starts = film.steps
    .flatMap((steps, task) => steps.map((step) => ({ ...step, task })))
    .filter((step) => step.start <= time)
    .sort((a, b) => a.start - b.start);
  const last = starts.at(-1);
  if (!last) return { task: null, doing: 'free', since: 0, before: null };
  const oneAtATime = !overlapping(film);
  const working = oneAtATime ? starts.findLast((step) => step.active && (step.end === null || step.end > time)) : null;
  const before = starts.findLast((step) => step.task !== last.task && step.start < last.start)?.task ?? null;
  if (working) return { task: working.task, doing: 'works', since: working.start, before: starts.at(-2)?.task ?? null };
  if (time - last.start < GLANCE) return { task: last.task, doing: 'looks', since: last.start, before };
  return { task: null, doing: 'free', since: last.start + GLANCE, before: last.task };
}

/** Whether two active steps ever go on at the same time: then hands do not count. */
function overlapping(film: Film): boolean {
  const active = film.steps
    .flat()
    .filter((step) => step.active)
    .sort((a, b) => a.start - b.start);
  let end = Number.NEGATIVE_INFINITY;
  for (const step of active) {
    if (step.start < end - 1e-3) return true;
    end = Math.max(end, step.end ?? Number.POSITIVE_INFINITY);
  }
  return false;
}
