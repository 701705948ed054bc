// The timeline that is on the page, for whoever wants to take it away as it is shown. There is one at most.

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

export const onScreen: { look: (() => OnScreen) | null } = { look: null };
