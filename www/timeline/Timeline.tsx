// Shows the timeline: tracks of lanes on one time axis, to zoom, pan, point at and select in, linked with the picture.
// This component holds what the reader has done (viewport, mark); canvas.ts and overlay.ts draw.

import { computed, type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Linked } from '../contract/linked';
import type { Range } from '../contract/range';
import type { Track } from '../trace/track';
import { LOW, NOT_HIGH, useMedia } from '../widgets/media';
import type { Mark } from './emphasis';
import { LaneDetails, Summary } from './Figures';
import { RULER_HEIGHT, trackHeight } from './geometry';
import { type Hit, hitTest } from './hit-test';
import { markKey, reveal, viewportKey } from './keys';
import { LaneHeads } from './LaneHeads';
import { ENTRIES, Legend, type LegendEntry } from './Legend';
import { attachGestures, type GestureHandlers } from './lane-gestures';
import { buildModel, linkOf, statsOf } from './model';
import { onScreen } from './on-screen';
import type { ColourBy } from './palette';
import { Tooltip } from './Tooltip';
import { usePainter } from './use-painter';
import {
  clamp,
  cssToTime,
  fitAll,
  isFit,
  panBy,
  timeToCss,
  type Viewport,
  withRange,
  withWidth,
  zoomAbout,
} from './viewport';

export interface TimelineProps {
  /** Shown one below the other, each from its own start, on one scale. */
  tracks: readonly Track[];
  /** The replay's cursor, µs since the sections' start; null while there is no replay. */
  cursor: Signal<number | null>;
  hovered: Signal<Linked | null>;
  /** Range in µs since the sections' start. */
  selection: Signal<Range | null>;
  /** Threads and tracks to expect, so that room for them is kept while there are no tracks. */
  expected?: { threads: number; tracks: Track['id'][] };
  /** Whether the timeline must not become lower, because what it shows still grows. */
  hold?: boolean;
  /** Asks whether repeats are being measured. Nothing is drawn then, except for a reader; what is left out follows when
   * `hold` ends. */
  silent?: () => boolean;
  /** Name of a span. */
  noun?: string;
  /** The legend, if the shapes have a particular meaning. */
  legend?: readonly LegendEntry[];
  /** Stands under the lanes. */
  children?: ComponentChildren;
}

const loud = (): boolean => false;

/** Returns the former array while its tracks are the same, so that a render does not lay everything out again. */
function useSameTracks(tracks: readonly Track[]): readonly Track[] {
  const before = useRef(tracks);
  const same =
    before.current.length === tracks.length &&
    tracks.every((track, i) => {
      const old = before.current[i];
      return old?.id === track.id && old.title === track.title && old.spans === track.spans && sameSection(old, track);
    });
  if (!same) before.current = tracks;
  return before.current;
}

const sameSection = (a: Track, b: Track): boolean =>
  a.section.start === b.section.start && a.section.end === b.section.end && a.section.span === b.section.span;

