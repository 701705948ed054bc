// The Julia set in plain JavaScript, one pixel at a time: the best version found (bench/README.md lists the others).
// Same arithmetic as the core's scalar kernel, so the bytes are the same.

export interface PlainView {
  re: number;
  im: number;
  n: number;
  maxIter: number;
  x: number;
  y: number;
  width: number;
}

/** Fills `out` (n × n bytes, column-major); `rows` has room for n coordinates. */
export function julia(view: PlainView, rows: Float64Array, out: Uint8Array): void {
  const { n, width, maxIter, re, im } = view;
  const x0 = view.x - width / 2;
  const y0 = view.y - width / 2;
  for (let i = 0; i < n; i++) rows[i] = y0 + (i * width) / (n - 1);
  let at = 0;
  for (let j = 0; j < n; j++) {
    const left = x0 + (j * width) / (n - 1);
    for (let i = 0; i < n; i++) {
      let x = left;
      let y = rows[i] as number;
      let x2 = x * x;
      let y2 = y * y;
      let k = 0;
      while (x2 + y2 <= 4 && k < maxIter) {
        const t = x * y;
        y = t + t + im;
        x = x2 - y2 + re;
        x2 = x * x;
        y2 = y * y;
        k++;
      }
      out[at++] = k;
    }
  }
}
