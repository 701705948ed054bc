// The worker of the plain JavaScript row: computes the picture and times it, as the engine does.

import { julia, type PlainView } from './plain-julia';

export interface PlainRequest {
  view: PlainView;
  /** Executions before the measured one. */
  warmup: number;
}

export interface PlainResult {
  /** ms of the measured execution. */
  time: number;
  pixels: Uint8Array<ArrayBuffer>;
}

// Kept from one request to the next, as the engine's memory is.
let pixels = new Uint8Array(0);
let rows = new Float64Array(0);

self.onmessage = ({ data: { view, warmup } }: MessageEvent<PlainRequest>) => {
  if (rows.length !== view.n) {
    rows = new Float64Array(view.n);
    pixels = new Uint8Array(view.n * view.n);
  }
  for (let i = 0; i < warmup; i++) julia(view, rows, pixels);
  const start = performance.now();
  julia(view, rows, pixels);
  const time = performance.now() - start;
  const result: PlainResult = { time, pixels };
  self.postMessage(result);
};
