// Plays a recorded run again in slow motion: a scrubber, a play button and speeds. Moves the shared cursor and
// nothing else; the picture and the timeline follow it.

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { defaultSpeed, SPEEDS } from '../trace/replay';
import { lowerBound } from '../trace/spans';
import { exactTime } from './wording';

export interface ReplayProps {
  /** µs of the longest section; 0 while there is nothing to replay. */
  duration: number;
  /** µs since the sections' start; null shows the finished result. */
  cursor: Signal<number | null>;
  /**
   * Whether the replay starts by itself when a new duration arrives. It does not for readers who prefer less motion.
   */
  autoplay?: boolean;
  /** Speeds to choose from. */
  speeds?: typeof SPEEDS;
  /** Times at which something happens, ascending: to step to, forwards and back. */
  moments?: ArrayLike<number>;
  /** Writes a time that is given in µs. */
  format?: (time: number) => string;
}

/** Step of an arrow key, as a share of the whole. With Shift it is ten times that. */
const STEP = 0.01;

export function Replay(props: ReplayProps) {
  const { duration, cursor, autoplay = false, speeds = SPEEDS, moments, format = exactTime } = props;
  const playing = useSignal(false);
  const chosen = useSignal<number | null>(null);
  const speed = chosen.value ?? defaultSpeed(duration, speeds);
  const latest = useRef({ duration, speed });
  latest.current = { duration, speed };
  const none = duration <= 0;

  // Resets the replay for a new run, before readers can touch it: an effect that runs after the next frame would undo
  // what they did meanwhile.
  useLayoutEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    cursor.value = autoplay && !calm && !none ? 0 : null;
    playing.value = cursor.value === 0;
  }, [duration]);

  // Frames are asked for only while it plays.
  const isPlaying = playing.value;
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let before: number | null = null;
    const step = (now: number): void => {
      // The cursor was moved, or the replay left, after this frame was asked for.
      if (!playing.peek()) return;
      const { duration: end, speed: rate } = latest.current;
      // After a pause of the whole page (another tab) the replay goes on from where it was.
      const passed = before === null ? 0 : Math.min(now - before, 100);
      before = now;
      const next = (cursor.peek() ?? 0) + passed * 1000 * rate;
      cursor.value = Math.min(next, end);
      if (next >= end) playing.value = false;
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const toggle = (): void => {
    if (none) return;
    const at = cursor.peek();
    if (!playing.peek() && (at === null || at >= duration)) cursor.value = 0;
    playing.value = !playing.peek();
  };
  const moveTo = (time: number): void => {
    playing.value = false;
    cursor.value = Math.min(Math.max(time, 0), duration);
  };
  const leave = (): void => {
    playing.value = false;
    cursor.value = null;
  };

  /** To the next moment at which something happens, or the one before; from the finished picture, the first or the last but one. */
  const stepBy = (forwards: boolean): void => {
    const times = moments ?? [];
    const at = cursor.peek();
    // After the last one everything looks as at it: a step back is to be seen.
    const from = forwards ? (at ?? Number.NEGATIVE_INFINITY) : Math.min(at ?? duration, times[times.length - 1] ?? 0);
    const next = lowerBound(times, 0, times.length, from);
    // At a moment itself the next one is one further on.
    const index = forwards ? (times[next] === from ? next + 1 : next) : next - 1;
    if (times[index] !== undefined) moveTo(times[index]);
    else moveTo(forwards ? duration : 0);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (none || target instanceof HTMLSelectElement) return;
    const at = cursor.peek() ?? duration;
    const by = duration * STEP * (event.shiftKey ? 10 : 1);
    if (event.key === ' ' && !(target instanceof HTMLButtonElement)) toggle();
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') moveTo(at - by);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') moveTo(at + by);
    else if (moments && (event.key === '.' || event.key === ',')) stepBy(event.key === '.');
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(duration);
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  };

  const at = cursor.value;
  const share = at === null || none ? 1 : at / duration;
  return (
    <fieldset
      class="replay"
      aria-label="Replay"
      onKeyDown={onKeyDown}
      data-replay={at === null ? 'off' : isPlaying ? 'playing' : 'paused'}
    >
      <button type="button" class="button replay-play" data-action="replay-play" onClick={toggle} disabled={none}>
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d={isPlaying ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M4 2l10 6-10 6z'} fill="currentColor" />
        </svg>
        {isPlaying ? 'Pause' : 'Replay'}
      </button>
      {moments && <Steps none={none} onStep={stepBy} />}
      <input
        type="range"
        class="replay-scrub"
        data-action="replay-scrub"
        aria-label="Moment of the replay"
        aria-valuetext={at === null ? 'finished' : `${format(at)} of ${format(duration)}`}
        min={0}
        max={1}
        step="any"
        value={share}
        disabled={none}
        style={`--filled:${share.toFixed(4)}`}
        onInput={(event) => moveTo(event.currentTarget.valueAsNumber * duration)}
      />
      <output class="replay-time">{none ? NOTHING : `${format(at ?? duration)} of ${format(duration)}`}</output>
      <label class="replay-speed">
        <span>speed </span>
        <select
          data-action="replay-speed"
          value={String(speed)}
          disabled={none}
          onChange={(event) => (chosen.value = Number(event.currentTarget.value))}
        >
          {speeds.map(({ value, label }) => (
            <option key={label} value={String(value)}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button button-small button-quiet replay-leave"
        data-action="replay-leave"
        onClick={leave}
        disabled={at === null}
      >
        Result
      </button>
    </fieldset>
  );
}

function Steps({ none, onStep }: { none: boolean; onStep: (forwards: boolean) => void }) {
  return (
    <span class="replay-steps">
      {[false, true].map((forwards) => (
        <button
          key={String(forwards)}
          type="button"
          class="button replay-step"
          data-action={forwards ? 'replay-step' : 'replay-back'}
          aria-label={forwards ? 'To the next event' : 'To the event before'}
          title={forwards ? 'To the next event (.)' : 'To the event before (,)'}
          onClick={() => onStep(forwards)}
          disabled={none}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path
              d={forwards ? 'M3 2l7 6-7 6zM11 2h2.5v12H11z' : 'M13 2l-7 6 7 6zM2.5 2H5v12H2.5z'}
              fill="currentColor"
            />
          </svg>
        </button>
      ))}
    </span>
  );
}

const NOTHING = '–';
