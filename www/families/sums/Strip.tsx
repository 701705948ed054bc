// One side of a run as a strip: which thread computed which part, coloured like its lane; with a tree
// of tasks above it where the work was divided. Linked with the timeline, and with the replay.

import type { ReadonlySignal, Signal } from '@preact/signals';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Linked } from '../../contract/linked';
import { threadColour, token } from '../../text/colours';
import { count, plural } from '../../text/format';
import { exactTime } from '../../timeline/wording';
import type { Track } from '../../trace/track';
import { type Chunk, chunkAt, chunksOf, levelsOf, type Node, sharesOf, treeOf } from './chunks';

export interface StripProps {
  id: 'sequential' | 'parallel';
  title: string;
  /** Null if nothing was recorded. */
  track: Track | null;
  /** Items of the whole: first ≤ item < last. */
  range: readonly [number, number];
  /** Longest part that is not divided; null if the work is not divided. */
  threshold: number | null;
  /** The word for one item. */
  item: string;
  /** Whether the run is over: nothing more will be recorded. */
  ended: boolean;
  cursor: ReadonlySignal<number | null>;
  linked: Signal<Linked | null>;
}

const STRIP = 30;
/** Height of the whole tree, however many levels it has, in CSS pixels. */
const TREE = 132;

export function Strip(props: StripProps) {
  const { id, title, track, range, threshold, item, ended, cursor, linked } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState(0);
  const chunks = useMemo(() => (track ? chunksOf(track) : []), [track?.spans, track?.section.start]);
  const [first, last] = range;
  const tree = useMemo(
    () => (threshold === null || width === 0 ? [] : treeOf(first, last, threshold, (last - first) / width)),
    [first, last, threshold, width],
  );
  // Levels whose tasks are thinner than a pixel are not drawn.
  const levels = 1 + (tree.at(-1)?.depth ?? 0);
  const hidden = threshold === null ? 0 : levelsOf(last - first, threshold) - levels;
  const height = threshold === null ? STRIP : TREE;
  const latest = useRef<() => void>(() => undefined);
  latest.current = () => {
    if (canvas.current && width > 0) {
      draw(canvas.current, {
        width,
        height,
        range,
        chunks,
        tree,
        levels,
        cursor: cursor.peek(),
        mark: markOf(linked.peek(), id),
      });
    }
  };

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    const themes = new MutationObserver(() => setTheme((n) => n + 1));
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, []);
  useEffect(() => latest.current(), [chunks, tree, width, height, theme]);
  useSignalEffect(() => {
    cursor.value;
    linked.value;
    latest.current();
  });

  const point = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const at = Math.floor(first + ((event.clientX - box.left) / box.width) * (last - first));
    const chunk = chunkAt(chunks, at);
    linked.value = chunk
      ? { track: id, first: chunk.first, last: chunk.last, thread: chunk.lane.thread, from: 'picture' }
      : null;
  };
  const leave = (): void => {
    if (linked.peek()?.from === 'picture') linked.value = null;
  };

  return (
    <figure class="strip">
      <figcaption class="strip-head">
        <span class="strip-title">{title}</span>
        <Readout id={id} chunks={chunks} linked={linked} item={item} whole={last - first} hidden={hidden} />
      </figcaption>
      <div class="strip-plot" style={{ height: `${height}px` }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={describe(chunks, item, threshold !== null)}
          data-strip={id}
          data-chunks={chunks.length}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={leave}
        />
        {chunks.length === 0 && (
          <p class="strip-empty">
            {ended
              ? 'Too many chunks to record: larger ones would be shown here.'
              : `Who computes which ${item} will be shown here.`}
          </p>
        )}
      </div>
    </figure>
  );
}

interface ReadoutProps {
  id: string;
  chunks: readonly Chunk[];
  linked: ReadonlySignal<Linked | null>;
  item: string;
  whole: number;
  /** Returns the levels of the tree that are too fine to be drawn. */
  hidden: number;
}

