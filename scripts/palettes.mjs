// Writes www/generated/palettes.json: each palette of d3-scale-chromatic as 86 colours, between which the page
// interpolates. So the page loads one kilobyte instead of the library, and no colour differs by more than two of 256
// steps.
// @ts-check

import { writeFileSync } from 'node:fs';
import { interpolateGreys, interpolateSpectral, interpolateTurbo, interpolateViridis } from 'd3-scale-chromatic';

/** Takes every third of 256 colours. */
const COLOURS = 86;

/** @type {Record<string, (t: number) => string>} */
const interpolators = {
  spectral: interpolateSpectral,
  viridis: interpolateViridis,
  turbo: interpolateTurbo,
  greys: interpolateGreys,
};

/**
 * @param {string} colour `#rrggbb` or `rgb(r, g, b)`, the two forms the interpolators write.
 * @returns {string} `rrggbb`
 */
function hex(colour) {
  if (colour.startsWith('#')) return colour.slice(1);
  const parts = colour.match(/\d+(\.\d+)?/g) ?? [];
  return parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, '0')).join('');
}

const palettes = Object.fromEntries(
  Object.entries(interpolators).map(([name, at]) => [
    name,
    Array.from({ length: COLOURS }, (_, i) => hex(at(i / (COLOURS - 1)))).join(''),
  ]),
);
writeFileSync(new URL('../www/generated/palettes.json', import.meta.url), `${JSON.stringify(palettes)}\n`);
