// Shows a text to copy, and the button that puts it on the clipboard.

import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../../widgets/icons';

interface CopyProps {
  /** Label of the field. */
  label: string;
  text: string;
  /** Name of the button for scripts. */
  action: string;
  /** What was copied, as the subject of a sentence. */
  what: string;
  'data-share-link'?: boolean;
  'data-share-embed'?: boolean;
}

export function Copy({ label, text, action, what, ...data }: CopyProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const id = useId();

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      // Without permission or a secure context the text is selected, ready for the keyboard.
      field.current?.select();
      setCopied('failed');
    }
  };

  return (
    <div class="share-copy">
      <div class="share-row">
        <label class="visually-hidden" for={id}>
          {label}
        </label>
        <input
          id={id}
          ref={field}
          type="text"
          readOnly
          value={text}
          {...data}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button button-primary" data-action={action} onClick={copy}>
          {copied === 'yes' && <Icon name="check" />}
          <span>{copied === 'yes' ? 'Copied' : 'Copy'}</span>
        </button>
      </div>
      <p class="dialog-status" aria-live="polite">
        {copied === 'yes' && `${what} is on the clipboard.`}
        {copied === 'failed' && 'The browser did not allow copying. The text is selected: copy it with the keyboard.'}
      </p>
    </div>
  );
}
