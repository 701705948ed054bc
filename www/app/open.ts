// Opens the file of a saved run or of a study. A file that cannot be opened is reported in a sentence, and what is
// shown stays.

import { batch } from '@preact/signals';
import { readRun } from '../files/read';
import { loadCarried } from '../link/link';
import { loadFormats } from '../params/notations';
import { clip } from '../text/format';
import { writeAddress } from './address';
import * as app from './app';
import { loadCatalog } from './catalog';
import { declareBy, declareSaved } from './declared';
import { keep, present } from './kept';
import { claim } from './owner';
import { received } from './received';

/** Number of the file that was given last. That file is shown, even if an earlier one is read more slowly. */
let latest = 0;

export async function openFiles(files: readonly File[]): Promise<void> {
  const mine = ++latest;
  const file = files[0];
  if (!file) return;
  const name = clip(file.name, 60);
  await Promise.all([loadCatalog(), loadCarried()]);
  await loadFormats(app.catalog.scenarios.flatMap(({ params }) => params));
  const read = file.name.endsWith('.json')
    ? await import('./open-study').then(({ openStudy }) => openStudy(file, name))
    : await readRun(file, name, app.catalog, (header) => declareSaved(header, app.catalog.scenarios));
  if (mine !== latest) return;
  if (read === null) return;
  if ('problem' in read) {
    const { declared_by: declaring } = app.scenario.value;
    if (declaring !== undefined) await declareBy(app.scenario.value, app.link.value.explicit[declaring]);
    app.problem.value = read.problem;
    // The sentence stands at the top of the stage, wherever the file was dropped.
    requestAnimationFrame(() => document.querySelector('.notices')?.scrollIntoView({ block: 'nearest' }));
    return;
  }
  const { ran, machine, link, values, compare, explored, state, outcome, view, frames } = read;
  const opened: app.Opened = { file: name, ran, machine };
  showOpened({ link, values, compare, explored, state, outcome, view, frames, opened });
  window.scrollTo({ top: 0 });
}

/** Shows a run that was opened from a file, as if it had just ended here. */
function showOpened(run: Omit<app.Shown, 'key'>): void {
  batch(() => {
    app.link.value = run.link;
    app.notices.value = run.outcome?.notices ?? [];
    app.problem.value = null;
    app.failure.value = null;
    received.value = null;
    writeAddress('push');
    const shown = { ...run, key: claim() };
    present(shown);
    keep(shown);
  });
}