export function Timeline(props: TimelineProps) {
  const { tracks: given, cursor, hovered, selection, expected, hold = false, silent = loud } = props;
  const { noun = 'chunk', legend, children } = props;
  const tracks = useSameTracks(given);
  const coming = expected?.tracks.length;
  const several = (coming ?? tracks.length) > 2;
  const isLow = useMedia(LOW);
  const isNotHigh = useMedia(NOT_HIGH);
  const low = isLow || (isNotHigh && several);
  const model = useMemo(() => buildModel(tracks, low, coming), [tracks, low, coming]);
  const view = useSignal<Viewport>(fitAll(model.extent, 600));
  const mark = useSignal<Hit | Mark | null>(null);
  const pointer = useSignal<{ x: number; y: number } | null>(null);
  const colourBy = useSignal<ColourBy>('thread');
  const current = useRef(model);
  const blocked = tracks.some((track) => track.spans.labels.some((label) => label.kind === 'blocked'));
  const entries = useRef<readonly LegendEntry[]>([]);
  entries.current = (legend ?? ENTRIES).filter(({ shape }) => blocked || shape !== 'blocked');
  const plot = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const painter = usePainter(current, view, colourBy, { cursor, hovered, selection, mark }, silent);

  // A new run starts with everything in view and nothing marked.
  useLayoutEffect(() => {
    if (current.current !== model) {
      current.current = model;
      mark.value = null;
      pointer.value = null;
      selection.value = null;
      if (hovered.peek()?.from === 'timeline') hovered.value = null;
    }
    view.value = fitAll(model.extent, view.peek().width);
    painter.all();
  }, [model]);
  useEffect(() => {
    if (!hold) painter.all();
  }, [hold]);

  useLayoutEffect(() => {
    const element = plot.current;
    if (!element) return;
    const measure = (): void => {
      view.value = withWidth(view.peek(), element.clientWidth);
      painter.all();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The observer reports the first size only after the first frame has been drawn.
    measure();
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const look = () => ({
      model: current.current,
      view: clamp(view.peek()),
      by: colourBy.peek(),
      legend: entries.current,
    });
    const show = (range: readonly [number, number] | null): void => {
      const { extent } = current.current;
      const now = view.peek();
      setView(range ? withRange(now, range[0] * extent, range[1] * extent) : fitAll(extent, now.width));
    };
    Object.assign(onScreen, { look, show });
    return () => {
      if (onScreen.look === look) Object.assign(onScreen, { look: null, show: null });
    };
  }, []);

  const setMark = (next: Hit | Mark | null, at: { x: number; y: number } | null): void => {
    const before = mark.peek();
    pointer.value = next ? at : null;
    // Movement within one span changes neither the picture nor the overlay.
    if (before && next && before.row === next.row && before.piece === next.piece) return;
    mark.value = next;
    const link = next ? linkOf(current.current, next) : null;
    if (link) hovered.value = link;
    else if (hovered.peek()?.from === 'timeline') hovered.value = null;
  };
  const setView = (next: Viewport): void => {
    view.value = next;
    // The span under a resting pointer has changed.
    if (pointer.peek()) setMark(null, null);
  };

  useEffect(() => {
    const inPlot = plot.current;
    const inRuler = ruler.current;
    if (!inPlot || !inRuler) return;
    const handlers = (focus: boolean): GestureHandlers => ({
      point: (at) => setMark(at && focus ? hitTest(current.current.geometry, view.peek(), at.x, at.y) : null, at),
      pan: (dx) => setView(panBy(view.peek(), dx)),
      zoom: (x, factor) => setView(zoomAbout(view.peek(), x, factor)),
      fit: () => setView(fitAll(current.current.extent, view.peek().width)),
      takesWheel: (zoomIn) => document.activeElement === inPlot && (zoomIn || !isFit(view.peek())),
      tap: (x, y) => {
        if (focus) setMark(hitTest(current.current.geometry, view.peek(), x, y), { x, y });
        else selection.value = null;
      },
      select: (x0, x1, done) => {
        const times = [x0, x1].map((x) => Math.min(Math.max(cssToTime(view.peek(), x), 0), current.current.extent));
        const [start = 0, end = 0] = times.sort((a, b) => a - b);
        selection.value =
          done && timeToCss(view.peek(), end) - timeToCss(view.peek(), start) < 2 ? null : { start, end };
      },
    });
    const endings = [attachGestures(inPlot, handlers(true), false), attachGestures(inRuler, handlers(false), true)];
    return () => {
      for (const end of endings) end();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { x = view.peek().width / 2 } = pointer.peek() ?? {};
    const moved = viewportKey(event.key, view.peek(), x);
    if (moved) setView(moved);
    else if (event.key === 'Escape') {
      selection.value = null;
      setMark(null, null);
    } else if (event.key === 'x' || event.key === 'X') {
      const { start, end } = view.peek();
      selection.value = { start, end: Math.min(end, current.current.extent) };
    } else {
      const next = markKey(event.key, current.current, mark.peek(), view.peek());
      if (!next) return;
      const { row } = next.row;
      const from = row.start[next.piece] ?? 0;
      view.value = reveal(view.peek(), from, row.end[next.piece] ?? 0);
      setMark(next, { x: Math.max(timeToCss(view.peek(), from), 0), y: next.row.y + next.row.height });
    }
    event.preventDefault();
  };

  // The model is no signal, so a computed value would not notice a new one: it is made anew for each model.
  const stats = useMemo(() => computed(() => statsOf(model, selection.value)), [model, selection]);
  const zoomBy = (factor: number): void => setView(zoomAbout(view.peek(), view.peek().width / 2, factor));
  const empty = tracks.length === 0;
  // A comparison shows one side at a time while it runs: the place for both is kept.
  const reserved = expected && tracks.length < expected.tracks.length ? reservedHeight(expected, low) : 0;
  const height = useHeld(RULER_HEIGHT + Math.max(model.geometry.height, reserved), hold);
  const lanes = model.lanes.reduce((most, list) => Math.max(most, list.length), 0);

  return (
    <section class="timeline" data-timeline data-lanes={lanes} aria-label="Timeline of the threads">
      <h2 class="visually-hidden">Timeline</h2>
      <div class="timeline-scroll" data-timeline-lanes>
        <div class="timeline-grid" style={{ height: `${height}px` }}>
          <div class="timeline-corner" />
          <div class="timeline-ruler" ref={ruler} title="Drag to select a range">
            <canvas ref={painter.ruler} />
          </div>
          <LaneHeads model={model} stats={stats} colourBy={colourBy} />
          <div
            class="timeline-plot"
            ref={plot}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application with its own keys must take the focus.
            tabIndex={0}
            role="application"
            aria-roledescription="timeline"
            aria-label={`Timeline: ${tracks.map((track) => track.title).join('; ') || 'no trace yet'}. W and S zoom, A and D move, comma and full stop go through the ${noun}s, J and K through the lanes, X selects what is visible, 0 shows everything.`}
            onKeyDown={onKeyDown}
            onBlur={() => setMark(null, null)}
          >
            <canvas ref={painter.lanes} />
            <canvas ref={painter.overlay} />
            {empty && <p class="timeline-empty">The timeline of a recorded run appears here.</p>}
            <Tooltip model={model} mark={mark} pointer={pointer} view={view} />
          </div>
        </div>
      </div>
      {children}
      <div class="timeline-bar">
        <Legend entries={entries.current} />
        <fieldset class="timeline-tools" aria-label="Timeline view">
          <ColourSwitch by={colourBy} />
          <button
            type="button"
            class="button button-small"
            onClick={() => zoomBy(1 / 1.8)}
            aria-label="Zoom out"
            disabled={empty}
          >
            −
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => zoomBy(1.8)}
            aria-label="Zoom in"
            disabled={empty}
          >
            +
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => setView(fitAll(model.extent, view.peek().width))}
            disabled={empty}
          >
            Fit
          </button>
        </fieldset>
      </div>
      <Summary model={model} stats={stats} selection={selection} expected={expected?.tracks ?? []} noun={noun} />
      <Hint noun={noun} />
      <LaneDetails model={model} stats={stats} noun={noun} />
    </section>
  );
}

/** Returns the height; while it is held, the former height if that is larger. */
function useHeld(height: number, hold: boolean): number {
  const before = useRef(0);
  before.current = hold ? Math.max(before.current, height) : height;
  return before.current;
}

function Hint({ noun }: { noun: string }) {
  return (
    <>
      <p class="timeline-hint is-mouse">
        <kbd>Ctrl</kbd> + wheel or <kbd>W</kbd> <kbd>S</kbd> zoom, drag or <kbd>A</kbd> <kbd>D</kbd> move,{' '}
        <kbd>Shift</kbd> + drag or a drag on the ruler selects, <kbd>,</kbd> <kbd>.</kbd> step through {noun}s,{' '}
        <kbd>0</kbd> or a double click shows everything. After a click a plain wheel zooms too.
      </p>
      <p class="timeline-hint is-touch">
        Pinch to zoom, drag sideways to move, drag on the ruler to select, tap a span for its times.
      </p>
    </>
  );
}

function reservedHeight(expected: { threads: number; tracks: Track['id'][] }, low: boolean): number {
  const workers = Array.from({ length: expected.threads }, () => 'worker');
  // The reference runs on the coordinator alone.
  const roles = (id: Track['id']): string[] => ['coordinator', ...(id === 'sequential' ? [] : workers), 'page'];
  return expected.tracks.reduce((sum, id) => sum + trackHeight(id, roles(id), low, expected.tracks.length), 0);
}

function ColourSwitch({ by }: { by: Signal<ColourBy> }) {
  return (
    <label class="timeline-colour">
      colour by{' '}
      <select value={by.value} onChange={(event) => (by.value = event.currentTarget.value as ColourBy)}>
        <option value="thread">thread</option>
        <option value="kind">kind</option>
      </select>
    </label>
  );
}
