// A link as a QR code, drawn as one path. Dark on light in both themes, with the margin that readers ask for.

import { generate } from 'lean-qr';
import { useMemo } from 'preact/hooks';

/** ISO/IEC 18004 asks for four modules of light around the code. */
const MARGIN = 4;

/** The modules of a text's code as one path, and their number on a side; null where it is too long for any code. */
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

export function QrCode({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => qrPath(text), [text]);
  if (!code) return <p class="share-note">This link is too long for a QR code.</p>;
  const { path, size } = code;
  const side = size + 2 * MARGIN;
  return (
    <svg
      class="qr"
      viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
      data-qr={size}
    >
      <rect class="qr-light" x={-MARGIN} y={-MARGIN} width={side} height={side} />
      <path class="qr-dark" d={path} />
    </svg>
  );
}
