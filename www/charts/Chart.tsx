// Draws a chart of a study: measured points with error bars and their raw values as dots, lines of laws, and the region
// in which threads share cores. A chart library would put styles into the page, which its content policy forbids, and
// would be larger than all of the page.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { download } from '../files/download';
import { type Scale, scale, scaleKindFor, thin, ticks } from '../study/scale';

export interface ChartPoint {
  /** On a band: the index of the place. */
  x: number;
  y: number;
  /** Ends of the error bar. */
  low?: number;
  high?: number;
  /** Raw values. */
  dots?: readonly number[];
  /** Description of the point, shown to a pointer that rests on it. */
  title: string;
}

export interface ChartLine {
  name: string;
  /** CSS class that gives the line its colour. */
  tone: 'ideal' | 'amdahl' | 'gustafson';
  at: (x: number) => number;
}

export interface ChartProps {
  title: string;
  xLabel: string;
  yLabel: string;
  points: readonly ChartPoint[];
  lines?: readonly ChartLine[];
  /** Names of the places on a band; null if x is a number. */
  places?: readonly string[] | null;
  /** Whether the ticks of the x axis are at the points, instead of at round numbers. */
  ticksAtPoints?: boolean;
  /** Where the x axis begins to have more threads than cores. */
  oversubscribedFrom?: number | null;
  /** Whether a line joins the measured points. */
  joined?: boolean;
  /** Whether the y axis begins at 0. */
  fromZero?: boolean;
  /** Range of x that curves cover, where that is more than the points do. */
  xMin?: number;
  xMax?: number;
  /** The y axis reaches at least to this value. */
  yMax?: number;
  formatX?: (x: number) => string;
  formatY: (y: number) => string;
  /** Id of a table with the same figures. */
  describedBy?: string;
  /** The chart as a file: its name, and the study's address. */
  file: { name: string; link: string };
}

/** Says what the dots are. */
const measuredText = (points: readonly ChartPoint[]): string =>
  points.some(({ low }) => Number.isFinite(low)) ? 'measured, with its 95 % interval' : 'measured';

const MARGIN = { top: 12, right: 14, bottom: 44 };
/** Room for the title of the y axis, left of its ticks, in px. */
const Y_TITLE = 26;
/** Width of a tick's letter, in px. */
const LETTER = 7;
const HEIGHT = 300;
/** Raw values above the highest bar by more than this factor are drawn at the edge, as rings. */
const OUTLIER = 2.5;

