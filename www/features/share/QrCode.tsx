// Draws a link as a QR code, in one path. It is dark on light in both themes, with the margin that readers ask for.

import { useMemo } from 'preact/hooks';
import { qrPath } from './qr';

/** ISO/IEC 18004 asks for four modules of light around the code. */
const MARGIN = 4;

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
