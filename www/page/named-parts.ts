// Finds the parts of the page that a lesson speaks of (`Part` in src/contract/scenario.rs). They are the same for all
// scenarios.

/** A part, as written in `generated/lessons.json`. */
export type Part = keyof typeof PARTS | { figure: string } | { lane: string };

/** Something to look for. */
export interface LookFor {
  text: string;
  /** The link after `#/v1/`. */
  link: string;
  ring: Part;
  /** Range of the timeline in shares of its length; null: all of it. */
  zoom: [number, number] | null;
}

interface Place {
  /** Name of the part. */
  name: string;
  selector: string;
  /** Selector of the ancestor that is meant; missing if it is the found element itself. */
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

/** Returns where a part is, and its name. */
export function placeOf(part: Part): Place {
  if (typeof part === 'string') return PARTS[part];
  if ('lane' in part) return { name: `the lane “${part.lane}”`, selector: `[data-lane="${part.lane}"]` };
  return { name: 'the figure', selector: `[data-metric="${part.figure}"]`, around: '.large, tr' };
}

export interface Found {
  name: string;
  element: Element;
}

/** Returns the part, if it is on the page. */
export function find(part: Part): Found | null {
  const { name, selector, around } = placeOf(part);
  const found = document.querySelector(`main ${selector}`);
  const element = around === undefined ? found : found?.closest(around);
  if (!element) return null;
  // A figure's name is its label on the page.
  const label = typeof part === 'object' && 'figure' in part && element.querySelector('dt, .metric-label')?.textContent;
  return { name: label || name, element };
}
