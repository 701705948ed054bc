// The link to what is on the stage, to copy. A modal <dialog>: Escape closes it, and the browser
// gives the focus back.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icons';

interface ShareDialogProps {
  open: boolean;
  /** The whole address. */
  link: string;
  /** More ways to share, under the link. */
  children?: ComponentChildren;
  onClose: () => void;
}

type Copied = 'no' | 'yes' | 'failed';

export function ShareDialog({ open, link, children, onClose }: ShareDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<Copied>('no');
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      setCopied('no');
      element.showModal();
      field.current?.select();
    } else if (!open && element.open) {
      element.close();
    }
  }, [open]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('yes');
    } catch {
      // No permission, or no secure context: the text is selected, ready for the keyboard.
      field.current?.select();
      setCopied('failed');
    }
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes a dialog with Escape.
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={`${id}title`}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop belongs to the dialog; everything else is inside the box.
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="dialog-box">
        <div class="dialog-head">
          <h2 id={`${id}title`}>Share this experiment</h2>
          <button
            type="button"
            class="button button-quiet button-icon button-small"
            aria-label="Close"
            data-action="close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </div>
        <p class="dialog-text">
          The link holds every setting that is not the default. Whoever opens it runs the same experiment on their own
          machine.
        </p>
        <div class="share-row">
          <label class="visually-hidden" for={`${id}link`}>
            Link
          </label>
          <input
            id={`${id}link`}
            ref={field}
            type="url"
            readOnly
            value={link}
            data-share-link
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" class="button button-primary" data-action="copy" onClick={copy}>
            {copied === 'yes' && <Icon name="check" />}
            <span>{copied === 'yes' ? 'Copied' : 'Copy'}</span>
          </button>
        </div>
        <p class="dialog-status" aria-live="polite">
          {copied === 'yes' && 'The link is on the clipboard.'}
          {copied === 'failed' && 'The browser did not allow it: the link is selected, copy it with the keyboard.'}
        </p>
        {children}
      </div>
    </dialog>
  );
}
