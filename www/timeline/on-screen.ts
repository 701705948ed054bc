// Gives access to the timeline on the page, to export it as it is shown or to show a part of it. There is at most one.

import type { LegendEntry } from './Legend';
import type { Model } from './model';
import type { ColourBy } from './palette';
import type { Viewport } from './viewport';

export interface OnScreen {
  model: Model;
  view: Viewport;
  by: ColourBy;
  legend: readonly LegendEntry[];
}

interface Access {
  look: (() => OnScreen) | null;
  /** Zooms to a range, in shares of the timeline's length; null: to all of it. */
  show: ((range: readonly [number, number] | null) => void) | null;
}

export const onScreen: Access = { look: null, show: null };
