// Serves documents with the recorder and the tests' scripts added, for browsers that cannot run scripts before a page's
// own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Substitute } from '../../../scripts/serve.mjs';

const NAME = 'recorder.js';
const SOURCE = new URL(NAME, import.meta.url);

export class Recorder {
  /** Scripts that run after the recorder, in every page that is opened from now on. */
  scripts: readonly (() => void)[] = [];

  constructor(private readonly root: string) {}

  /** Returns what is served under this name in place of the file; null for the file itself. */
  async instead(name: string): Promise<Substitute | null> {
    if (name === NAME) {
      const scripts = this.scripts.map((script) => `(${script})();\n`);
      return { body: `${await readFile(SOURCE, 'utf8')}\n${scripts.join('')}` };
    }
    if (!/^$|\.html$/.test(name)) return null;
    const document = await readFile(join(this.root, name || 'index.html'), 'utf8').catch(() => null);
    if (document === null) return null;
    return { body: document.replace('<script type="module"', `<script src="./${NAME}"></script>$&`) };
  }
}
