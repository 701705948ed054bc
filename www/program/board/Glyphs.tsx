// Drawings of what stands on the board: cooks, locks, queues and the like, on a grid of 24 × 24. All are decoration: the
// words beside them say the same.

import { actorColour } from '../../stage/actor-colour';
import type { Piece, Stance } from './scenery';

/** A cook in the actor's colour; asleep while it cannot go on, and pale once it is over. */
export function Cook({ number, stance }: { number: number; stance: Stance }) {
  return (
    <svg
      class={`cook is-${stance}`}
      style={`--actor:var(${actorColour(number)})`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path class="cook-hat" d="M7.2 9.2V7A3.4 3.4 0 0 1 8 .6a4.6 4.6 0 0 1 8 0A3.4 3.4 0 0 1 16.8 7v2.2z" />
      <path class="cook-head" d="M7.2 9.2h9.6v2.6a4.8 4.8 0 0 1-9.6 0z" />
      <path class="cook-body" d="M2.8 23.4c0-4.4 3.6-6.4 9.2-6.4s9.2 2 9.2 6.4z" />
      {stance === 'blocked' ? (
        <path class="cook-eyes" d="M8.9 12.2h2M13.1 12.2h2" />
      ) : stance === 'failed' ? (
        <path class="cook-eyes" d="m9 11.3 1.8 1.8m0-1.8L9 13.1m4.2-1.8 1.8 1.8m0-1.8-1.8 1.8" />
      ) : (
        <path class="cook-eyes" d="M9.9 12v.6M14.1 12v.6" />
      )}
    </svg>
  );
}

const LINES: Record<'condition' | 'flag' | 'rwlock', string> = {
  // A bell, a flag, and an open book.
  condition: 'M12 3.2c3.6 0 5.2 2.6 5.2 6v4.4l2 3H4.8l2-3V9.2c0-3.4 1.6-6 5.2-6zM10 19.6a2 2 0 0 0 4 0',
  flag: 'M6 21.5V3.2h11.5l-2.6 4 2.6 4H6',
  rwlock: 'M12 6.2C9.6 4.4 6.4 4 3 4.2v13.6c3.4-.2 6.6.2 9 2 2.4-1.8 5.6-2.2 9-2V4.2c-3.4-.2-6.6.2-9 2zM12 6.2v13.6',
};

/** Most places of a queue, permits or seats that are drawn. */
const MOST_PLACES = 8;

/** A thing as it stands: a lock is open or closed, a semaphore has its permits, a barrier its seats. */
export function Glyph({ piece }: { piece: Piece }) {
  const { kind, holders, count, size, queue } = piece;
  if (kind === 'lock') {
    return (
      <svg class="piece-glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path
          class="glyph-line"
          d={holders.length > 0 ? 'M7.5 11V7.5a4.5 4.5 0 0 1 9 0V11' : 'M7.5 11V7.5a4.5 4.5 0 0 1 8.8-1.3'}
        />
        <rect
          class={holders.length > 0 ? 'glyph-full' : 'glyph-empty'}
          x="4.5"
          y="11"
          width="15"
          height="10.5"
          rx="2"
        />
      </svg>
    );
  }
  if (kind === 'channel') return null;
  if (kind === 'semaphore' || kind === 'barrier') {
    const places = Math.min(MOST_PLACES, Math.max(1, size ?? count, kind === 'semaphore' ? count : 0));
    return (
      <span class={`piece-places is-${kind}`} aria-hidden="true">
        {Array.from({ length: places }, (_, i) => {
          const there = kind === 'barrier' ? queue[i] : undefined;
          return (
            <span
              key={i}
              class={i < count ? 'is-full' : ''}
              style={there === undefined ? undefined : `--actor:var(${actorColour(there)})`}
            />
          );
        })}
      </span>
    );
  }
  return (
    <svg class="piece-glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        class={holders.length > 0 || (kind === 'flag' && count > 0) ? 'glyph-line is-held' : 'glyph-line'}
        d={LINES[kind]}
      />
    </svg>
  );
}

/**
 * The places of a queue, the oldest item first; items without a known value are dots. `left`: how many have left it before.
 */
export function Places({ piece: { number, size, count, items }, left }: { piece: Piece; left: number }) {
  const most = Math.max(MOST_PLACES, items.length);
  const places = Math.min(most, Math.max(count, size ?? 0));
  return (
    <span class="piece-queue" aria-hidden="true">
      {Array.from({ length: places }, (_, i) => (
        <span key={i} class="piece-slot">
          {i < count && (
            <span key={left + i} class="piece-item" data-token={`item ${number} ${left + i}`}>
              {items[i] ?? '•'}
            </span>
          )}
        </span>
      ))}
      {count > places && <span class="piece-more">+{count - places}</span>}
    </span>
  );
}
