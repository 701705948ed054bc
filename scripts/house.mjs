// @ts-check
// Checks how the house is built: `node scripts/house.mjs`, a part of `./build.sh check`. It prints a line for each fault,
// with file and line, and fails where there is any.
//
//  - Layers: a file uses only files of earlier layers and of its own room. No family uses another family, and no
//    feature another feature. Tests are free.
//  - No circles of files that import each other.
//  - The page knows no scenario, family or figure by name, except in `www/families/`.
//  - No two files have the same name, no file has more than 400 lines, no room more than 4000.
//
// The imports of TypeScript are read by the parser of Vite's bundler (TypeScript 7 has no parser for tools such as
// dependency-cruiser), those of Rust as the paths that begin with `crate::`, or with `super::` for a file beside.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The layers of the page, from the bottom up. Rooms of one line do not know each other. */
const PAGE = [
  ['generated'],
  ['contract'],
  ['trace'],
  ['text'],
  ['params'],
  ['link'],
  ['study'],
  ['engine'],
  ['files'],
  ['app'],
  ['widgets'],
  ['timeline', 'heatmap', 'charts'],
  ['stage'],
  ['program/board'],
  ['editor'],
  ['program'],
  ['families/*'],
  ['families'],
  ['features/*'],
  ['page'],
  ['handoff', '.'],
];

/** The layers of the core, from the bottom up. */
const CORE = [
  ['error'],
  ['run'],
  ['program'],
  ['program/parse'],
  ['program/code'],
  ['program/machine'],
  ['program/world'],
  ['program/drivers', 'program/explore'],
  ['contract'],
  ['loops', 'stories'],
  ['families/*'],
  ['families'],
  ['catalog'],
  ['wasm', 'lib'],
];

/**
 * What is allowed although it breaks a rule, with the reason. Five at most.
 *
 * @type {[file: string, reason: string][]}
 */
const EXCEPTIONS = [
  [
    'www/link/names.ts',
    'has the numbers of names in links, and what figures are of which a link or file of before has only names',
  ],
  ['www/files/before.ts', 'works out the large figures of runs that were saved before the core named them'],
];

/** Names that stand for the same kind of file in every room. */
const SAME_NAMES = ['door.tsx', 'family.tsx', 'notations.ts', 'mod.rs', 'tests.rs'];

const MOST_LINES = 400;
const MOST_OF_A_ROOM = 4000;

/** @type {string[]} */
const faults = [];

/** @param {string} file @param {number} line @param {string} text */
const fault = (file, line, text) => {
  if (!EXCEPTIONS.some(([where]) => where === file)) faults.push(`${file}:${line}: ${text}`);
};

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'www'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const isTest = (/** @type {string} */ file) => /\.test\.tsx?$|(^|_|\/)tests\.rs$|\/arbitrary-/.test(file);
const read = (/** @type {string} */ file) => readFileSync(join(ROOT, file), 'utf8');
const lineAt = (/** @type {string} */ text, /** @type {number} */ at) => text.slice(0, at).split('\n').length;

/**
 * Returns the room of a file: its first folder; in families, features and the language, the folder within that.
 * @param {string} file
 */
function roomOf(file) {
  const [, first = '', second = '', ...rest] = file.split('/');
  if (second === '') return first.endsWith('.rs') ? first.replace('.rs', '') : '.';
  const inRooms = first === 'families' || first === 'features' || first === 'program';
  return inRooms && rest.length > 0 ? `${first}/${second}` : first;
}

/** @param {readonly string[][]} layers @param {string} room */
const levelOf = (layers, room) =>
  layers.findIndex((line) => line.includes(room) || line.includes(room.replace(/\/.*/, '/*')));

/** @type {Map<string, Set<string>>} */
const imports = new Map();

/** @param {readonly string[][]} layers @param {string} file @param {string} target @param {number} line */
function checkImport(layers, file, target, line) {
  if (!imports.has(file)) imports.set(file, new Set());
  imports.get(file)?.add(target);
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return;
  const [above, below] = [levelOf(layers, from), levelOf(layers, to)];
  if (above < 0) fault(file, 1, `no layer has the room ${from}`);
  else if (below < 0) fault(file, line, `no layer has the room ${to}, of ${target}`);
  else if (below >= above) fault(file, line, `${from} is not above ${to}: it may not use ${target}`);
}

// --- TypeScript ----------------------------------------------------------------------------------

const pageFiles = files.filter((file) => /^www\/.*\.(tsx?|js)$/.test(file) && !file.endsWith('.d.ts'));
const known = new Set([
  ...files,
  'www/generated/catalog.json',
  'www/generated/index.json',
  'www/generated/lessons.json',
  'www/generated/palettes.json',
]);

/** @param {string} file @param {string} specifier */
function resolve(file, specifier) {
  const path = normalize(join(dirname(file), specifier.replace(/\?.*/, '')));
  return ['', '.ts', '.tsx', '.js'].map((end) => path + end).find((candidate) => known.has(candidate)) ?? null;
}

