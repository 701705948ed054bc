// A field for one's own program, in a dialog. What is wrong with a text is told when it is run: all of it, with its places.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import '../../styles/dialog.css';
import '../../program/program.css';
import { Icon } from '../../widgets/icons';
import type { TextEditorProps } from '../../widgets/TextField';

export function ProgramEditor({ text, onSave, onClose }: TextEditorProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [written, setWritten] = useState(text);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog program-dialog" ref={dialog} aria-labelledby={`${id}title`} onClose={onClose}>
      <form
        class="dialog-box"
        onSubmit={(event) => {
          event.preventDefault();
          onSave(written);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSave(written);
        }}
      >
        <div class="dialog-head">
          <h2 id={`${id}title`}>Your program</h2>
          <button
            type="button"
            class="button button-quiet button-icon"
            aria-label="Close without a change"
            data-action="close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </div>
        <textarea
          aria-label="Text of the program"
          data-action="program-text"
          spellcheck={false}
          autocapitalize="off"
          value={written}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
        <div class="dialog-foot">
          <button type="submit" class="button button-primary" data-action="save-program">
            Use this program
          </button>
        </div>
      </form>
    </dialog>
  );
}