export function Chart(props: ChartProps) {
  const { title, xLabel, yLabel, points, lines = [], places = null, joined = true, formatY, describedBy } = props;
  const frame = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(560);
  const titleId = useId();
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const { x, y, left } = axesOf(props, width);
  const inside = points.filter(({ y: value }) => Number.isFinite(value));
  return (
    <figure class="chart" ref={frame}>
      <figcaption class="chart-head">
        <span id={titleId} class="chart-title">
          {title}
        </span>
        <button
          type="button"
          class="button button-quiet button-small"
          data-action="export-chart"
          aria-label={`Save as SVG: ${title}`}
          onClick={() => svg.current && void save(svg.current, props)}
        >
          SVG
        </button>
      </figcaption>
      <svg
        ref={svg}
        class="chart-svg"
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-labelledby={titleId}
        aria-describedby={describedBy}
      >
        <title>{title}</title>
        <Region x={x} from={props.oversubscribedFrom ?? null} />
        <YAxis y={y} left={left} width={width} label={yLabel} format={formatY} />
        <XAxis x={x} label={xLabel} {...props} width={width} />
        {lines.map((line) => (
          <path key={line.name} class={`chart-line chart-${line.tone}`} d={pathOf(line, x, y)} />
        ))}
        {joined && places === null && inside.length > 1 && (
          <path
            class="chart-line chart-measured"
            d={inside.map((point, i) => `${i === 0 ? 'M' : 'L'}${x.at(point.x)} ${y.at(point.y)}`).join('')}
          />
        )}
        {inside.map((point) => (
          <Point key={point.x} point={point} x={x} y={y} />
        ))}
      </svg>
      {lines.length > 0 && (
        <ul class="chart-legend">
          <li>
            <span class="chart-key chart-key-measured" aria-hidden="true" />
            {measuredText(points)}
          </li>
          {lines.map((line) => (
            <li key={line.name}>
              <span class={`chart-key chart-key-${line.tone}`} aria-hidden="true" />
              {line.name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** Saves the chart as a file, as it is drawn now. */
async function save(svg: SVGSVGElement, { title, lines = [], points, file }: ChartProps): Promise<void> {
  const { chartSvg } = await import('./chart-svg');
  const keys = lines.map(({ name, tone }) => ({ name, tone: `chart-${tone}` }));
  const legend = keys.length > 0 ? [{ name: measuredText(points), tone: 'chart-measured' }, ...keys] : [];
  const text = chartSvg(svg, { title, link: file.link, legend });
  download(new Blob([text], { type: 'image/svg+xml' }), `${file.name}.svg`);
}

function Point({ point, x, y }: { point: ChartPoint; x: Scale; y: Scale }) {
  const at = x.at(point.x);
  const bar = point.low !== undefined && point.high !== undefined && Number.isFinite(point.low);
  const dots = point.dots ?? [];
  return (
    <g class="chart-point">
      <title>{point.title}</title>
      {dots.map((dot, i) => (
        <circle
          key={i}
          class={dot > y.domain[1] ? 'chart-dot chart-dot-beyond' : 'chart-dot'}
          cx={at + spread(i, dots.length)}
          cy={y.at(Math.min(dot, y.domain[1]))}
          r={dot > y.domain[1] ? 3 : 1.8}
        />
      ))}
      {bar && (
        <path
          class="chart-error"
          d={`M${at} ${y.at(point.low as number)}V${y.at(point.high as number)}M${at - 4} ${y.at(point.low as number)}h8M${at - 4} ${y.at(point.high as number)}h8`}
        />
      )}
      <circle class="chart-median" cx={at} cy={y.at(point.y)} r={4} />
      <circle class="chart-target" cx={at} cy={y.at(point.y)} r={14} />
    </g>
  );
}

/** Returns the shift in px that sets the dots of one point apart, the same for every drawing. */
const spread = (i: number, count: number): number => (count < 2 ? 0 : (((i * 5) % count) / (count - 1) - 0.5) * 9);

function Region({ x, from }: { x: Scale; from: number | null }) {
  if (from === null) return null;
  const left = Math.max(x.at(from), x.range[0]);
  const right = x.range[1];
  if (!(left < right)) return null;
  return (
    <g>
      <rect
        class="chart-region"
        x={left}
        y={MARGIN.top}
        width={right - left}
        height={HEIGHT - MARGIN.top - MARGIN.bottom}
      />
      <path class="chart-border" d={`M${left} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`} />
      {right - left > 96 && (
        <text class="chart-region-label" x={right - 6} y={HEIGHT - MARGIN.bottom - 8} text-anchor="end">
          oversubscribed
        </text>
      )}
    </g>
  );
}

const yTicks = (y: Scale): number[] => ticks(y.kind === 'log' ? 'log' : 'linear', y.domain);

/** Returns where the plot begins, so that the ticks and the title left of it touch neither each other nor the edge. */
export function leftOf(labels: readonly string[]): number {
  return Y_TITLE + 8 + LETTER * Math.max(4, ...labels.map(({ length }) => length));
}

interface YAxisProps {
  y: Scale;
  left: number;
  width: number;
  label: string;
  format: (y: number) => string;
}

function YAxis({ y, left, width, label, format }: YAxisProps) {
  return (
    <g>
      {yTicks(y).map((tick) => (
        <g key={tick}>
          <path class="chart-grid" d={`M${left} ${y.at(tick)}H${width - MARGIN.right}`} />
          <text class="chart-tick" x={left - 8} y={y.at(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <text
        class="chart-label"
        transform={`translate(13 ${(HEIGHT - MARGIN.bottom + MARGIN.top) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        {label}
      </text>
    </g>
  );
}

function XAxis({
  x,
  label,
  width,
  points,
  places,
  ticksAtPoints,
  formatX = String,
}: ChartProps & { x: Scale; label: string; width: number }) {
  const values = places
    ? places.map((word, i) => ({ at: x.at(i), text: word }))
    : (ticksAtPoints
        ? [...new Set(points.map((point) => point.x))].sort((a, b) => a - b)
        : ticks(x.kind === 'log' ? 'log' : 'linear', x.domain)
      ).map((tick) => ({ at: x.at(tick), text: formatX(tick) }));
  const longest = Math.max(1, ...values.map(({ text }) => text.length));
  const bottom = HEIGHT - MARGIN.bottom;
  const [left] = x.range;
  return (
    <g>
      <path class="chart-axis" d={`M${left} ${bottom}H${width - MARGIN.right}`} />
      {thin(values, longest * 7 + 8).map(({ at, text }) => (
        <g key={text}>
          <path class="chart-axis" d={`M${at} ${bottom}v5`} />
          <text class="chart-tick" x={at} y={bottom + 18} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
      <text class="chart-label" x={(left + width - MARGIN.right) / 2} y={HEIGHT - 6} text-anchor="middle">
        {label}
        {x.kind === 'log' ? ' (log)' : ''}
      </text>
    </g>
  );
}

interface Axes {
  x: Scale;
  y: Scale;
  /** Where the plot begins, in px. */
  left: number;
}

function axesOf({ points, places, fromZero, xMin, xMax, yMax, formatY }: ChartProps, width: number): Axes {
  const yRange = [HEIGHT - MARGIN.bottom, MARGIN.top] as const;
  const xs = points.map(({ x }) => x);
  if (xMin !== undefined) xs.push(xMin);
  if (xMax !== undefined) xs.push(xMax);
  const bars = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]).filter(Number.isFinite);
  // A run that was badly disturbed is drawn at the edge, so that it does not flatten all others.
  const edge = OUTLIER * Math.max(...bars);
  const ys = [...bars, ...points.flatMap(({ dots }) => (dots ?? []).filter((dot) => dot <= edge))];
  if (yMax !== undefined) ys.push(yMax);
  const [yLow, yHigh] = ys.length > 0 ? [Math.min(...ys), Math.max(...ys)] : [0, 1];
  const kind = fromZero ? 'linear' : scaleKindFor(ys, 20);
  const y =
    kind === 'log'
      ? scale('log', [yLow / 1.15, yHigh * 1.15], yRange)
      : scale('linear', [0, yHigh > 0 ? yHigh * 1.08 : 1], yRange);
  const left = leftOf(yTicks(y).map(formatY));
  const xRange = [left, width - MARGIN.right] as const;
  if (places) return { x: scale('band', [0, Math.max(1, places.length)], xRange), y, left };
  const [low, high] = xs.length > 0 ? [Math.min(...xs), Math.max(...xs)] : [0, 1];
  const log = scaleKindFor(xs) === 'log';
  const pad = log ? (high / low) ** 0.04 : (high - low || 1) * 0.05;
  return {
    x: log ? scale('log', [low / pad, high * pad], xRange) : scale('linear', [low - pad, high + pad], xRange),
    y,
    left,
  };
}

/** Returns the path of a line, which ends where it leaves the chart. */
function pathOf(line: ChartLine, x: Scale, y: Scale): string {
  const steps = 96;
  const [low, high] = x.domain;
  let path = '';
  let drawing = false;
  for (let i = 0; i <= steps; i++) {
    const share = i / steps;
    const value = x.kind === 'log' ? low * (high / low) ** share : low + (high - low) * share;
    const height = line.at(value);
    const within = Number.isFinite(height) && height <= y.domain[1] && height >= y.domain[0];
    if (within) path += `${drawing ? 'L' : 'M'}${x.at(value).toFixed(1)} ${y.at(height).toFixed(1)}`;
    drawing = within;
  }
  return path;
}
