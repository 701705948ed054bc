// Says that the run on the stage was opened from a file, on which machine it was made, and when.

import './opened.css';
import * as app from '../../app/app';
import { run } from '../../app/run';
import { dateOf } from '../../text/date';
import { plural } from '../../text/format';
import { Icon } from '../../widgets/icons';

export function OpenedNote() {
  const shown = app.shown.value;
  const opened = shown?.opened;
  if (!shown || !opened) return null;
  const { cores, threads, browser } = opened.machine;
  const where = [
    plural(cores, 'logical core'),
    threads === null ? 'without threads' : null,
    browser === '' ? null : browser,
  ].filter((part) => part !== null);
  return (
    <section class="opened" aria-label="Opened from a file" data-opened={opened.file}>
      <Icon name="info" />
      <p>
        <strong>Opened from a file:</strong> {opened.file}. It ran on {dateOf(opened.ran)} on a machine with{' '}
        {where.join(', ')}, not on this one.
      </p>
      <button type="button" class="button button-small" data-action="run-here" onClick={() => void run(shown.compare)}>
        Run it here
      </button>
    </section>
  );
}
