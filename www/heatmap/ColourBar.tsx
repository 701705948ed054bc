// Draws the legend of the picture: the palette from end to end, with the counts that its colours stand for.

import { cssGradient, legendMarks, type PaletteChoice, paletteColour, type Rgb } from '../text/palettes';
import { tintRamp } from './tint';

interface ColourBarProps {
  palette: PaletteChoice;
  /** Whether the picture is tinted by thread: then only the lightness shows the count. */
  tint: boolean;
  maxIter: number;
}

const NEUTRAL: Rgb = [128, 128, 128];

export function ColourBar({ palette, tint, maxIter }: ColourBarProps) {
  const colour = tint ? tintRamp(NEUTRAL) : (t: number) => paletteColour(palette.name, palette.reversed, t);
  return (
    <div class="heatmap-legend">
      <span class="heatmap-legend-title">iterations</span>
      <div class="heatmap-bar" style={{ background: cssGradient(colour) }} />
      <div class="heatmap-bar-marks">
        {legendMarks(palette.scale, maxIter).map(({ count, at }) => (
          <span class="heatmap-bar-mark" key={count} style={{ left: `${100 * at}%` }}>
            {count}
          </span>
        ))}
      </div>
    </div>
  );
}
