// Makes a QR code of a text, as a path of SVG. Pure.

import { generate } from 'lean-qr';

/** Returns the modules of a text's code as one path, and their number on a side; null if no code is large enough. */
export function qrPath(text: string): { path: string; size: number } | null {
  let code: ReturnType<typeof generate>;
  try {
    code = generate(text);
  } catch {
    return null;
  }
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const from = x;
      while (x < code.size && code.get(x, y)) x++;
      path += `M${from} ${y}h${x - from}v1H${from}z`;
    }
  }
  return { path, size: code.size };
}
