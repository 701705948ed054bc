// Reads the core's catalog from the standard input and writes it as the page needs it, into www/generated/:
// catalog.json, all of it, for tests and scripts; index.json, with which the page starts: the names of all scenarios, and
// the first family's schema; scenarios/, the other families' schemas, each loaded when it is needed; lessons.json, loaded
// when a lesson is unfolded; and words.ts, the words that figures are described with, of which the page makes types.
// With the argument `builds` it prints the builds of the core instead, as the written catalog has them: on each line a
// name and its families.
// @ts-check

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

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

/**
 * @type {{
 *   version: string,
 *   families: object[],
 *   scenarios: { id: string, title: string, family: string, hidden: boolean, lesson: string[], look_for?: object[] }[],
 *   words?: Record<string, string[]>,
 * }}
 */
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

const first = catalog.scenarios.find(({ hidden }) => !hidden)?.family;
const index = catalog.scenarios.map((scenario) => {
  const { id, title, family, hidden } = scenario;
  return family === first ? scenario : { id, title, family, hidden };
});
const families = new Set(catalog.scenarios.map(({ family }) => family));

mkdirSync(new URL('scenarios/', folder), { recursive: true });
for (const file of readdirSync(new URL('scenarios/', folder))) {
  if (file === `${first}.json` || !families.has(file.replace('.json', '')))
    rmSync(new URL(`scenarios/${file}`, folder));
}
write('catalog.json', json(catalog));
write('index.json', json({ ...catalog, scenarios: index }));
for (const family of families) {
  if (family === first) continue;
  write(`scenarios/${family}.json`, json(catalog.scenarios.filter((scenario) => scenario.family === family)));
}
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
