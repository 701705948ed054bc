// The core's own source files, as they were when the page was built. Each is a file of the site that is loaded when
// it is looked at. No DOM.

import type { ParamValues, ScenarioInfo } from '../engine/protocol';

const files = import.meta.glob<string>(
  [
    '../../src/*/*.rs',
    '../../src/*/*/*.rs',
    '../../src/self_test.rs',
    '!../../src/**/tests.rs',
    '!../../src/**/*_tests.rs',
  ],
  { query: '?raw', import: 'default' },
);

/** From the folder of this file to that of the repository. */
const ROOT = '../../';

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
  const known = [`src/schedule/${name}.rs`, `src/schedule/${name}_bands.rs`];
  return all.find((path) => known.includes(path)) ?? null;
}

/** The text of a file. Rejects if it cannot be loaded. */
export async function load(path: string): Promise<string> {
  const file = files[ROOT + path];
  if (!file) throw new Error(`There is no file ${path}.`);
  return file();
}
