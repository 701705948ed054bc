// Writes a chart of the page as a standalone SVG, with the styles of the page's style sheet written into it, on the
// page's ground, with its title, its legend and the link.

import { shorten } from '../files/xml';
import { token } from '../text/colours';

const NAMESPACE = 'http://www.w3.org/2000/svg';
/** Properties that the style sheet sets in a chart. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-size',
  'font-weight',
] as const;
const MARGIN = 16;
const TITLE = 34;
/** Least width in px, for the title and the legend. */
const LEAST = 480;
const LINE = 20;

export interface About {
  title: string;
  /** Address of the study. */
  link: string;
  /** Entries in words, each with the class of its line in the chart. */
  legend: readonly { name: string; tone: string }[];
}

/** Returns the file's text. `chart` must be on the page, where its styles can be computed. */
export function chartSvg(chart: SVGSVGElement, { title, link, legend }: About): string {
  const width = Math.max(LEAST, chart.width.baseVal.value + 2 * MARGIN);
  const drawn = chart.height.baseVal.value;
  const height = TITLE + drawn + legend.length * LINE + 2 * MARGIN + 10;
  const svg = make('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-labelledby': 'title desc',
    'font-family': 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif',
  });
  const points = [...chart.querySelectorAll('.chart-point > title')].map(({ textContent }) => textContent ?? '');
  svg.append(
    make('title', { id: 'title' }, title),
    make('desc', { id: 'desc' }, points.join('; ')),
    make('metadata', {}, link),
    make('rect', { width, height, fill: token('--surface') }),
    make('text', { x: MARGIN, y: 26, 'font-size': 15, 'font-weight': 600, fill: token('--ink') }, title),
  );
  const body = make('g', { transform: `translate(${MARGIN} ${TITLE})`, 'font-size': 12 });
  // The chart's own title would repeat the file's.
  body.append(...[...chart.children].filter(({ localName }) => localName !== 'title').map(standalone));
  svg.append(body);
  legend.forEach(({ name, tone }, i) => {
    const y = TITLE + drawn + 12 + i * LINE;
    const line = chart.querySelector(`.chart-line.${tone}`);
    const key = make('path', { d: `M${MARGIN} ${y}h28` });
    if (line) style(line, key);
    svg.append(key, make('text', { x: MARGIN + 38, y: y + 4, 'font-size': 12, fill: token('--ink-muted') }, name));
  });
  svg.append(
    make(
      'text',
      { x: MARGIN, y: height - 10, 'font-size': 10, fill: token('--ink-muted') },
      shorten(link, width - 2 * MARGIN, 5.6),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

function make(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Returns a copy that needs no style sheet. */
function standalone(element: Element): Node {
  const copy = element.cloneNode(false) as SVGElement;
  copy.removeAttribute('class');
  style(element, copy);
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    // Targets are for pointers, and larger than what is seen.
    else if (!child.classList.contains('chart-target')) copy.append(standalone(child));
  }
  return copy;
}

function style(from: Element, to: Element): void {
  if (from.localName === 'title' || from.localName === 'g') return;
  const computed = getComputedStyle(from);
  for (const name of STYLES) to.setAttribute(name, computed.getPropertyValue(name));
}
