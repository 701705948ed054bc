// Opens files, on every page. The code that reads them is loaded with the first file.

import * as app from './app';

/** Opens what a reader chose or dropped; a failure is a sentence at the top of the stage. */
export function openLater(files: readonly File[]): void {
  import('./open')
    .then(({ openFiles }) => openFiles(files))
    .catch(() => {
      app.problem.value = 'The file could not be opened: check the connection and try again.';
    });
}
