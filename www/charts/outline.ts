// Draws the outline of a lane of a coarse timeline, as a path of SVG. Pure.

import { TOP_LEVEL } from '../link/sent';

/** Returns a closed outline of steps, from the left to the right. */
export function outline(levels: readonly number[]): string {
  const steps = levels.map((level) => `V${TOP_LEVEL - level}h1`).join('');
  return `M0 ${TOP_LEVEL}${steps}V${TOP_LEVEL}z`;
}
