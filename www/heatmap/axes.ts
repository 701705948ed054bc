// Computes ticks of an axis, and writes coordinates: round numbers with as many digits as the zoom needs. In deep zooms
// all labels would begin with the same dozen digits; these are written once, beside the axis. Pure.

export interface Tick {
  /** Place on the axis, 0 (low end) to 1 (high end). */
  at: number;
  label: string;
}

export interface AxisTicks {
  ticks: Tick[];
  /** Each label stands for `origin` + label · 10^`exponent`; null: labels are the coordinates themselves. */
  offset: { origin: string; exponent: number } | null;
}

/** Width below which labels are relative to an offset, because they would be too long to read. */
export const OFFSET_BELOW = 1e-4;

/** Returns the number nearest to 10^e; `10 ** e` may be one unit off. */
const power = (e: number): number => Number(`1e${e}`);

/** Replaces hyphens by minus signs: a hyphen is too short, and lines break at it. */
export function typeset(text: string): string {
  return text.replace(/^-(?=0(\.0*)?$)/, '').replace('-', '\u2212');
}

/** Returns 1, 2 or 5 times a power of ten, such that about `count` steps cover the length, rather a few more. */
function niceStep(length: number, count: number): { digit: number; exponent: number } {
  const rough = length / count / 1.2;
  const exponent = Math.floor(Math.log10(rough));
  const mantissa = rough / power(exponent);
  if (mantissa <= 1) return { digit: 1, exponent };
  if (mantissa <= 2) return { digit: 2, exponent };
  if (mantissa <= 5) return { digit: 5, exponent };
  return { digit: 1, exponent: exponent + 1 };
}

/** Returns ticks for the numbers from centre - length/2 to centre + length/2, about `count` of them. */
export function axisTicks(centre: number, length: number, count = 5): AxisTicks {
  const { digit, exponent } = niceStep(length, count);
  const step = digit * power(exponent);
  const relative = length < OFFSET_BELOW;
  // The offset is the centre to the first digit in which the ends of the axis differ.
  const digits = relative ? Math.max(0, -Math.ceil(Math.log10(length))) : 0;
  const originText = relative ? centre.toFixed(digits) : '0';
  const origin = Number(originText);
  // Exact where precision matters, because both are close to each other.
  const middle = centre - origin;
  const unit = relative ? -digits - 1 : 0;
  const decimals = Math.max(0, unit - exponent);
  const first = Math.ceil((middle - length / 2) / step);
  const last = Math.floor((middle + length / 2) / step);
  const ticks: Tick[] = [];
  for (let i = first; i <= last; i++) {
    const at = (i * step - middle) / length + 0.5;
    if (at < 0 || at > 1) continue;
    ticks.push({ at, label: typeset((i * digit * power(exponent - unit)).toFixed(decimals)) });
  }
  // A step that fits the axis only once between two ticks: take a finer one.
  if (ticks.length < 2 && count < 64) return axisTicks(centre, length, 2 * count);
  return { ticks, offset: relative ? { origin: typeset(originText), exponent: unit } : null };
}

/** Returns the decimals that tell neighbouring pixels apart, for pictures of n columns. */
export function coordinateDecimals(width: number, n: number): number {
  return Math.max(1, Math.min(17, Math.ceil(-Math.log10(width / n)) + 1));
}

/** Writes a complex number: `−0.790 + 0.150i`. */
export function formatComplex(x: number, y: number, decimals: number): string {
  const imaginary = typeset(Math.abs(y).toFixed(decimals));
  // A number that is rounded to 0 has no sign.
  const negative = y < 0 && Number(y.toFixed(decimals)) !== 0;
  return `${typeset(x.toFixed(decimals))} ${negative ? '\u2212' : '+'} ${imaginary}i`;
}

/** Writes a width: `4`, `0.0031`, `2.5 × 10⁻⁹`. */
export function formatWidth(width: number): string {
  if (width >= 1e-3) return String(Number(width.toPrecision(3)));
  const [mantissa = '1', exponent = '0'] = width.toExponential(2).split('e');
  return `${Number(mantissa)} × 10${superscript(Number(exponent))}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export function superscript(value: number): string {
  return String(value).replace(/[-\d]/g, (c) => (c === '-' ? '⁻' : (SUPERSCRIPTS[Number(c)] ?? c)));
}
