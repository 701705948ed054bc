// Shows the pinned runs of the present scenario and the run on the stage, one below the other on one scale of time.

import '../../charts/versus.css';
import './pins.css';
import { useRef } from 'preact/hooks';
import * as app from '../../app/app';
import { follow } from '../../app/navigate';
import { tracks } from '../../app/shown';
import { Strips } from '../../charts/Strips';
import { duration } from '../../text/format';
import { followPlainClick } from '../../widgets/clicks';
import { Icon } from '../../widgets/icons';
import { Panel } from '../../widgets/Shell';
import { extentOf, MAX_PINS, timeText, titlesOf, withoutPin } from './pinned';
import { crowded, type PinnedRun, pins, pinsOf } from './pins';
import { reduced } from './reduce';

export function Pins() {
  const { id, title, params } = app.scenario.value;
  const pinned = pinsOf(pins.value, id);
  const present = usePresent(id);
  const others = present && !pinned.some(({ key }) => key === present.key) ? [present] : [];
  const all = [...pinned, ...others];
  const titles = titlesOf(params, all);
  const extent = extentOf(all);
  return (
    <div class="pins" data-pins={pinned.length}>
      <Panel title="Pinned runs">
        <p class="pins-note">
          {all.length === 1
            ? 'Change a setting and run: the next run stands beside this one.'
            : 'All bars and timelines are on one scale of time.'}{' '}
          <span class="pins-scale" data-extent={extent}>
            The whole width is {duration(extent / 1000)}.
          </span>
        </p>
        <ol class="pins-rows">
          {all.map((run, i) => (
            <Row
              key={run.key}
              run={run}
              title={titles[i] || (all.length > 1 && !titles.some(Boolean) ? 'The same settings' : title)}
              extent={extent}
              pinned={!others.includes(run)}
              onStage={run.key === present?.key}
            />
          ))}
        </ol>
        <p class="pins-status" role="status">
          {crowded.value === id && `${MAX_PINS} runs stay at most: the oldest has been unpinned.`}
        </p>
      </Panel>
    </div>
  );
}

/** Returns the run on the stage; while another one is under way, the former run. */
function usePresent(scenario: string): PinnedRun | null {
  // Keeps the reduced run, because the run itself holds its memory.
  const last = useRef<{ key: number; reduced: PinnedRun | null } | null>(null);
  const run = app.shown.value;
  const shown = tracks.value;
  if (run && run.state !== 'running' && run.key !== last.current?.key) {
    last.current = { key: run.key, reduced: reduced(run, shown) };
  }
  const present = last.current?.reduced ?? null;
  return present?.scenario === scenario ? present : null;
}

interface RowProps {
  run: PinnedRun;
  title: string;
  /** Time of the whole width, in µs. */
  extent: number;
  pinned: boolean;
  onStage: boolean;
}

function Row({ run, title, extent, pinned, onStage }: RowProps) {
  const { key, link, times, headline, notes, timeline } = run;
  const about = [onStage ? 'on the stage' : '', headline, ...notes].filter(Boolean);
  return (
    <li class={pinned ? 'pin' : 'pin pin-present'} data-pin={pinned ? 'pinned' : 'present'} aria-current={onStage}>
      <div class="pin-head">
        {pinned ? (
          <a class="pin-title" href={link} onClick={followPlainClick(() => void follow(link, { again: false }))}>
            {title}
          </a>
        ) : (
          <span class="pin-title">{title}</span>
        )}
        <span class="pin-about">{about.join(' · ')}</span>
        {pinned && (
          <button
            type="button"
            class="button button-quiet button-icon button-small"
            aria-label={`Unpin: ${title}`}
            title="Unpin"
            data-action="unpin"
            onClick={() => {
              crowded.value = '';
              pins.value = withoutPin(pins.peek(), key);
              // The focused element is removed, so the focus goes to the stage.
              document.getElementById('stage')?.focus({ preventScroll: true });
            }}
          >
            <Icon name="cross" />
          </button>
        )}
      </div>
      {times.map((time) => (
        <div class="strips-lane pin-time" key={time.name}>
          <span class="strips-name">{time.label}</span>
          <span class="pin-track" aria-hidden="true">
            <span class="pin-bar" style={{ width: `${(100_000 * time.ms) / extent}%` }} />
          </span>
          <span class="pin-figure" data-time={time.name} data-value={time.ms}>
            {timeText(time)}
          </span>
        </div>
      ))}
      {timeline && <Strips id="pin" timeline={timeline} extent={extent} empty="" expected={1} named={12} />}
    </li>
  );
}
