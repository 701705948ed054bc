// Thread colours of the style sheet: distinguishable with every kind of colour vision, and visible on the surface, in
// both themes.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { THREAD_COLOURS, threadVariable } from './colours';

type Rgb = readonly [number, number, number];

const tokens = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = tokens.split(':root[data-theme="dark"]');
const themes: [string, string][] = [
  ['light', light],
  ['dark', dark],
];

// Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB.
const VISIONS: Record<string, number[]> = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** Returns the linear RGB of a token. */
function colour(css: string, name: string): Rgb {
  const [, hex] = new RegExp(`${name}: #([0-9a-f]{6});`).exec(css) ?? [];
  if (hex === undefined) throw new Error(`no token ${name}`);
  const channel = (at: number): number => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

function seen([r, g, b]: Rgb, matrix: readonly number[]): Rgb {
  const row = (at: number): number => {
    const [x = 0, y = 0, z = 0] = matrix.slice(at, at + 3);
    return Math.min(1, Math.max(0, x * r + y * g + z * b));
  };
  return [row(0), row(3), row(6)];
}

/** Björn Ottosson's Oklab, 2020. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: Rgb, b: Rgb): number {
  const [x, y] = [oklab(a), oklab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** Returns the contrast ratio of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([r, g, blue]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(themes)('in the %s theme', (_, css) => {
  const threads = Array.from({ length: THREAD_COLOURS }, (_, thread) => threadVariable(thread, 'worker'));

  it.each(Object.entries(VISIONS))('threads differ with %s', (_vision, matrix) => {
    const colours = threads.map((name) => seen(colour(css, name), matrix));
    for (const [i, a] of colours.entries()) {
      for (const b of colours.slice(0, i)) expect(distance(a, b)).toBeGreaterThan(0.085);
    }
  });

  it('lanes stand out from the surface', () => {
    const lanes = [...threads, threadVariable(null, 'coordinator'), threadVariable(null, 'page')];
    for (const name of lanes) {
      expect(contrast(colour(css, name), colour(css, '--surface-raised')), name).toBeGreaterThan(2.3);
    }
  });

  it('texts are readable on every surface', () => {
    for (const surface of ['--surface', '--surface-raised', '--surface-sunken']) {
      for (const name of ['--ink', '--ink-muted', '--link', '--good', '--bad', '--warn', '--accent']) {
        expect(contrast(colour(css, name), colour(css, surface)), `${name} on ${surface}`).toBeGreaterThan(4.5);
      }
      // Borders of controls.
      expect(contrast(colour(css, '--line-strong'), colour(css, surface)), surface).toBeGreaterThan(2.9);
    }
    expect(contrast(colour(css, '--accent-ink'), colour(css, '--accent'))).toBeGreaterThan(7);
    for (const name of ['good', 'bad', 'warn']) {
      expect(contrast(colour(css, `--${name}`), colour(css, `--${name}-soft`)), name).toBeGreaterThan(4.5);
    }
  });
});

describe('colours of lanes', () => {
  it('repeat after the last one, and are never those of a thread elsewhere', () => {
    expect(threadVariable(8, 'worker')).toBe('--thread-0');
    expect(threadVariable(31, 'worker')).toBe('--thread-7');
    expect(threadVariable(null, 'coordinator')).toBe('--thread-coordinator');
    expect(threadVariable(null, 'page')).toBe('--thread-page');
  });
});
