// Offers ways to send what is on the stage: its link, plain or with the reader's result, as text, as QR code, through
// the system, or embedded in a page. A modal <dialog>: Escape closes it, and the browser gives the focus back. Loaded
// when it is first opened.

import type { ComponentType } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import '../../styles/dialog.css';
import './share.css';
import * as app from '../../app/app';
import { MAX_LINK, type SharedOutcomes, type SharedResult } from '../../link/sent';
import { plural } from '../../text/format';
import { Icon } from '../../widgets/icons';
import { Copy } from './Copy';
import { captured, linkWithResult, savable, whyNoResult } from './capture';
import { embedSnippet } from './embed';

interface SaveProps {
  /** Saves the run on the stage as a file. */
  save: () => void;
}

export function ShareDialog({ save }: SaveProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const open = app.sharing.value;

  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    else if (!open && element?.open) element.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes a dialog with Escape.
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={`${id}title`}
      onClose={() => {
        app.sharing.value = false;
      }}
      onClick={(event) => {
        // A click on the backdrop has the dialog itself as its target; all else is inside the box.
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
        {/* Made anew when the dialog is opened, so that it describes the present moment. */}
        {open && <Ways save={save} />}
      </div>
    </dialog>
  );
}

type Kind = 'plain' | 'result';

function Ways({ save }: SaveProps) {
  const [kind, setKind] = useState<Kind>('plain');
  const site = `${window.location.origin}${window.location.pathname}`;
  const fragment = app.fragment.value;
  const reason = whyNoResult();
  const result = useMemo(() => {
    const what = reason === null ? captured() : null;
    return what && linkWithResult(what, site, fragment);
  }, [reason, site, fragment, app.shown.value]);
  const why = reason ?? (result ? null : 'The settings fill the link: there is no room for a result.');
  const plain = site + fragment;
  const link = kind === 'result' && result ? site + result.link : plain;
  return (
    <>
      <Choice kind={kind} onKind={setKind} why={why} carried={result && carriedText(result.carried)} />
      <Copy key={link} label="Link" text={link} action="copy" what="The link" data-share-link />
      {link.length > MAX_LINK && <Long length={link.length} save={save} />}
      <div class="share-more">
        <Qr key={link} link={link} />
        <div class="share-side">
          <p class="share-note">
            Point a phone’s camera at the code. The link has {plural(link.length, 'character')}.{' '}
            {kind === 'result' && 'With a result the code is finer: harder to read from afar.'}
          </p>
          {typeof navigator.share === 'function' && <SystemShare link={link} />}
        </div>
      </div>
      <Embed link={plain} />
    </>
  );
}

/** Says that a link is too long for some programs, and offers what goes everywhere: the file of the run. */
function Long({ length, save }: SaveProps & { length: number }) {
  const ready = savable();
  return (
    <div class="share-long" data-share-long={length}>
      <p>
        This link has {plural(length, 'character')}: some mail and chat programs cut it off after {MAX_LINK}. The file
        of the run has no such limit{ready ? '.' : ': run this first, and save it.'}
      </p>
      {ready && (
        <button
          type="button"
          class="button button-small"
          data-action="save-instead"
          onClick={() => {
            // If the file cannot be made, the page says so behind the dialog.
            app.sharing.value = false;
            save();
          }}
        >
          Save the file
        </button>
      )}
    </div>
  );
}

/** Says all that a link with a result carries, so that its sender knows. */
function carriedText({ metrics, timeline, cores, browser, outcomes }: SharedResult): string {
  const parts = [
    `your ${plural(metrics.length, 'figure')}`,
    ...(outcomes ? [outcomesText(outcomes)] : []),
    ...(timeline ? ['a coarse timeline'] : []),
    'the day',
    plural(cores, 'logical core'),
    ...(browser ? [browser] : []),
  ];
  return `Carries ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}: the reader sees it beside a run of their own.`;
}

/** Says how many outcomes a link carries, and that some found no room. */
function outcomesText({ listed, more }: SharedOutcomes): string {
  if (more === 0) return plural(listed.length, 'outcome');
  return `${listed.length} of ${plural(listed.length + more, 'outcome')} (there is no room for more)`;
}

interface ChoiceProps {
  kind: Kind;
  onKind: (kind: Kind) => void;
  /** Why there is no result to send; null where there is. */
  why: string | null;
  carried: string | null;
}

function Choice({ kind, onKind, why, carried }: ChoiceProps) {
  const id = useId();
  const option = (value: Kind, title: string, text: string, disabled = false) => (
    <label class={disabled ? 'share-option share-option-off' : 'share-option'}>
      <input
        type="radio"
        name={`${id}kind`}
        value={value}
        checked={kind === value}
        disabled={disabled}
        aria-describedby={`${id}${value}`}
        data-share={value}
        onChange={() => onKind(value)}
      />
      <span>
        <span class="share-option-title">{title}</span>
        <span class="share-option-text" id={`${id}${value}`}>
          {text}
        </span>
      </span>
    </label>
  );
  return (
    <fieldset class="share-options">
      <legend class="visually-hidden">What to send</legend>
      {option('plain', 'The experiment', 'All settings. Whoever opens the link runs the same on their own machine.')}
      {option('result', 'The experiment and my result', why ?? carried ?? '', why !== null)}
    </fieldset>
  );
}

/** Loads the code that draws QR codes with the dialog, not with the page. */
function Qr({ link }: { link: string }) {
  const [view, setView] = useState<{ Code: ComponentType<{ text: string; label: string }> } | null>(null);
  const [failed, setFailed] = useState(false);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    let wanted = true;
    import('./QrCode').then(
      ({ QrCode }) => wanted && setView({ Code: QrCode }),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <div class={large ? 'share-qr share-qr-large' : 'share-qr'}>
      <div class="share-qr-box">
        {view && <view.Code text={link} label="QR code of the link" />}
        {failed && <p class="share-note">The QR code did not load: check the connection and open this dialog again.</p>}
      </div>
      <button
        type="button"
        class="button button-small"
        aria-pressed={large}
        data-action="enlarge-qr"
        disabled={!view}
        onClick={() => setLarge(!large)}
      >
        {large ? 'Smaller code' : 'Larger code'}
      </button>
    </div>
  );
}

function SystemShare({ link }: { link: string }) {
  const [failed, setFailed] = useState(false);
  const share = async (): Promise<void> => {
    setFailed(false);
    try {
      await navigator.share({ title: `Brigade: ${app.scenario.peek().title}`, url: link });
    } catch (error) {
      // Closing the system's own dialog is no failure.
      setFailed(!(error instanceof DOMException && error.name === 'AbortError'));
    }
  };
  return (
    <>
      <button type="button" class="button" data-action="share-system" onClick={share}>
        <Icon name="share" />
        <span>Share with an app…</span>
      </button>
      <p class="dialog-status" aria-live="polite">
        {failed && 'The link was not shared: copy it instead.'}
      </p>
    </>
  );
}

function Embed({ link }: { link: string }) {
  return (
    <details class="share-embed">
      <summary>Embed it in a page</summary>
      <p class="share-note">
        A frame has threads only in a page that is itself cross-origin isolated. Elsewhere it runs on one thread, and
        says so.
      </p>
      <Copy
        label="HTML of the frame"
        text={embedSnippet(link, app.scenario.value.title)}
        action="copy-embed"
        what="The HTML"
        data-share-embed
      />
    </details>
  );
}
