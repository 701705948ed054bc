// Opens files, on every page. The code that reads them is loaded with the first file.

import * as app from './app';

/** Opens what a reader chose or dropped; a failure is a sentence at the top of the stage. */
export function openLater(files: readonly File[]): void {
  import('./open')
    .then(({ openFiles }) => openFiles(files))
    .catch(() => {
      app.problem.value =
        'The file was not opened, because a part of the page did not load: check the connection and try again.';
    });
}
