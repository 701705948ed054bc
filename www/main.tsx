// Start-up: isolation first, because it may reload the page, then the page, the engine and the
// address bar's link.

import './styles/index.css';
import { render } from 'preact';
import { takeDroppedFiles } from './exports/lazy';
import { ensureIsolation } from './isolation';
import { publish } from './state/api';
import { afterRun } from './state/calm';
import { start } from './state/control';
import { App } from './views/App';

async function main(): Promise<void> {
  if ((await ensureIsolation()) === 'reloading') {
    // The page goes away: nothing is started twice.
    await new Promise(() => undefined);
  }
  const root = document.getElementById('app');
  if (!root) throw new Error('index.html has no element #app.');
  await start();
  takeDroppedFiles();
  render(<App />, root);
}

// The site is kept for offline use. Without that everything still works, so nothing is said where it cannot be loaded.
afterRun(2000, () => void import('./offline/Announcement').then(({ announce }) => announce()).catch(() => undefined));

publish(main());
