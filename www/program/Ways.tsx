// What can be done with a program, the same row for each: run it for real, step it by hand, explore all orders, and play what
// was found. Each has a key, which counts while the focus is in the stage.

import * as app from '../app/app';
import { run } from '../app/run';
import { change } from '../app/settings';
import type { Possible } from '../contract/program';
import { Icon, type IconName } from '../widgets/icons';
import { isBad, nearestOf, open, playing, search, stepOn } from './hand';
import { REAL, realDriver, rows } from './survey';

interface Way {
  action: string;
  key: string;
  label: string;
  icon: IconName;
  title: string;
  /** Drivers that it stands for. */
  drivers: readonly string[];
  off: boolean;
  act: () => void;
}

function runWith(driver: string): void {
  playing.value = false;
  change('driver', driver);
  change('steps', '');
  // A text that is edited is meant, and not the one that ran before.
  const other = app.instead.peek();
  if (other) other();
  else void run(false);
}

/** What is worth playing: the shortest way to something bad, or else to anything. */
function worthPlaying(): Possible | null {
  const found = rows.value.filter((one) => one.found);
  const bad = found.filter(isBad);
  return nearestOf(bad.length > 0 ? bad : found);
}

function ways(): Way[] {
  const real = realDriver(app.values.value);
  const found = worthPlaying();
  return [
    {
      action: 'way-run',
      key: 'r',
      label: 'Run',
      icon: 'run',
      title:
        real === null ? 'This cannot run for real here: there are no threads' : 'Runs it for real, in nobody’s order',
      drivers: REAL,
      off: real === null,
      act: () => real !== null && runWith(real),
    },
    {
      action: 'way-step',
      key: 's',
      label: 'Step',
      icon: 'chevron',
      title: 'Steps it by hand: you say whose step is next',
      drivers: ['hand'],
      off: false,
      act: () => (app.instead.peek() ? runWith('hand') : void stepOn()),
    },
    {
      action: 'explore-all',
      key: 'e',
      label: 'Explore all',
      icon: 'gallery',
      title: 'Explores every order in which the steps can come',
      drivers: ['explore'],
      off: false,
      act: () => runWith('explore'),
    },
    {
      action: 'way-play',
      key: 'p',
      label: 'Play what was found',
      icon: 'run',
      title: 'Plays the shortest way to what goes wrong, or to the end if nothing does',
      drivers: [],
      off: found === null,
      act: () => {
        if (found) void open(found.steps, 0).then(() => (playing.value = true));
      },
    },
  ];
}

/** Does what a key stands for. Returns whether it stands for anything. */
export function pressed({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const way = ways().find((one) => one.key === key.toLowerCase());
  if (!way || way.off || app.busy.peek()) return false;
  way.act();
  return true;
}

export function Ways() {
  const driver = String(app.shown.value?.values.driver ?? app.values.value.driver);
  return (
    <div class="ways" role="toolbar" aria-label="What to do with the program">
      {ways().map(({ action, key, label, icon, title, drivers, off, act }) => (
        <button
          key={action}
          type="button"
          class={drivers.includes(driver) ? 'button button-small way is-present' : 'button button-small way'}
          data-action={action}
          title={`${title} (${key.toUpperCase()})`}
          aria-keyshortcuts={key}
          aria-current={drivers.includes(driver) ? 'true' : undefined}
          aria-disabled={off || app.busy.value}
          onClick={() => !off && !app.busy.peek() && act()}
        >
          <Icon name={icon} />
          <span>{label}</span>
          <span class="way-key" aria-hidden="true">
            {key.toUpperCase()}
          </span>
        </button>
      ))}
      <p class="ways-said" aria-live="polite" data-search>
        {search.value}
      </p>
    </div>
  );
}
