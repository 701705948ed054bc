// Shows where the threads' time went: one bar whose parts add up to all of it, and for each part a button that brings
// out its spans on the timeline. Loaded with the first comparison that has ended.

import './lost-time.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import * as app from '../app/app';
import { type SideTrack, tracks } from '../app/shown';
import { ofRole } from '../text/beside';
import { duration, plural } from '../text/format';
import { emphasis } from '../timeline/emphasis';
import { veil } from '../timeline/veil';
import { layoutSection } from '../trace/lanes';
import { type LostTime as Lost, lostTimeOf, type Part, type PartId, pageTime, stretchesOf } from '../trace/parts';

/** Least time in ms that is shown. Less than that is an error of setting the threads' clocks alike. */
const LEAST = 0.001;

const TEXT: Record<PartId, { text: string; title: string }> = {
  useful: { text: 'useful work', title: 'As long as one thread alone takes for all of it.' },
  inflation: {
    text: 'more work than sequentially',
    title: 'The same work took longer than on one thread alone: the cores, their caches or the memory were shared.',
  },
  page: {
    text: 'the page (an estimate)',
    title: 'What this page did meanwhile on its own thread, while every core had a thread of the run.',
  },
  imbalance: { text: 'imbalance', title: 'From a thread’s last chunk until the last thread had ended its own.' },
  hand_out: { text: 'start-up and hand-outs', title: 'Before a thread’s first chunk, and between two chunks.' },
  waiting: { text: 'waiting', title: 'From the end of the last chunk until the coordinator had the result.' },
};

export function LostTime() {
  const track = tracks.value.find(({ id }) => id === 'parallel');
  const page = useMemo(() => (track ? pageTime(layoutSection(track.spans, track.section)) : 0), [track]);
  const metrics = app.told.value?.metrics ?? [];
  const running = app.shown.value?.state === 'running';
  // The former run's bar stays until there is a new one.
  const last = useRef<Lost | null>(null);
  if (!running) last.current = lostTimeOf(metrics, page);
  const lost = last.current;
  const pressed = emphasis.value?.id ?? null;
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') emphasis.value = null;
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  // The emphasis belongs to the run, and goes with it.
  useEffect(
    () => () => {
      emphasis.value = null;
    },
    [track],
  );
  if (!lost) return null;
  const press = ({ id }: Part): void => {
    emphasis.value = pressed === id || !track ? null : bringOut(id, tracks.value);
  };
  const threads = ofRole(metrics, 'crew')?.value ?? 1;
  const told = lost.parts.find(({ id }) => id === pressed);
  return (
    <div class={`lost${told ? ' lost-told' : ''}${running ? ' lost-stale' : ''}`} data-lost-time>
      <p class="lost-title">{told ? TEXT[told.id].title : sentence(lost, threads)}</p>
      <div class="lost-bar" aria-hidden="true">
        {lost.parts.map((part) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: a larger target for the pointer; the keyboard has the buttons.
          // biome-ignore lint/a11y/noStaticElementInteractions: the same.
          <span
            key={part.id}
            class={`lost-part lost-${part.id}`}
            data-on={part.id === pressed}
            style={{ flexGrow: (100 * part.time) / lost.total }}
            title={TEXT[part.id].text}
            onClick={() => press(part)}
          />
        ))}
      </div>
      <fieldset class="lost-legend" aria-label="Parts of the threads’ time; each brings its spans out on the timeline">
        {lost.parts.map((part) => (
          <button
            key={part.id}
            type="button"
            class="lost-button"
            title={TEXT[part.id].title}
            aria-pressed={part.id === pressed}
            data-part={part.id}
            data-value={part.time}
            onClick={() => press(part)}
          >
            <i class={`lost-key lost-${part.id}`} />
            <span>{TEXT[part.id].text}</span> <b>{part.percent === 0 ? '<1' : part.percent} %</b>{' '}
            <span class="lost-time">{part.time < LEAST ? '<1\u00a0µs' : duration(part.time)}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
}

const sentence = ({ total }: Lost, threads: number): string =>
  `Where the time of ${plural(threads, 'thread')} went: ${duration(total)} in all, in the repeat on the timeline.`;

/** Brings a part out. Useful work is brought out on the reference's timeline too. */
function bringOut(id: PartId, shown: readonly SideTrack[]) {
  const told = shown.filter((track) => track.id === 'parallel' || id === 'useful');
  return veil(
    id,
    new Map(
      told.map(({ id: of, spans, section }) => [of, stretchesOf(layoutSection(spans, section), section, spans, id)]),
    ),
  );
}
