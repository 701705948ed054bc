// Where the states of a small program stand when all of them are drawn: in layers by their distance from the beginning,
// within a layer near to those from which they are reached. Pure.

import type { StateGraph } from '../contract/program';

/** Sizes in px: from layer to layer, and from state to state within one. */
const LAYER = 44;
const BESIDE = 26;
const MARGIN = 18;
/** How often the layers are put in order, forwards and back. */
const SWEEPS = 6;

export interface Place {
  x: number;
  y: number;
}

export interface Layout {
  /** By the number of the state. */
  places: Place[];
  width: number;
  height: number;
}

/** Lays a graph out, with the layers side by side from the left. */
export function layoutOf({ states, steps }: StateGraph): Layout {
  const layers: number[][] = [];
  states.forEach(({ depth }, state) => {
    let layer = layers[depth];
    if (!layer) {
      layer = [];
      layers[depth] = layer;
    }
    layer.push(state);
  });
  const into = neighbours(states.length, steps, 1, 0);
  const out = neighbours(states.length, steps, 0, 1);
  const at = new Array<number>(states.length).fill(0);
  const place = (layer: number[]): void => {
    layer.forEach((state, i) => {
      at[state] = i - (layer.length - 1) / 2;
    });
  };
  layers.forEach(place);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forwards = sweep % 2 === 0;
    for (const layer of forwards ? layers : [...layers].reverse()) {
      const near = forwards ? into : out;
      const wish = new Map(layer.map((state) => [state, middle(near[state] ?? [], at, at[state] as number)]));
      layer.sort((a, b) => (wish.get(a) as number) - (wish.get(b) as number) || a - b);
      place(layer);
    }
  }
  const widest = Math.max(1, ...layers.map((layer) => layer?.length ?? 0));
  const height = 2 * MARGIN + BESIDE * (widest - 1);
  return {
    places: states.map(({ depth }, state) => ({
      x: MARGIN + LAYER * depth,
      y: height / 2 + BESIDE * (at[state] as number),
    })),
    width: 2 * MARGIN + LAYER * Math.max(0, layers.length - 1),
    height,
  };
}

function neighbours(count: number, steps: StateGraph['steps'], of: 0 | 1, other: 0 | 1): number[][] {
  const all: number[][] = Array.from({ length: count }, () => []);
  for (const step of steps) all[step[of]]?.push(step[other]);
  return all;
}

const middle = (states: readonly number[], at: readonly number[], otherwise: number): number =>
  states.length === 0 ? otherwise : states.reduce((sum, state) => sum + (at[state] as number), 0) / states.length;
