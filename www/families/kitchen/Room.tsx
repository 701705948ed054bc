// What is behind and below the cooks: a tiled wall, and a counter with a wooden top.

/** Side of a tile. */
const TILE = 22;

/** The wall from `top` down to the counter's edge. */
export function WallRow({ width, top, edge }: { width: number; top: number; edge: number }) {
  const lines: string[] = [];
  for (let y = edge - TILE; y > top; y -= TILE) lines.push(`M0 ${y} H${width.toFixed(1)}`);
  for (let x = TILE; x < width; x += TILE * 2) lines.push(`M${x} ${top} V${edge}`);
  return (
    <g>
      <rect class="wall" x={0} y={top} width={width} height={edge - top} />
      <path class="wall-tiles" d={lines.join('')} />
    </g>
  );
}

interface CounterProps {
  width: number;
  edge: number;
  /** Of all of it, from the edge on. */
  height: number;
  /** Between two doors. */
  seams: readonly number[];
}

export function CounterRow({ width, edge, height, seams }: CounterProps) {
  return (
    <g>
      <rect class="counter-front" x={0} y={edge} width={width} height={height} />
      <path
        class="counter-seam"
        d={seams.map((x) => `M${x.toFixed(1)} ${edge + 6} V${edge + height}`).join('') || 'M0 0'}
      />
      <rect class="counter-shade" x={0} y={edge + 6} width={width} height={2.5} />
      <rect class="counter-top" x={0} y={edge} width={width} height={6} />
    </g>
  );
}
