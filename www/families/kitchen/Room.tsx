// What every picture of the kitchen has: its frame with a caption, a tiled wall behind the cooks, a counter with a wooden
// top, and a word over whatever goes wrong.

import type { ComponentChildren } from 'preact';

interface FilmFrameProps {
  /** In `data-film`. */
  name: string;
  look?: string;
  /** Whether the caption stands above the picture instead of on its wall. */
  narrow: boolean;
  /** What tests and the lesson find it by. */
  data?: Record<`data-${string}`, string | undefined>;
  title: string;
  /** Stands beside the title. */
  caption?: ComponentChildren;
  /** Of the story. */
  seconds: number;
  width: number;
  height: number;
  /** Says what is drawn. */
  label: string;
  children: ComponentChildren;
  /** Under the picture. */
  below?: ComponentChildren;
}

export function FilmFrame(props: FilmFrameProps) {
  const { name, look = '', narrow, data, title, caption, seconds, width, height, label, children, below } = props;
  return (
    <figure class={`film ${look}${narrow ? ' film-narrow' : ''}`} data-film={name} {...data}>
      <figcaption class="film-caption">
        <span class="film-title">{title}</span>
        {caption}
        <span class="film-clock" title="Seconds of the story">
          {seconds.toFixed(1)}&nbsp;s
        </span>
      </figcaption>
      <svg
        class="kitchen"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={label}
      >
        {children}
      </svg>
      {below}
    </figure>
  );
}

/** A word over what goes wrong, its middle at `x`. */
export function Alarm({ x, y, text }: { x: number; y: number; text: string }) {
  const half = text.length * 3.1 + 8;
  return (
    <g class="failed" transform={`translate(${x} ${y})`}>
      <rect x={-half} y={-11} width={2 * half} height={17} rx={8.5} />
      <text x={0} y={1.5}>
        {text}
      </text>
    </g>
  );
}

/** Side of a tile. */
const TILE = 22;

/** The wall from `top` down to the counter's edge. */
export function WallRow({ width, top, edge }: { width: number; top: number; edge: number }) {
  const lines: string[] = [];
  for (let y = edge - TILE; y > top; y -= TILE) lines.push(`M0 ${y} H${width.toFixed(1)}`);
  for (let x = TILE; x < width; x += TILE * 2) lines.push(`M${x} ${top} V${edge}`);
  return (
    <g>
      <rect class="wall" x={0} y={top} width={width} height={edge - top} />
      <path class="wall-tiles" d={lines.join('')} />
    </g>
  );
}

interface CounterProps {
  width: number;
  edge: number;
  /** Of all of it, from the edge on. */
  height: number;
  /** Between two doors. */
  seams: readonly number[];
}

export function CounterRow({ width, edge, height, seams }: CounterProps) {
  return (
    <g>
      <rect class="counter-front" x={0} y={edge} width={width} height={height} />
      <path
        class="counter-seam"
        d={seams.map((x) => `M${x.toFixed(1)} ${edge + 6} V${edge + height}`).join('') || 'M0 0'}
      />
      <rect class="counter-shade" x={0} y={edge + 6} width={width} height={2.5} />
      <rect class="counter-top" x={0} y={edge} width={width} height={6} />
    </g>
  );
}
