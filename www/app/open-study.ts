// Opens the JSON export of a study. Loaded when there is one.

import { FileProblem } from '../files/check';
import { readStudy } from '../files/read-study';
import * as app from './app';
import { showStudy } from './control';

/** The longest export of a study, bytes. */
const LARGEST = 8 * 2 ** 20;

/** Null where the study is on the stage. */
export async function openStudy(file: Blob, name: string): Promise<{ problem: string } | null> {
  try {
    if (file.size > LARGEST) throw new FileProblem('it is larger than any study');
    const { link, data, cores, saved } = readStudy(await file.text(), app.catalog, app.poolSize);
    showStudy(link, { data, opened: { file: name, cores, saved } });
    return null;
  } catch (error) {
    const why = error instanceof FileProblem ? error.message : 'it is damaged or something else';
    return { problem: `“${name}” could not be opened as a study: ${why}. What is shown stays.` };
  }
}
