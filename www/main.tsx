// Starts up: isolation first, because it may reload the page, then the page, the engine and the address bar's link.

import './styles/index.css';
import { render } from 'preact';
import { publish } from './app/api';
import { afterRun } from './app/calm';
import { start } from './app/navigate';
import { takeDroppedFiles } from './features/exports/door';
import { ensureIsolation } from './isolation';
import { App } from './page/App';

async function main(): Promise<void> {
  await ensureIsolation();
  const root = document.getElementById('app');
  if (!root) throw new Error('index.html has no element #app.');
  await start();
  takeDroppedFiles();
  // Lets the browser have a turn: on a slow phone both starting and drawing take long.
  await new Promise((resolve) => setTimeout(resolve));
  render(<App />, root);
}

// Keeps the site for offline use. Everything works without that, so a failure to load it is not reported.
afterRun(
  2000,
  () => void import('./features/offline/Announcement').then(({ announce }) => announce()).catch(() => undefined),
);

publish(main());
