// Opens the JSON export of a study. Loaded with the first such file.

import { batch } from '@preact/signals';
import { FileProblem } from '../files/check';
import { readStudy } from '../files/read-study';
import { encodeLink, type LinkState } from '../link/link';
import { writeAddress } from './address';
import * as app from './app';
import { claim, stop } from './owner';
import { type ShownStudy, study } from './study';

/** Largest export of a study, in bytes. */
const LARGEST = 8 * 2 ** 20;

/** Shows the study in a file; returns null, or the problem if the file cannot be opened as a study. */
export async function openStudy(file: Blob, name: string): Promise<{ problem: string } | null> {
  try {
    if (file.size > LARGEST) throw new FileProblem('it is larger than any study');
    const { link, data, cores, saved } = readStudy(await file.text(), app.catalog, app.poolSize);
    showStudy(link, { data, opened: { file: name, cores, saved } });
    return null;
  } catch (error) {
    const why = error instanceof FileProblem ? error.message : 'it is damaged, or something else';
    return { problem: `“${name}” could not be opened as a study: ${why}. What is shown stays.` };
  }
}

/** Shows a study that was opened from a file. */
function showStudy(asked: LinkState, opened: Omit<ShownStudy, 'link'>): void {
  claim();
  stop();
  batch(() => {
    app.link.value = asked;
    app.notices.value = opened.data.notices;
    app.problem.value = null;
    app.failure.value = null;
    study.value = { ...opened, link: encodeLink({ ...asked, compare: false }, app.catalog) };
    app.stage.value = opened.data.state === 'running' ? 'stopped' : opened.data.state;
    app.progress.value = opened.data.state === 'done' ? 1 : 0;
    writeAddress('push');
  });
}
