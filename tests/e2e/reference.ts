// Computes the lecture's kernel independently, as plainly as it can be written, so that the page's pictures are not
// compared with themselves.
import { crc32 } from 'node:zlib';

export interface Picture {
  width: number;
  height: number;
  sum: number;
  crc32: number;
}

/**
 * Returns the picture of c = re + i·im around 0, 4 wide, at most 255 iterations: one byte for each pixel, column by
 * column.
 */
export function reference(n: number, re = -0.79, im = 0.15): Picture {
  const bytes = new Uint8Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      let x = -2 + (j * 4) / (n - 1);
      let y = -2 + (i * 4) / (n - 1);
      let k = 0;
      while (k < 255 && x * x + y * y <= 4) {
        [x, y] = [x * x - y * y + re, 2 * x * y + im];
        k++;
      }
      bytes[j * n + i] = k;
    }
  }
  return { width: n, height: n, sum: bytes.reduce((sum, byte) => sum + byte, 0), crc32: crc32(bytes) };
}