/**
 * Returns the ids of scenarios and families, and the names of the figures that a family's scenarios report. Figures that
 * the core measures for every loop are no scenario's, and a name without `_` is also a word that means other things.
 */
function namesOfTheCore() {
  const names = new Set();
  const catalog = JSON.parse(read('www/generated/catalog.json'));
  for (const { id } of [...catalog.scenarios, ...catalog.families]) names.add(id);
  for (const file of files.filter((name) => /^src\/families\/.*\.rs$/.test(name) && !isTest(name))) {
    for (const [, name = ''] of read(file).matchAll(/\bmetric\(\s*"([a-z0-9_]+)"/g))
      if (name.includes('_')) names.add(name);
  }
  return names;
}

const names = namesOfTheCore();

for (const file of pageFiles) {
  if (isTest(file)) continue;
  const text = read(file);
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) fault(file, 1, `cannot be parsed: ${errors[0]?.message}`);
  /** @param {{ value?: unknown, start: number } | null | undefined} source */
  const imported = (source) => {
    if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
    const target = resolve(file, source.value);
    if (target === null) return;
    if (!/\.(css|json)$/.test(target)) checkImport(PAGE, file, target, lineAt(text, source.start));
  };
  new Visitor({
    ImportDeclaration: ({ source }) => imported(source),
    ExportNamedDeclaration: ({ source }) => imported(source),
    ExportAllDeclaration: ({ source }) => imported(source),
    ImportExpression: ({ source }) => imported(/** @type {any} */ (source)),
    Literal: ({ value, start }) => {
      if (typeof value !== 'string' || !names.has(value) || roomOf(file).startsWith('families')) return;
      fault(file, lineAt(text, start), `“${value}” is a name of the core, which only www/families/ may know`);
    },
  }).visit(program);
}

// --- Rust ----------------------------------------------------------------------------------------

const coreFiles = files.filter((file) => file.startsWith('src/') && file.endsWith('.rs'));

/**
 * Returns the file that contains the module of a path.
 * @param {string[]} path
 */
function moduleFile(path) {
  for (let length = path.length; length > 0; length--) {
    const base = `src/${path.slice(0, length).join('/')}`;
    const found = [`${base}.rs`, `${base}/mod.rs`].find((file) => coreFiles.includes(file));
    if (found) return found;
  }
  return null;
}

/** Returns the path of the module that a file is. @param {string} file */
const modulePath = (file) =>
  file
    .replace(/^src\//, '')
    .replace(/(\/mod)?\.rs$/, '')
    .split('/');

for (const file of coreFiles) {
  if (isTest(file)) continue;
  // Tests at the end of a file are free, and comments are not code; the lines keep their numbers.
  const text = read(file)
    .replace(/#\[cfg\(test\)\][\s\S]*$/, '')
    .replace(/\/\/.*$/gm, '');
  for (const match of text.matchAll(/\b(crate|super)((?:::[a-z_0-9]+)+)/g)) {
    const parts = (match[2] ?? '').slice(2).split('::');
    const path = match[1] === 'crate' ? parts : [...modulePath(file).slice(0, -1), ...parts];
    const target = moduleFile(path);
    if (target === null || target === file) continue;
    checkImport(CORE, file, target, lineAt(text, match.index));
  }
}

// --- circles -------------------------------------------------------------------------------------

/** Finds files that import each other in a circle, and tells each circle once, at its first file. */
function circles() {
  /** @type {Map<string, number>} */
  const state = new Map();
  /** @param {string} file @param {string[]} way */
  const visit = (file, way) => {
    if (state.get(file) === 2) return;
    const at = way.indexOf(file);
    if (at >= 0) {
      fault(file, 1, `imports itself, by way of ${[...way.slice(at + 1), file].join(', ')}`);
      return;
    }
    for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
    state.set(file, 2);
  };
  for (const file of imports.keys()) visit(file, []);
}
circles();

// --- sizes and names -----------------------------------------------------------------------------

/** @type {Map<string, string>} */
const byName = new Map();
/** @type {Map<string, number>} */
const rooms = new Map();
for (const file of files.filter((name) => /\.(rs|tsx?|js|css)$/.test(name))) {
  const lines = read(file).split('\n').length - 1;
  if (lines > MOST_LINES) fault(file, lines, `has ${lines} lines; ${MOST_LINES} are the most`);
  const other = byName.get(basename(file));
  if (other !== undefined && !SAME_NAMES.includes(basename(file))) fault(file, 1, `has the name of ${other}`);
  byName.set(basename(file), file);
  const room = dirname(file);
  if (!isTest(file)) rooms.set(room, (rooms.get(room) ?? 0) + lines);
}
for (const [room, lines] of rooms) {
  if (lines > MOST_OF_A_ROOM) faults.push(`${room}: has ${lines} lines without tests; ${MOST_OF_A_ROOM} are the most`);
}

if (EXCEPTIONS.length > 5) faults.push('scripts/house.mjs: more than five exceptions');
for (const text of faults) console.error(text);
if (faults.length > 0) process.exitCode = 1;
