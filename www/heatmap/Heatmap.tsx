// Shows the heatmap: a picture that fills in while threads compute it, with axes, the strip of who computed which
// column, a colour bar and a read-out. A gesture moves the present picture as a preview; when it ends, the parent is
// told the view. Drawing is in `surface.ts`, gestures are in `picture-gestures.ts`.

import { effect, type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Linked } from '../contract/linked';
import { COORDINATOR, FIRST_THREAD, NOBODY, type PictureSource } from '../contract/picture';
import type { Exploration, View } from '../contract/view';
import { threadVariable } from '../text/colours';
import type { PaletteChoice } from '../text/palettes';
import { Axes } from './Axes';
import { formatComplex, formatWidth } from './axes';
import { cancelWork, requestWork } from './frames';
import { attachGestures } from './picture-gestures';
import { type Pixel, Readout } from './Readout';
import { Surface } from './surface';
import { type OwnerColours, readOwnerColours } from './tint';
import { HOME, pixelAt, placement, sameView } from './view-transform';

export interface HeatmapProps {
  title: string;
  id: 'sequential' | 'parallel';
  source: Signal<PictureSource | null>;
  /** View of the present picture. */
  view: View;
  palette: Signal<PaletteChoice>;
  /** Whether columns are coloured by who computed them. */
  tint: Signal<boolean>;
  /** Which columns are shown and who computed them, in a replay or one repeat; null: as the source says. */
  ownersOverride: Signal<Uint8Array | null>;
  linked: Signal<Linked | null>;
  /** Shared by pictures that move together; by default each has its own. */
  exploration?: Signal<Exploration | null>;
  /** View that a reset leads to. */
  home?: View;
  /** Called when a gesture has ended. The old picture stays, moved, until the source has a new key. */
  onExplore(view: View): void;
  probe(column: number, row: number): { thread: string } | null;
}

/** How long the hint on zooming stays, ms. */
const HINT_TIME = 1800;
/** Columns assumed while there is no picture. */
const NO_PICTURE = 1000;

const isThread = (owner: number): number | null => (owner >= FIRST_THREAD ? owner - FIRST_THREAD : null);

