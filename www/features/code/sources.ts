// The core's own source files, as they were when the page was built. Each is a file of the site that is loaded when
// it is looked at. No DOM.

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

/** From the folder of this file to that of the repository. */
const ROOT = '../../../';

/** Paths in the repository of all files that can be shown. */
export const paths: readonly string[] = Object.keys(files).map((key) => key.slice(ROOT.length));

/**
 * The files behind a run, the most telling one first: the scenario's own, the schedule that shared out its work, and
 * the rest of the scenario's folder.
 */
export function filesOf({ source }: Pick<ScenarioInfo, 'source'>, values: ParamValues, all = paths): string[] {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  const beside = folder === 'src/' ? [] : all.filter((path) => path.startsWith(folder));
  const schedule = scheduleFile(values.schedule, all);
  return [...new Set([source, ...(schedule === null ? [] : [schedule]), ...beside])].filter((path) =>
    all.includes(path),
  );
}

/** `static` is in `static_bands.rs`: the file whose name begins with the schedule's. */
function scheduleFile(schedule: unknown, all: readonly string[]): string | null {
  if (typeof schedule !== 'string') return null;
  const name = schedule.replaceAll('-', '_');
  const known = [`src/loops/schedule/${name}.rs`, `src/loops/schedule/${name}_bands.rs`];
  return all.find((path) => known.includes(path)) ?? null;
}

/** Where the files of the schedules, and others beside a scenario, are opened. */
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

/** Files that have a line of their own at which they are opened. */
export const opened: readonly string[] = Object.keys(ITEMS);

/** The item at which a file is opened beside a scenario; null where it is the first of the file. */
export function itemOf(path: string, scenario: Pick<ScenarioInfo, 'source' | 'source_item'>): string | null {
  return path === scenario.source ? scenario.source_item : (ITEMS[path] ?? null);
}

/** Lines at which an item begins, from 0. A longer name is another item, and what is in quotes is none. */
export function linesOf(text: string, item: string): number[] {
  const begins = new RegExp(`(?<![\\w"])${item.replaceAll('.', '\\.')}[(<]`);
  return text.split('\n').flatMap((line, i) => (begins.test(line) ? [i] : []));
}

/** An item of a file: what follows its modules and imports. */
const FIRST = /^(pub(\([a-z]+\))? )?(async |unsafe )?(fn|struct|enum|trait|impl|const|static|type)\b/;

export interface Opening {
  /** The line to look at, from 0. */
  line: number;
  /** The first line to show: with the comment that belongs to it. */
  top: number;
}

/** Where to open a file: not at its imports. One without an item of its own is opened at its first line. */
export function openingOf(text: string, item: string | null): Opening {
  const lines = text.split('\n');
  const found = item === null ? lines.findIndex((line) => FIRST.test(line)) : linesOf(text, item)[0];
  const line = Math.max(found ?? 0, 0);
  let top = line;
  while (/^\s*(\/\/\/|#\[)/.test(lines[top - 1] ?? '')) top--;
  return { line, top };
}

/** The text of a file. Rejects if it cannot be loaded. */
export async function load(path: string): Promise<string> {
  const file = files[ROOT + path];
  if (!file) throw new Error(`There is no file ${path}.`);
  return file();
}
