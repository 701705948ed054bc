// Draws a card in the colours of the theme: the lanes of a loop, the points of a study, or who did what when.

import type { ComponentChildren } from 'preact';
import { threadVariable } from '../../text/colours';
import { factor } from '../../text/format';
import {
  MOST,
  type Outcome,
  type Plot,
  plotOf,
  type Row,
  stepsOf,
  stepsPath,
  stretchesOf,
  TOP,
  WIDTH,
} from './outcome';
import { STRETCHES, type Stretch } from './stretch';

/** Height of a plot, in thousandths of a width. */
const HEIGHT = 400;

export function Thumb({ outcome }: { outcome: unknown }) {
  const { lanes, points, ends, rows, span } = (outcome ?? {}) as Partial<Outcome>;
  const scale = typeof span === 'string' ? <Ends ends={['0', span]} /> : null;
  if (Array.isArray(lanes)) return <Lanes lanes={lanes} scale={scale} />;
  if (Array.isArray(points)) return <Points points={points} ends={Array.isArray(ends) ? ends : []} />;
  if (Array.isArray(rows)) return <Rows rows={rows} scale={scale} />;
  return null;
}

/** Labels the left and the right end of a drawing. */
function Ends({ ends }: { ends: readonly unknown[] }) {
  return (
    <span class="thumb-ends">
      {ends.slice(0, 2).map((end) => (
        <span key={String(end)}>{String(end).replace(/\B(?=(\d{3})+$)/g, '\u202f')}</span>
      ))}
    </span>
  );
}

function Lanes({ lanes, scale }: { lanes: readonly string[]; scale: ComponentChildren }) {
  const shown = lanes.slice(0, MOST).map(String);
  const width = stepsOf(shown);
  return (
    <span class="thumb-timed" data-thumb="lanes" aria-hidden="true">
      <span class="thumb-lanes">
        {shown.map((steps, thread) => (
          <svg
            key={thread}
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
            viewBox={`0 0 ${width} ${TOP}`}
          >
            <path class="thumb-idle" d={`M0 ${TOP}H${width}`} />
            <path d={stepsPath(steps)} style={{ fill: `var(${threadVariable(thread, 'worker')})` }} />
          </svg>
        ))}
      </span>
      {scale}
    </span>
  );
}

function Points({ points, ends }: { points: readonly unknown[]; ends: readonly unknown[] }) {
  const plot = plotOf(points, HEIGHT);
  return (
    <span class="thumb-points" data-thumb="points">
      <svg preserveAspectRatio="none" aria-hidden="true" focusable="false" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        {plot && (
          <>
            <path class="thumb-one" d={`M0 ${plot.one}H${WIDTH}`} />
            <path class="thumb-line" d={plot.line} />
            <path class="thumb-dots" d={plot.dots} />
          </>
        )}
      </svg>
      {plot && <Heights plot={plot} />}
      <Ends ends={ends} />
    </span>
  );
}

/** Labels the highest point, and the line at which nothing is gained, if there is room. */
function Heights({ plot }: { plot: Plot }) {
  const { one, most, top } = plot;
  const at = (y: number) => ({ top: `${(100 * y) / HEIGHT}%` });
  return (
    <span class="thumb-heights" aria-hidden="true">
      <span style={at(top)}>{factor(most)}×</span>
      {one !== null && one - top > HEIGHT / 4 && <span style={at(one)}>1×</span>}
    </span>
  );
}

/** Top and height of each shape in a row that is ten high. */
const SHAPES: Record<Stretch, [top: number, height: number]> = {
  work: [1, 8],
  passive: [1, 8],
  wait: [4.5, 1],
  blocked: [3, 4],
  failed: [0, 10],
  beat: [1, 8],
};

function Rows({ rows, scale }: { rows: readonly Row[]; scale: ComponentChildren }) {
  const shown = rows.filter(Array.isArray).slice(0, MOST);
  let y = 0;
  let group = shown[0]?.[0];
  const paths: Record<string, string> = {};
  for (const row of shown) {
    // The films of a comparison stand apart.
    if (row[0] !== group) y += 8;
    group = row[0];
    for (const { from, to, kind } of stretchesOf(row, STRETCHES)) {
      const [top, height] = SHAPES[kind];
      // A moment gets a width, so that it can be seen.
      const width = kind === 'failed' || kind === 'beat' ? 14 : Math.max(to - from, 4);
      const left = Math.min(from, WIDTH - width);
      paths[kind] = `${paths[kind] ?? ''}M${left} ${y + top}h${width}v${height}h-${width}z`;
    }
    y += 12;
  }
  return (
    <span class="thumb-timed" data-thumb="rows" aria-hidden="true">
      <span class="thumb-rows">
        <svg
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
          viewBox={`0 0 ${WIDTH} ${Math.max(1, y - 2)}`}
          style={{ maxHeight: `${Math.max(1, y)}px` }}
        >
          {Object.entries(paths).map(([kind, d]) => (
            <path key={kind} class={`thumb-${kind}`} d={d} />
          ))}
        </svg>
      </span>
      {scale}
    </span>
  );
}