/** Counts the changes of the theme, which decides the thread colours. */
function useThemeCount(): Signal<number> {
  const count = useSignal(0);
  useEffect(() => {
    const changed = (): void => {
      count.value++;
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, [count]);
  return count;
}

export function Heatmap(props: HeatmapProps) {
  const { title, id, source, view, palette, tint, ownersOverride, linked, onExplore, probe, home = HOME } = props;
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const strip = useRef<HTMLCanvasElement>(null);
  const ghost = useRef<HTMLCanvasElement>(null);

  const own = useSignal<Exploration | null>(null);
  const preview = props.exploration ?? own;
  const hover = useSignal<Pixel | null>(null);
  const hint = useSignal(false);
  const painted = useSignal(0);
  /** Side of the frame in CSS points; 0 until it was measured. */
  const size = useSignal(0);
  const theme = useThemeCount();

  // The handlers are attached once, and read what the latest rendering was given.
  const latest = useRef({ view, home, onExplore });
  latest.current = { view, home, onExplore };
  const gesture = useRef({ timer: 0, shownKey: null as number | null, asked: null as View | null });

  const resolution = (): number => source.peek()?.width ?? NO_PICTURE;
  const owners = (): Uint8Array | null => ownersOverride.peek() ?? source.peek()?.owners() ?? null;

  // Painting.
  const kick = useRef<() => void>(() => {});
  useLayoutEffect(() => {
    if (picture.current === null || strip.current === null || ghost.current === null) return;
    const surface = new Surface({ picture: picture.current, strip: strip.current, ghost: ghost.current });
    let colours: OwnerColours | null = null;
    let coloursOf = -1;
    const work = (budget: number): boolean => {
      const now = source.peek();
      if (now === null) {
        surface.clear();
        gesture.current.shownKey = null;
        return false;
      }
      // The end of the run arrives as a change of the source.
      if (now.live && now.held?.()) return false;
      const fresh = gesture.current.shownKey !== now.key;
      // A new picture may have another size, which the observer reports only after this frame.
      if (fresh && frame.current !== null) size.value = frame.current.clientWidth;
      if (size.peek() === 0) return false;
      if (colours === null || coloursOf !== theme.peek()) {
        colours = readOwnerColours();
        coloursOf = theme.peek();
      }
      const result = surface.step(budget, {
        source: now,
        view: latest.current.view,
        palette: palette.peek(),
        tint: tint.peek(),
        colours,
        override: ownersOverride.peek(),
        points: size.peek() * devicePixelRatio,
      });
      if (fresh) {
        gesture.current.shownKey = now.key;
        gesture.current.asked = null;
        // The picture that was asked for has come. A gesture that still goes on keeps its preview.
        if (preview.peek()?.moving === false) preview.value = null;
      }
      if (result.columns > 0) painted.value++;
      return now.live || result.pending > 0;
    };
    kick.current = () => requestWork(work);
    kick.current();
    return () => cancelWork(work);
  }, [source, palette, tint, ownersOverride, preview, size, theme, painted]);

  // Not `useSignalEffect`, which waits for the next frame: a run begins when the first one has been drawn.
  useLayoutEffect(
    () =>
      effect(() => {
        source.value;
        palette.value;
        tint.value;
        ownersOverride.value;
        size.value;
        theme.value;
        kick.current();
      }),
    [source, palette, tint, ownersOverride, size, theme],
  );

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      size.value = element.clientWidth;
    });
    observer.observe(element);
    size.value = element.clientWidth;
    return () => observer.disconnect();
  }, [size]);

  // Gestures.
  const settle = useRef((delay: number): void => {
    clearTimeout(gesture.current.timer);
    gesture.current.timer = window.setTimeout(() => {
      const wanted = preview.peek()?.view;
      if (wanted === undefined) return;
      const { view: drawn, onExplore: tell } = latest.current;
      const asked = gesture.current.asked ?? drawn;
      gesture.current.asked = wanted;
      // The view is that of the present picture again: nothing to preview, but the parent may have been told another
      // one.
      preview.value = sameView(wanted, drawn) ? null : { view: wanted, moving: false };
      if (!sameView(wanted, asked)) tell(wanted);
    }, delay);
  });
  const reset = useRef((): void => {
    preview.value = { view: latest.current.home, moving: true };
    settle.current(0);
  });
  useLayoutEffect(() => {
    const element = frame.current;
    const canvas = picture.current;
    if (element === null || canvas === null) return;
    let hintTimer = 0;
    const detach = attachGestures(element, {
      view: () => preview.peek()?.view ?? latest.current.view,
      resolution: () => source.peek()?.width ?? NO_PICTURE,
      enabled: () => source.peek() !== null,
      focused: () => document.activeElement === canvas,
      focus: () => canvas.focus({ preventScroll: true }),
      change: (next) => {
        preview.value = { view: next, moving: true };
        hint.value = false;
        hover.value = null;
        // The gesture goes on, so the end that was scheduled before is cancelled.
        clearTimeout(gesture.current.timer);
      },
      settle: (delay) => settle.current(delay),
      hover: (at) => {
        const now = source.peek();
        if (at === null || now === null || preview.peek() !== null) {
          hover.value = null;
          if (linked.peek()?.from === 'picture') linked.value = null;
          return;
        }
        const pixel = pixelAt(now.width, at);
        const old = hover.peek();
        if (old?.column === pixel.column && old.row === pixel.row) return;
        hover.value = pixel;
        const owner = (ownersOverride.peek() ?? now.owners())[pixel.column] ?? NOBODY;
        linked.value =
          owner === NOBODY
            ? null
            : { track: id, first: pixel.column, last: pixel.column + 1, thread: isThread(owner), from: 'picture' };
      },
      hint: () => {
        hint.value = true;
        clearTimeout(hintTimer);
        hintTimer = window.setTimeout(() => {
          hint.value = false;
        }, HINT_TIME);
      },
      reset: () => reset.current(),
    });
    return () => {
      detach();
      clearTimeout(hintTimer);
      clearTimeout(gesture.current.timer);
    };
  }, [id, source, ownersOverride, linked, preview, hint, hover]);

  const shown = preview.value?.view ?? view;
  const { scale, dx, dy } = placement(view, shown, resolution());
  const moved = preview.value !== null;
  const now = source.value;
  const description =
    now === null
      ? `${title}: no picture yet`
      : `${title}: Julia set, ${now.width} by ${now.height} pixels, centre ${formatComplex(shown.x, shown.y, 3)}, ` +
        `width ${formatWidth(shown.width)}. Plus and minus zoom, arrow keys pan, 0 resets.`;

  return (
    <figure class="heatmap" data-heatmap={id} data-empty={now === null ? '' : undefined}>
      <figcaption class="heatmap-caption">
        <span class="heatmap-title">{title}</span>
        <button
          type="button"
          class="heatmap-reset"
          data-action="reset-view"
          disabled={now === null || sameView(shown, home)}
          onClick={() => {
            reset.current();
            // The button is removed, and would take the focus with it.
            picture.current?.focus({ preventScroll: true });
          }}
        >
          Reset view
        </button>
      </figcaption>
      <div class="heatmap-strip" title="Who computed each column">
        <canvas
          ref={strip}
          width={0}
          height={1}
          style={moved ? { transform: `translateX(${100 * dx}%) scaleX(${scale})` } : undefined}
        />
        {moved ? null : <Mark id={id} linked={linked} resolution={resolution()} />}
      </div>
      <div class="heatmap-frame" ref={frame}>
        <div
          class="heatmap-content"
          style={moved ? { transform: `translate(${100 * dx}%, ${100 * dy}%) scale(${scale})` } : undefined}
        >
          <canvas class="heatmap-ghost" ref={ghost} width={0} height={0} />
          <canvas
            class="heatmap-picture"
            data-picture={id}
            ref={picture}
            width={0}
            height={0}
            role="img"
            aria-label={description}
            // The keys zoom and pan, so the picture must take the focus.
            tabIndex={0}
          />
        </div>
        {moved ? null : <Mark id={id} linked={linked} resolution={resolution()} />}
        {now === null ? <p class="heatmap-placeholder">No picture yet</p> : null}
        <p class="heatmap-hint" data-shown={hint.value ? '' : undefined} aria-hidden="true">
          Hold Ctrl or ⌘ to zoom, or click the picture first
        </p>
      </div>
      <Axes view={shown} resolution={resolution()} size={size.value} />
      <Readout
        source={source}
        pixel={hover}
        painted={painted}
        view={view}
        owners={owners}
        colour={(owner) => `var(${threadVariable(isThread(owner), owner === COORDINATOR ? 'coordinator' : 'worker')})`}
        probe={probe}
      />
    </figure>
  );
}

/** Marks the columns that the timeline points at, by dimming the others. */
function Mark({ id, linked, resolution }: Pick<HeatmapProps, 'id' | 'linked'> & { resolution: number }) {
  const link = linked.value;
  if (link === null || link.from !== 'timeline' || link.track !== id) return null;
  const left = (100 * link.first) / resolution;
  const width = (100 * (link.last - link.first)) / resolution;
  return <div class="heatmap-mark" data-mark style={{ left: `${left}%`, width: `${width}%` }} />;
}
