// Axes of the charts: where a value lies, and which ticks get a label. Pure; pixels.

export type ScaleKind = 'linear' | 'log' | 'band';

export interface Scale {
  kind: ScaleKind;
  /** Values at the ends; for a band, 0 and the number of places. */
  domain: readonly [number, number];
  /** Pixels at the ends; may run backwards. */
  range: readonly [number, number];
  at(value: number): number;
}

export function scale(kind: ScaleKind, domain: readonly [number, number], range: readonly [number, number]): Scale {
  const forward = kind === 'log' ? Math.log : (value: number): number => value;
  const [from, to] = [forward(domain[0]), forward(domain[1])];
  const width = to - from || 1;
  // Draws each value in the middle of its place in the band.
  const shift = kind === 'band' ? 0.5 : 0;
  return {
    kind,
    domain,
    range,
    at: (value) => range[0] + ((forward(value) + shift - from) / width) * (range[1] - range[0]),
  };
}

/**
 * Chooses a logarithmic scale if values are positive and span so much that a linear axis would crowd the small ones.
 */
export function scaleKindFor(values: readonly number[], spread = 12): 'linear' | 'log' {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.length > 1 && low > 0 && high / low >= spread ? 'log' : 'linear';
}

/** Returns 1, 2 or 5 times a power of ten, at or above this number. */
export function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= least * 0.999) ?? least;
}

/**
 * Returns round values within a domain: on a linear axis steps of 1, 2 or 5; on a logarithmic one 1, 2, 5 or powers
 * of ten.
 */
export function ticks(kind: 'linear' | 'log', [low, high]: readonly [number, number], wanted = 5): number[] {
  if (!(high > low)) return [low];
  if (kind === 'log') {
    const decades = Math.log10(high / low);
    const digits = decades > wanted ? [1] : decades > wanted / 3 ? [1, 3] : [1, 2, 5];
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const digit of digits) {
        const value = digit * 10 ** power;
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) found.push(Number(value.toPrecision(12)));
      }
    }
    if (found.length >= 2) return found.length > 2 * wanted ? found.filter((_, i) => i % 2 === 0) : found;
  }
  const rough = (high - low) / wanted;
  const step = roundUp(rough);
  const first = Math.ceil(low / step - 1e-9) * step;
  const found: number[] = [];
  for (let k = 0; first + k * step <= high + step * 1e-9; k++) found.push(Number((first + k * step).toPrecision(12)));
  return found;
}

/**
 * Returns labels that do not touch: of neighbours closer than `room` pixels, drops the later one. Always keeps the
 * last one.
 */
export function thin<T extends { at: number }>(labels: readonly T[], room: number): T[] {
  const kept: T[] = [];
  for (const label of labels) {
    const before = kept.at(-1);
    if (!before || Math.abs(label.at - before.at) >= room) kept.push(label);
  }
  const last = labels.at(-1);
  if (last && kept.at(-1) !== last) {
    while (kept.length > 1 && Math.abs((kept.at(-1) as T).at - last.at) < room) kept.pop();
    kept.push(last);
  }
  return kept;
}
