// Recipes: the text in which they travel in a link, their check, and what follows from them. The same as
// `src/families/kitchen/recipe.rs`, which says how the text is made up; both are tested with
// `tests/vectors/recipes.json`. Times in tenths of a second. Pure.

export const MOST_TASKS = 12;
export const MOST_STEPS = 8;
export const LONGEST_STEP = 600;
export const LONGEST_WORK = 6000;
export const LONGEST_NAME = 24;
export const LONGEST_TEXT = 1500;
export const MOST_CELSIUS = 300;
export const MOST_LOSS = 100;
/** Nothing gets colder than the kitchen, °C. */
export const KITCHEN_CELSIUS = 20;

export interface Step {
  name: string;
  tenths: number;
  /** Whether it takes the cook's hands. */
  active: boolean;
}

export interface Heat {
  /** °C when done. */
  celsius: number;
  /** Tenths of a °C lost each second until served. */
  loss: number;
}

export interface Task {
  name: string;
  steps: Step[];
  /** Tasks that must be done before, by index. */
  needs: number[];
  heat: Heat | null;
}

export interface Recipe {
  tasks: Task[];
}

export type Read = { recipe: Recipe } | { fault: string };

/** A fault found while reading; its message is the end of a sentence. */
class Fault extends Error {}

export function parseRecipe(text: string): Read {
  if (new TextEncoder().encode(text).length > LONGEST_TEXT) {
    return { fault: `it is longer than ${LONGEST_TEXT} bytes` };
  }
  const [version = '', ...parts] = text.split('~~');
  if (version !== '1') {
    const newer = /^\d+$/.test(version) && Number(version) > 1;
    return { fault: newer ? 'it was made by a newer version of this page' : 'it must begin with 1~~, the version' };
  }
  try {
    const recipe = { tasks: parts.map(parseTask) };
    const fault = checkRecipe(recipe);
    return fault === null ? { recipe } : { fault };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

function parseTask(text: string): Task {
  const [name = '', ...fields] = text.split('~');
  const task: Task = { name: nameOf(name), steps: [], needs: [], heat: null };
  for (const field of fields) {
    const unreadable = new Fault(`“${field}” cannot be read`);
    const rest = field.slice(1);
    const dash = rest.indexOf('-');
    const [before, after] = dash < 0 ? [rest, null] : [rest.slice(0, dash), rest.slice(dash + 1)];
    const kind = field.charAt(0);
    if (kind === 'a' || kind === 'p') {
      const time = tenthsOf(before);
      if (time === null || after === null) throw unreadable;
      task.steps.push({ name: nameOf(after), tenths: time, active: kind === 'a' });
    } else if (kind === 'n' && task.needs.length === 0) {
      const needs = rest.split('-').map(wholeOf);
      if (!needs.every((need) => need !== null)) throw unreadable;
      task.needs = needs;
    } else if (kind === 'h' && task.heat === null) {
      const celsius = wholeOf(before);
      const loss = after === null ? null : tenthsOf(after);
      if (celsius === null || loss === null) throw unreadable;
      task.heat = { celsius, loss };
    } else throw unreadable;
  }
  return task;
}

const nameOf = (text: string): string => text.replaceAll('_', ' ');

const wholeOf = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null);

/** A number with at most one decimal, in tenths. */
export function tenthsOf(text: string): number | null {
  const [, units, tenth = '0'] = /^(\d{1,4})(?:\.(\d))?$/.exec(text) ?? [];
  return units === undefined ? null : 10 * Number(units) + Number(tenth);
}

/** Tenths as a decimal number, without a zero at the end. */
export const decimal = (tenths: number): string => (tenths / 10).toFixed(tenths % 10 === 0 ? 0 : 1);

/** The text that `parseRecipe` reads. */
export function recipeText({ tasks }: Recipe): string {
  const name = (text: string): string => text.replaceAll(' ', '_');
  const parts = tasks.map((task) => {
    const fields = [name(task.name)];
    if (task.heat) fields.push(`h${task.heat.celsius}-${decimal(task.heat.loss)}`);
    if (task.needs.length > 0) fields.push(`n${task.needs.join('-')}`);
    for (const step of task.steps) {
      fields.push(`${step.active ? 'a' : 'p'}${decimal(step.tenths)}-${name(step.name)}`);
    }
    return fields.join('~');
  });
  return ['1', ...parts].join('~~');
}

/** The first fault, as the end of a sentence; null if it can be cooked. */
export function checkRecipe({ tasks }: Recipe): string | null {
  if (tasks.length === 0) return 'it has no task';
  if (tasks.length > MOST_TASKS) return `it has ${tasks.length} tasks, and ${MOST_TASKS} are the most`;
  for (const task of tasks) {
    const fault = checkTask(task, tasks.length);
    if (fault !== null) return fault;
  }
  const names = new Set<string>();
  for (const { name } of tasks) {
    if (names.has(name)) return `two tasks are called “${name}”`;
    names.add(name);
  }
  const cycle = cycleOf(tasks);
  if (cycle) {
    const words = cycle.map((task) => `“${tasks[task]?.name}”`);
    if (words.length === 1) return `${words[0]} needs itself`;
    return `${words.join(', ')} need each other in a circle, so none could begin`;
  }
  const work = tasks.reduce((sum, task) => sum + taskTenths(task), 0);
  if (work > LONGEST_WORK) return `it takes ${decimal(work)} s of work, and ${LONGEST_WORK / 10} s are the most`;
  return null;
}

function checkTask(task: Task, count: number): string | null {
  const { name, steps, needs, heat } = task;
  const fault = nameFault(name);
  if (fault !== null) return fault;
  if (steps.length > MOST_STEPS) return `“${name}” has ${steps.length} steps, and ${MOST_STEPS} are the most`;
  for (const step of steps) {
    const stepFault = nameFault(step.name);
    if (stepFault !== null) return stepFault;
    if (step.tenths > LONGEST_STEP) return `“${step.name}” of “${name}” takes longer than ${LONGEST_STEP / 10} s`;
  }
  for (const [i, need] of needs.entries()) {
    if (need >= count) {
      return `“${name}” needs task number ${need}, which is not there (they are counted from 0)`;
    }
    if (needs.indexOf(need) < i) return `“${name}” names the same need twice`;
  }
  if (heat && heat.celsius > MOST_CELSIUS) return `“${name}” is hotter than ${MOST_CELSIUS} °C`;
  if (heat && heat.loss > MOST_LOSS) return `“${name}” loses more than ${MOST_LOSS / 10} °C a second`;
  return null;
}

function nameFault(name: string): string | null {
  if (name === '' || name.trim() !== name) return 'a name is empty, or begins or ends with a space';
  if (Array.from(name).length > LONGEST_NAME) return `“${name}” is longer than ${LONGEST_NAME} characters`;
  const odd = /[^\p{Alphabetic}\p{N} \-.,/&+%°]/u.exec(name);
  if (odd) return `a name holds '${odd[0]}', where only letters, digits, spaces and -.,/&+%° may be`;
  return null;
}

/** Tasks that need each other in a circle, in the order of the recipe; null if there are none. */
function cycleOf(tasks: readonly Task[]): number[] | null {
  let left = tasks.map((_, i) => i);
  const needsOf = (task: number): number[] => tasks[task]?.needs ?? [];
  // Take away whatever needs nothing that is left, then whatever nothing left needs.
  for (;;) {
    const before = left.length;
    left = left.filter((task) => needsOf(task).some((need) => left.includes(need)));
    left = left.filter((task) => left.some((other) => needsOf(other).includes(task)));
    if (left.length === before) break;
  }
  const first = left[0];
  if (first === undefined) return null;
  // Several circles may be left, and what lies between them: follow one task's needs until one comes again.
  const path = [first];
  for (;;) {
    const next = needsOf(path.at(-1) as number).find((need) => left.includes(need)) as number;
    const from = path.indexOf(next);
    if (from >= 0) return path.slice(from).sort((a, b) => a - b);
    path.push(next);
  }
}

export const taskTenths = (task: Task): number => task.steps.reduce((sum, step) => sum + step.tenths, 0);

/** All steps together. */
export const workOf = ({ tasks }: Recipe): number => tasks.reduce((sum, task) => sum + taskTenths(task), 0);

/** All active steps together. */
export const activeOf = ({ tasks }: Recipe): number =>
  tasks.reduce((sum, task) => sum + task.steps.reduce((own, step) => own + (step.active ? step.tenths : 0), 0), 0);

/** The longest chain, as tasks in order; its time is the span. */
export function spanOf({ tasks }: Recipe): { tenths: number; chain: number[] } {
  const ends = new Map<number, { tenths: number; chain: number[] }>();
  const none = { tenths: 0, chain: [] as number[] };
  const endOf = (task: number): { tenths: number; chain: number[] } => {
    const known = ends.get(task);
    if (known) return known;
    const before = (tasks[task]?.needs ?? []).map(endOf).reduce((a, b) => (b.tenths > a.tenths ? b : a), none);
    const end = { tenths: before.tenths + taskTenths(tasks[task] as Task), chain: [...before.chain, task] };
    ends.set(task, end);
    return end;
  };
  return tasks.map((_, task) => endOf(task)).reduce((a, b) => (b.tenths > a.tenths ? b : a), none);
}

/** °C so many seconds after it was done. */
export function heatAfter({ celsius, loss }: Heat, seconds: number): number {
  return Math.max(celsius - (loss / 10) * seconds, Math.min(KITCHEN_CELSIUS, celsius));
}

/** The task whose temperature counts: rice, else the first that cools; -1 if none does. */
export function coolingOf({ tasks }: Recipe): number {
  const cools = (task: Task): boolean => (task.heat?.loss ?? 0) > 0;
  const rice = tasks.findIndex((task) => task.name === 'rice' && cools(task));
  return rice >= 0 ? rice : tasks.findIndex(cools);
}
