// Where the parts of the page are that a lesson speaks of (`Part` in src/contract/scenario.rs). The same for all scenarios.

/** As in `generated/lessons.json`. */
export type Part = keyof typeof PARTS | { figure: string } | { lane: string };

/** Something to look for. */
export interface LookFor {
  text: string;
  /** What follows `#/v1/`. */
  link: string;
  ring: Part;
  /** Shares of the timeline's length; null: all of it. */
  zoom: [number, number] | null;
}

interface Place {
  /** What it is called. */
  name: string;
  selector: string;
  /** What is meant is the nearest of these around it; itself where it is left out. */
  around?: string;
}

const PARTS = {
  film: { name: 'the film', selector: '[data-films]' },
  strip: { name: 'who computed what', selector: '[data-strip="parallel"]', around: 'figure' },
  total: { name: 'the total', selector: '[data-total]', around: 'section' },
  timeline: { name: 'the timeline', selector: '[data-timeline-lanes]' },
  chart: { name: 'the chart', selector: '[data-chart]' },
  verdict: { name: 'the verdict', selector: '[data-verdict]', around: 'section' },
  times: { name: 'the times', selector: '[data-times]' },
  study: { name: 'the study’s table', selector: '[data-study-table]', around: 'section' },
} satisfies Record<string, Place>;

/** Where a part is, and what it is called. */
export function placeOf(part: Part): Place {
  if (typeof part === 'string') return PARTS[part];
  if ('lane' in part) return { name: `the lane “${part.lane}”`, selector: `[data-lane="${part.lane}"]` };
  return { name: 'the figure', selector: `[data-metric="${part.figure}"]`, around: '.large, tr' };
}

export interface Found {
  name: string;
  element: Element;
}

/** The part, if it is on the page. */
export function find(part: Part): Found | null {
  const { name, selector, around } = placeOf(part);
  const found = document.querySelector(`main ${selector}`);
  const element = around === undefined ? found : found?.closest(around);
  if (!element) return null;
  // A figure is called as it is labelled.
  const label = typeof part === 'object' && 'figure' in part && element.querySelector('dt, .metric-label')?.textContent;
  return { name: label || name, element };
}
