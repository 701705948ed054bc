// Reads the core's catalog from the standard input and writes it as the page needs it: www/generated/catalog.json, with
// which it starts; www/generated/lessons.json, which is loaded when a lesson is unfolded; and www/generated/words.ts, the
// words that figures are described with, of which the page makes types. With the argument `builds` it
// prints the builds of the core instead, as the written catalog has them: on each line a name and its families.
// @ts-check

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../www/generated/', import.meta.url);

if (process.argv[2] === 'builds') {
  /** @type {{ families: { id: string, build: string | null }[] }} */
  const { families } = JSON.parse(readFileSync(new URL('catalog.json', folder), 'utf8'));
  for (const build of new Set(families.map((family) => family.build).filter((name) => name !== null))) {
    const members = families.filter((family) => family.build === build);
    process.stdout.write(`${build} ${members.map(({ id }) => id).join(',')}\n`);
  }
  process.exit();
}

/** @type {{ scenarios: { id: string, lesson: string[], look_for?: object[] }[], words?: Record<string, string[]> }} */
const catalog = JSON.parse(readFileSync(0, 'utf8'));

/** @type {Record<string, { lesson: string[], look_for: object[] }>} */
const lessons = {};
for (const scenario of catalog.scenarios) {
  const [first, ...rest] = scenario.lesson;
  lessons[scenario.id] = { lesson: rest, look_for: scenario.look_for ?? [] };
  scenario.lesson = first === undefined ? [] : [first];
  delete scenario.look_for;
}

const words = Object.entries(catalog.words ?? {});
delete catalog.words;

mkdirSync(folder, { recursive: true });
write('catalog.json', json(catalog));
write('lessons.json', json(lessons));
write(
  'words.ts',
  words.map(([name, all]) => `export const ${name.toUpperCase()} = ${json(all).trim()} as const;\n`).join(''),
);

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value)}\n`;
}

/**
 * An unchanged file keeps its time, so that nothing is rebuilt for it.
 *
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  const file = new URL(name, folder);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
