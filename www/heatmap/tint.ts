// Tints by thread: the hue shows who computed a column, the lightness shows the count. Colours are mixed in OKLab, so
// that equal counts look equally light for every thread (Björn Ottosson, "A perceptual color space for image
// processing", 2020).

import { FIRST_THREAD } from '../contract/picture';
import { THREAD_COLOURS, threadColour } from '../text/colours';
import { countTable, type Rgb, type ScaleName } from '../text/palettes';

const fromSrgb = (v: number): number => (v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
const toSrgb = (v: number): number => {
  const encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.max(v, 0) ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, encoded)));
};

type Lab = readonly [lightness: number, a: number, b: number];

export function toOklab([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [fromSrgb(red), fromSrgb(green), fromSrgb(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function fromOklab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Returns the ramp of one owner: from a dark shade of its colour (t = 0) through the colour to a pale one (t = 1). */
export function tintRamp(colour: Rgb): (t: number) => Rgb {
  const [, a, b] = toOklab(colour);
  return (t) => {
    const lightness = 0.4 + 0.57 * t;
    // Chroma fades towards white, where screens can show little of it.
    const chroma = lightness < 0.62 ? 1 : 1 - 0.85 * ((lightness - 0.62) / 0.35) ** 1.4;
    return fromOklab([lightness, a * chroma, b * chroma]);
  };
}

export function tintTable(colour: Rgb, scale: ScaleName, maxIter: number): Uint32Array {
  return countTable(maxIter, scale, tintRamp(colour));
}

/** The colours of all owners, as components. */
export interface OwnerColours {
  coordinator: Rgb;
  /** Further threads use them again from the start. */
  threads: readonly Rgb[];
}

export function ownerColour(colours: OwnerColours, owner: number): Rgb {
  if (owner < FIRST_THREAD) return colours.coordinator;
  return colours.threads[(owner - FIRST_THREAD) % colours.threads.length] ?? colours.coordinator;
}

/**
 * Reads the thread colours of the present theme, in any notation of the style sheet: a canvas paints each one and is
 * asked which bytes came out.
 */
export function readOwnerColours(): OwnerColours {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const read = (colour: string): Rgb => {
    if (context === null) return [128, 128, 128];
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  return {
    coordinator: read(threadColour(null, 'coordinator')),
    threads: Array.from({ length: THREAD_COLOURS }, (_, thread) => read(threadColour(thread, 'worker'))),
  };
}
