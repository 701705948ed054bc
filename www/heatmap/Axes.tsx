// Draws ticks and numbers along the left and the lower edge of the picture, and says what the numbers are relative to.

import type { View } from '../contract/view';
import { type AxisTicks, axisTicks, superscript } from './axes';
import { span } from './view-transform';

/** Room in CSS points that a label needs along its axis. */
const ROOM_ACROSS = 72;
const ROOM_UP = 64;

function offsetText(name: string, { offset }: AxisTicks): string {
  if (offset === null) return name;
  return `${name} = ${offset.origin} + tick × 10${superscript(offset.exponent)}`;
}

interface AxesProps {
  view: View;
  /** Columns of the picture. */
  resolution: number;
  /** Side of the frame in CSS points. */
  size: number;
}

/** Decoration: the picture's label and the read-out say the same in words. */
export function Axes({ view, resolution, size }: AxesProps) {
  const length = span(view, resolution);
  const across = axisTicks(view.x, length, Math.max(4, Math.min(8, Math.floor(size / ROOM_ACROSS))));
  const up = axisTicks(view.y, length, Math.max(4, Math.min(8, Math.floor(size / ROOM_UP))));
  return (
    <>
      <div class="heatmap-axis heatmap-axis-y" aria-hidden="true">
        {up.ticks.map(({ at, label }) => (
          <span class="heatmap-tick" key={label} style={{ bottom: `${100 * at}%` }}>
            {label}
          </span>
        ))}
      </div>
      <div class="heatmap-axis heatmap-axis-x" aria-hidden="true">
        {across.ticks.map(({ at, label }) => (
          <span class="heatmap-tick" key={label} style={{ left: `${100 * at}%` }}>
            {label}
          </span>
        ))}
      </div>
      <p class="heatmap-axis-names" aria-hidden="true">
        <span>↑ {offsetText('Im z', up)}</span>
        <span>{offsetText('Re z', across)} →</span>
      </p>
    </>
  );
}
