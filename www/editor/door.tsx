// The button that opens the editor over a program's text, and the editor's place. Its code is loaded when it is first opened.

import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../widgets/icons';
import { Lazy } from '../widgets/Lazy';
import { keyOf } from './drafts';
import { desk, edit, hasDraft, isEdited, led, source } from './editing';

const load = () => import('./Editor').then(({ Editor }) => Editor);

/** Stands over a program's text: opens the editor, and closes it. */
export function EditorDoor() {
  if (!isEdited.value) return <EditButton />;
  const { close, startOver, isChanged = false } = desk.value ?? {};
  return (
    <div class="program-edit">
      {isChanged && (
        <button
          type="button"
          class="button button-quiet button-icon button-small"
          aria-label="Start over"
          data-action="reset-text"
          title="Starts over: back to the text without your changes. Undo brings them back."
          onClick={startOver}
        >
          <Icon name="reset" />
        </button>
      )}
      <button
        type="button"
        class="button button-quiet button-icon button-small"
        aria-label="Close the editor"
        title="Closes the editor. Your changes are kept until the window is closed."
        data-action="close-editor"
        aria-disabled={!close}
        onClick={close}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}

function EditButton() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (led.to !== 'button') return;
    led.to = null;
    button.current?.focus({ preventScroll: true });
  }, []);
  const known = source.value !== null;
  return (
    <button
      type="button"
      ref={button}
      class="button button-quiet button-small program-edit"
      data-action="edit-program"
      aria-disabled={!known}
      title={known ? 'Opens an editor in place of the text' : 'The text is known when it has run'}
      onClick={edit}
    >
      <Icon name="edit" />
      <span>{hasDraft.value ? 'Go on editing' : 'Edit this program'}</span>
    </button>
  );
}

/** The editor of the text on the stage. Another text has another one. */
export function EditorPlace() {
  const of = source.value;
  return of && <Lazy key={keyOf(of)} load={load} minHeight={160} given={{ source: of }} />;
}
