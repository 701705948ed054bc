// Draws the timeline's three canvases: lanes, what lies over them, ruler.

import { type Signal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Linked } from '../contract/linked';
import type { Range } from '../contract/range';
import { drawLanes, drawRuler, resizeCanvas } from './canvas';
import { emphasis, type Mark } from './emphasis';
import { RULER_HEIGHT } from './geometry';
import type { Hit } from './hit-test';
import { type Model, markOfColumn } from './model';
import { drawOverlay } from './overlay';
import { type ColourBy, readStyle, type Style } from './palette';
import { clamp, type Viewport } from './viewport';

interface Shown {
  cursor: Signal<number | null>;
  hovered: Signal<Linked | null>;
  selection: Signal<Range | null>;
  mark: Signal<Hit | Mark | null>;
}

/** Redraws the three canvases, each at most once in a frame and only when something on it has changed. */
export function usePainter(
  model: { current: Model },
  view: Signal<Viewport>,
  colourBy: Signal<ColourBy>,
  shown: Shown,
  silent: () => boolean,
) {
  const lanes = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const ruler = useRef<HTMLCanvasElement>(null);
  const style = useRef<Style | null>(null);
  const pending = useRef({ frame: 0, lanes: false, byReader: false });

  const paint = (): void => {
    const { lanes: withLanes, byReader } = pending.current;
    // Asked for before repeats were measured: drawn when they have ended.
    if (silent() && !byReader) {
      pending.current.frame = 0;
      return;
    }
    pending.current = { frame: 0, lanes: false, byReader: false };
    const ratio = window.devicePixelRatio || 1;
    const by = colourBy.peek();
    if (style.current?.ratio !== ratio || style.current.by !== by) style.current = readStyle(ratio, by);
    const { geometry, tracks } = model.current;
    const now = clamp(view.peek());
    const scene = { geometry, view: now, style: style.current };
    const context = (canvas: HTMLCanvasElement | null, height: number): CanvasRenderingContext2D | null => {
      if (canvas) resizeCanvas(canvas, now.width, height, ratio);
      return canvas?.getContext('2d') ?? null;
    };
    const onOverlay = context(overlay.current, geometry.height);
    if (onOverlay)
      drawOverlay(onOverlay, {
        ...scene,
        mark: marked(),
        cursor: shown.cursor.peek(),
        selection: shown.selection.peek(),
      });
    const onRuler = context(ruler.current, RULER_HEIGHT);
    if (onRuler) drawRuler(onRuler, now, style.current, RULER_HEIGHT, shown.selection.peek(), shown.cursor.peek());
    const onLanes = withLanes ? context(lanes.current, geometry.height) : null;
    if (onLanes) {
      const sources = tracks.map(({ spans, section, item, look }) => ({
        spans,
        origin: section.start,
        look,
        ...(item !== undefined && { item }),
      }));
      drawLanes(onLanes, { ...scene, tracks: sources });
    }
  };
  const marked = (): Mark | null => {
    const link = shown.hovered.peek();
    return link?.from === 'picture' ? markOfColumn(model.current, link.track, link.first) : shown.mark.peek();
  };
  const request = (withLanes: boolean): void => {
    pending.current.lanes ||= withLanes;
    // The page asks for nothing in the silence, only readers do.
    pending.current.byReader ||= silent();
    pending.current.frame ||= requestAnimationFrame(paint);
  };

  useSignalEffect(() => {
    view.value;
    colourBy.value;
    request(true);
  });
  useSignalEffect(() => {
    shown.cursor.value;
    shown.hovered.value;
    shown.selection.value;
    shown.mark.value;
    emphasis.value;
    request(false);
  });
  useEffect(() => {
    // Colours depend on the theme, patterns also on the screen's resolution.
    const restyle = (): void => {
      style.current = null;
      request(true);
    };
    const observer = new MutationObserver(restyle);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(pending.current.frame);
    };
  }, []);

  return { lanes, overlay, ruler, all: () => request(true) };
}