/** Says what is under the pointer, or else how the work was shared out. */
function Readout({ id, chunks, linked, item, whole, hidden }: ReadoutProps) {
  const mark = markOf(linked.value, id);
  const chunk = mark ? chunkAt(chunks, mark[0]) : null;
  if (chunk) {
    const { first, last, lane, start, end } = chunk;
    const what = last - first === 1 ? `${item} ${count(first)}` : `${item}s ${count(first)} to ${count(last - 1)}`;
    return <span class="strip-readout">{`${what}: ${lane.name}, ${exactTime(end - start)}`}</span>;
  }
  if (chunks.length === 0) return <span class="strip-readout" />;
  return (
    <span class="strip-readout">
      {sharesOf(chunks)
        .slice(0, 4)
        .map(
          ({ lane, chunks: n, items }) => `${lane.name}: ${plural(n, 'chunk')}, ${Math.round((100 * items) / whole)} %`,
        )
        .join(' · ')}
      {hidden > 0 && ` · ${plural(hidden, 'finer level')} not drawn`}
    </span>
  );
}

/** Returns the items that are marked on this strip. */
function markOf(linked: Linked | null, id: string): readonly [number, number] | null {
  return linked && linked.track === id ? [linked.first, linked.last] : null;
}

function describe(chunks: readonly Chunk[], item: string, divided: boolean): string {
  if (chunks.length === 0) return 'Nothing has been computed yet.';
  const parts = sharesOf(chunks).map(
    ({ lane, chunks: n, items }) => `${lane.name} computed ${plural(items, item)} in ${plural(n, 'chunk')}`,
  );
  return `${divided ? 'The tree of tasks' : 'The work'}, by thread: ${parts.join('; ')}.`;
}

interface Picture {
  width: number;
  height: number;
  range: readonly [number, number];
  chunks: readonly Chunk[];
  tree: readonly Node[];
  levels: number;
  cursor: number | null;
  mark: readonly [number, number] | null;
}

function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  const { width, height, range, chunks, tree, levels, cursor, mark } = picture;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const [first, last] = range;
  const scale = width / Math.max(1, last - first);
  const x = (value: number): number => (value - first) * scale;
  // Keeps neighbours apart by a pixel if there is room for it.
  const bar = (from: number, to: number, y: number, h: number): void => {
    const left = x(from);
    const wide = x(to) - left;
    ctx.fillRect(left, y, Math.max(wide > 4 ? wide - 1 : wide, 0.4), h);
  };

  if (tree.length > 0 && levels > 0) {
    const row = height / levels;
    for (const { first: from, last: to, depth } of tree) {
      // The thread of a task goes on with its left half.
      const chunk = chunkAt(chunks, from);
      if (!chunk) continue;
      const state = stateOf(chunk, cursor);
      ctx.fillStyle = threadColour(chunk.lane.thread, chunk.lane.role);
      ctx.globalAlpha = state === 0 ? 0.12 : 1;
      bar(from, to, depth * row, row > 4 ? row - 1 : row);
    }
    ctx.globalAlpha = 1;
  } else {
    for (const chunk of chunks) {
      const share = stateOf(chunk, cursor);
      ctx.fillStyle = threadColour(chunk.lane.thread, chunk.lane.role);
      ctx.globalAlpha = 0.16;
      bar(chunk.first, chunk.last, 0, height);
      ctx.globalAlpha = 1;
      if (share > 0) bar(chunk.first, chunk.first + share * (chunk.last - chunk.first), 0, height);
    }
  }
  if (mark) {
    const left = x(mark[0]);
    const wide = Math.max(x(mark[1]) - left, 2);
    ctx.strokeStyle = token('--ink');
    ctx.lineWidth = 2;
    ctx.strokeRect(Math.max(1, left), 1, Math.min(wide, width - 2), height - 2);
  }
}

/** Returns the share of a chunk that was done at the replay's cursor; assumes that it advances evenly. */
function stateOf({ start, end }: Chunk, cursor: number | null): number {
  if (cursor === null || cursor >= end) return 1;
  return cursor <= start ? 0 : (cursor - start) / (end - start);
}
