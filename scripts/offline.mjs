// @ts-check
// Writes the service worker of a built site: the facts of the build, followed by the text of
// www/features/offline/service-worker.js. It must be the last step of the build, as it names every file and its
// content.

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../www/features/offline/service-worker.js', import.meta.url));

/** The service worker's own name in the site. */
const NAME = 'sw.js';

/**
 * @param {string} folder The built site.
 * @returns {Promise<void>} Rejected if the site has no document, or one that loads no script.
 */
export async function writeServiceWorker(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== NAME)
    .sort();
  const source = await readFile(SOURCE, 'utf8');
  const digest = createHash('sha256').update(source);
  for (const path of paths) digest.update(`${path}\0`).update(await readFile(join(folder, path)));
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [, script] = /<script [^>]*src="\.\/([^"]+)"/.exec(page) ?? [];
  if (!script) throw new Error('The page of the built site loads no script.');
  const facts = {
    VERSION: digest.digest('hex').slice(0, 16),
    ENTRY: script,
    // The page asks for the document by its folder: hosts redirect index.html there, and a redirect cannot be kept.
    FILES: paths.map((path) => (path === 'index.html' ? '' : path)),
  };
  const lines = Object.entries(facts).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
  await writeFile(join(folder, NAME), `${lines.join('')}\n${source}`);
}
