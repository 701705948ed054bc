// The core's source files, as they were when the page was built. Each is a file of the site, and is loaded when it is
// looked at. No DOM.

import type { ParamValues, ScenarioInfo } from '../../contract/protocol';

const files = import.meta.glob<string>(
  [
    '../../../src/*/**/*.rs',
    '../../../src/families/diagnostics.rs',
    '!../../../src/**/tests.rs',
    '!../../../src/**/*_tests.rs',
  ],
  { query: '?raw', import: 'default' },
);

/** Path from the folder of this file to that of the repository. */
const ROOT = '../../../';

/** Paths in the repository of all files that can be shown. */
export const paths: readonly string[] = Object.keys(files).map((key) => key.slice(ROOT.length));

/**
 * Returns the files behind a run, the most important first: the scenario's own, the schedule that shared out its work,
 * and the rest of the scenario's folder.
 */
export function filesOf({ source }: Pick<ScenarioInfo, 'source'>, values: ParamValues, all = paths): string[] {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const beside = folder === 'src/' ? [] : all.filter((path) => path.startsWith(folder));
  const schedule = scheduleFile(values.schedule, all);
  return [...new Set([source, ...(schedule === null ? [] : [schedule]), ...beside])].filter((path) =>
    all.includes(path),
  );
}

/** Returns the schedule's file. The name of the file begins with the schedule's: `static` is in `static_bands.rs`. */
function scheduleFile(schedule: unknown, all: readonly string[]): string | null {
  if (typeof schedule !== 'string') return null;
  const name = schedule.replaceAll('-', '_');
  const known = [`src/loops/schedule/${name}.rs`, `src/loops/schedule/${name}_bands.rs`];
  return all.find((path) => known.includes(path)) ?? null;
}

/** Items at which the files of the schedules, and others beside a scenario, are opened. */
const ITEMS: Readonly<Record<string, string>> = {
  'src/families/fractals/kernel.rs': 'fn count',
  'src/families/fractals/simd.rs': 'fn dense',
  'src/families/kitchen/cooks.rs': 'fn take',
  'src/families/kitchen/modes.rs': 'pub async fn event_loop',
  'src/loops/schedule/dynamic.rs': 'fn run',
  'src/loops/schedule/fork_join.rs': 'fn halve',
  'src/loops/schedule/guided.rs': 'fn run',
  'src/loops/schedule/interleaved.rs': 'fn run',
  'src/loops/schedule/sequential.rs': 'fn run',
  'src/loops/schedule/static_bands.rs': 'fn run',
  'src/loops/schedule/work_stealing.rs': 'fn run',
  'src/families/sums/arrival.rs': 'fn add',
  'src/families/sums/exact.rs': 'fn squares_loop',
};

/** Files that are opened at a line of their own. */
export const opened: readonly string[] = Object.keys(ITEMS);

/** Returns the item at which a file is opened beside a scenario; null for the first item of the file. */
export function itemOf(path: string, scenario: Pick<ScenarioInfo, 'source' | 'source_item'>): string | null {
  return path === scenario.source ? scenario.source_item : (ITEMS[path] ?? null);
}

/** Returns the lines at which an item begins, from 0. Longer names and names in quotes do not count. */
export function linesOf(text: string, item: string): number[] {
  const begins = new RegExp(`(?<![\\w"])${item.replaceAll('.', '\\.')}[(<:]`);
  return text.split('\n').flatMap((line, i) => (begins.test(line) ? [i] : []));
}

/** Matches the first item of a file, after its modules and imports. */
const FIRST = /^(pub(\([a-z]+\))? )?(async |unsafe )?(fn|struct|enum|trait|impl|const|static|type)\b/;

export interface Opening {
  /** The line to look at, from 0. */
  line: number;
  /** The first line to show: that of the comment on the item. */
  top: number;
}

/** Returns where to open a file: after its imports, or at its first line if it has no such item. */
export function openingOf(text: string, item: string | null): Opening {
  const lines = text.split('\n');
  const found = item === null ? lines.findIndex((line) => FIRST.test(line)) : linesOf(text, item)[0];
  const line = Math.max(found ?? 0, 0);
  let top = line;
  while (/^\s*(\/\/\/|#\[)/.test(lines[top - 1] ?? '')) top--;
  return { line, top };
}

/** Returns the text of a file. Rejects if it cannot be loaded. */
export async function load(path: string): Promise<string> {
  const file = files[ROOT + path];
  if (!file) throw new Error(`There is no file ${path}.`);
  return file();
}
