// Opens what a reader gives the page: the file of a saved run, or of a study. What cannot be opened gives a sentence and
// takes nothing away.

import { batch } from '@preact/signals';
import { readRun } from '../files/read';
import { loadFormats } from '../params/notations';
import { clip } from '../text/format';
import { writeAddress } from './address';
import * as app from './app';
import { keep, present } from './kept';
import { claim } from './owner';
import { received } from './received';

/** Files are opened one after the other: the last one that was given is the one that is shown. */
let latest = 0;

export async function openFiles(files: readonly File[]): Promise<void> {
  const mine = ++latest;
  const file = files[0];
  if (!file) return;
  const name = clip(file.name, 60);
  await loadFormats(app.catalog.scenarios.flatMap(({ params }) => params));
  const read = file.name.endsWith('.json')
    ? await import('./open-study').then(({ openStudy }) => openStudy(file, name))
    : await readRun(file, name, app.catalog);
  if (mine !== latest) return;
  if (read === null) return;
  if ('problem' in read) {
    app.problem.value = read.problem;
    // Wherever the file was dropped, the sentence is at the top of the stage.
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
