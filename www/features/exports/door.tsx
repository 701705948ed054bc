// The parts of this folder that are on every page. They load the rest when it is first needed.

import * as app from '../../app/app';
import { openLater } from '../../app/files';
import { Lazy } from '../../widgets/Lazy';

type Actions = typeof import('./actions');

/** Loads the actions and does one of them. Reports a failure in a sentence at the top of the stage. */
export function act(what: (actions: Actions) => unknown): void {
  import('./actions').then(what).catch(() => {
    app.problem.value = 'A part of the page did not load: check the connection and try again.';
  });
}

const loadNote = () => import('./Opened').then(({ OpenedNote }) => OpenedNote);

/** The note above a run that was opened from a file. */
export function OpenedFrom() {
  return app.shown.value?.opened ? <Lazy load={loadNote} minHeight={64} /> : null;
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Opens a file that is dropped anywhere on the page. The browser must not show it in place of the page. */
export function takeDroppedFiles(): void {
  const { classList } = document.documentElement;
  window.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    classList.add('dropping');
  });
  window.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) classList.remove('dropping');
  });
  window.addEventListener('drop', (event) => {
    classList.remove('dropping');
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    openLater(files);
  });
}
