// Reads the core's catalog from the standard input and writes it in two files for the page:
// www/generated/catalog.json, which the page loads at its start, and www/generated/lessons.json, which it loads when
// a lesson is unfolded.
// @ts-check

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../www/generated/', import.meta.url);

/** @type {{ scenarios: { id: string, lesson: string[], look_for?: object[] }[] }} */
const catalog = JSON.parse(readFileSync(0, 'utf8'));

/** @type {Record<string, { lesson: string[], look_for: object[] }>} */
const lessons = {};
for (const scenario of catalog.scenarios) {
  const [first, ...rest] = scenario.lesson;
  lessons[scenario.id] = { lesson: rest, look_for: scenario.look_for ?? [] };
  scenario.lesson = first === undefined ? [] : [first];
  delete scenario.look_for;
}

mkdirSync(folder, { recursive: true });
write('catalog.json', catalog);
write('lessons.json', lessons);

/**
 * An unchanged file keeps its time, so that nothing is rebuilt for it.
 *
 * @param {string} name
 * @param {unknown} value
 */
function write(name, value) {
  const file = new URL(name, folder);
  const text = `${JSON.stringify(value)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
