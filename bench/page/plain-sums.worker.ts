// The worker of the plain JavaScript rows of the sums: computes and times, as the engine does.

import { squares, squaresBig } from './plain-sums';

export interface PlainSumsRequest {
  big: boolean;
  /** Ranges [first, end) to sum up. */
  ranges: [number, number][];
  /** Executions before the measured one. */
  warmup: number;
}

export interface PlainSumsResult {
  /** ms of the measured execution. */
  time: number;
  /** The sum of all ranges, in decimal. */
  total: string;
}

self.onmessage = ({ data: { big, ranges, warmup } }: MessageEvent<PlainSumsRequest>) => {
  const sum = big ? squaresBig : squares;
  const execute = (): bigint => ranges.reduce((total, [first, end]) => total + sum(first, end), 0n);
  for (let i = 0; i < warmup; i++) execute();
  const start = performance.now();
  const total = execute();
  const time = performance.now() - start;
  const result: PlainSumsResult = { time, total: String(total) };
  self.postMessage(result);
};
