// Announces once that the page now works offline, and that a new version is there. Changes nothing by itself: the
// reader decides, and not in the middle of a run.

import { signal, useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import { stage } from '../../app/app';
import { keepOffline, offline, takeOver, waiting } from './offline';
import './announcement.css';

/** The waiting version that the reader has put off. */
const later = signal<ServiceWorker | null>(null);

/** How long the note on working offline stays, in ms. */
const GOOD_NEWS = 5000;

function Announcement() {
  useSignalEffect(() => {
    if (offline.value !== 'new') return;
    const timer = setTimeout(() => {
      offline.value = 'yes';
    }, GOOD_NEWS);
    return () => clearTimeout(timer);
  });
  const version = waiting.value === later.value ? null : waiting.value;
  const running = stage.value === 'running';
  return (
    <div class="announcement" role="status" aria-live="polite" data-offline={offline.value}>
      {version !== null ? (
        <div class="announcement-card" data-announcement="version">
          <p>
            <strong>A new version of Brigade is ready.</strong>{' '}
            {running
              ? 'It can be used when this run has ended.'
              : 'The page reloads with the same link and measures again.'}
          </p>
          <div class="announcement-actions">
            <button
              type="button"
              class="button button-primary"
              data-action="new-version"
              disabled={running}
              onClick={() => takeOver(version)}
            >
              Use it now
            </button>
            <button
              type="button"
              class="button"
              data-action="new-version-later"
              onClick={() => {
                later.value = version;
              }}
            >
              Later
            </button>
          </div>
        </div>
      ) : (
        offline.value === 'new' && (
          <p class="announcement-card announcement-brief" data-announcement="offline">
            Works offline now.
          </p>
        )
      )}
    </div>
  );
}

/** Puts the announcements on the page, and begins to keep the site on the device. */
export function announce(): void {
  const place = document.createElement('aside');
  place.setAttribute('aria-label', 'About this page');
  document.body.append(place);
  render(<Announcement />, place);
  void keepOffline();
}
