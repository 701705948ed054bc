// Colours and hatches of the timeline, read from the style sheet once for each theme. Shapes carry the
// meaning as well: working is filled, not yet running is dotted, waiting is hatched, blocked is cross-hatched,
// idle is a thin line.

import { threadVariable, token } from '../text/colours';
import type { Shape } from '../trace/lanes';
import type { Lane } from '../trace/table';

export type ColourBy = 'thread' | 'kind';

export const SHAPE_TEXT: Record<Shape, string> = {
  work: 'working',
  passive: 'goes on by itself',
  frame: 'frame of the page',
  control: 'measured by the coordinator',
  wait: 'waiting',
  blocked: 'blocked',
  waking: 'not yet running: before its first chunk',
  between: 'between two chunks',
  last: 'waiting for the last thread',
  pool: 'waiting for the threads',
  idle: 'idle',
};

/** Kinds of waiting with a similar meaning share a texture. */
export type Texture = 'dots' | 'hatch' | 'cross';
export const TEXTURE: Partial<Record<Shape, Texture>> = {
  waking: 'dots',
  wait: 'hatch',
  between: 'hatch',
  last: 'hatch',
  pool: 'hatch',
  blocked: 'cross',
};

/** Returns the CSS variable with the colour of a lane's work, or of a kind. */
export function colourVariable(lane: Lane, shape: Shape, by: ColourBy): string {
  // Not red, which is kept for failures.
  if (shape === 'blocked') return '--warn';
  // The tasks of an event loop have a lane each, but run on one thread.
  if (by === 'thread' && lane.on_loop) return threadVariable(null, 'coordinator');
  if (by === 'thread' || shape === 'frame') return threadVariable(lane.thread, lane.role);
  return shape === 'work' ? '--accent' : '--ink-muted';
}

export interface Style {
  ratio: number;
  by: ColourBy;
  ink: string;
  muted: string;
  line: string;
  /** Colour of the ground under the timeline. */
  surface: string;
  accent: string;
  font: string;
  fill(lane: Lane, shape: Shape): string;
  /** Returns the value of a colour variable. */
  token(name: string): string;
  /** Returns black or white, whichever can be read on a colour. */
  textOn(colour: string): string;
  texture(ctx: CanvasRenderingContext2D, kind: Texture, colour: string): CanvasPattern | string;
}

/** Reads the present theme. Cheap enough for every change of the theme, too expensive for every frame. */
export function readStyle(ratio: number, by: ColourBy): Style {
  const patterns = new Map<string, CanvasPattern | string>();
  const onColour = new Map<string, string>();
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font').trim() || 'sans-serif';
  return {
    ratio,
    by,
    ink: token('--ink'),
    muted: token('--ink-muted'),
    line: token('--line'),
    surface: token('--surface-raised'),
    accent: token('--accent'),
    font: `${Math.round(10.5 * ratio)}px ${family}`,
    token,
    fill: (lane, shape) => token(colourVariable(lane, shape, by)),
    textOn(colour) {
      let text = onColour.get(colour);
      if (text === undefined) {
        text = luminance(colour) > 0.32 ? '#10151c' : '#ffffff';
        onColour.set(colour, text);
      }
      return text;
    },
    texture(ctx, kind, colour) {
      const key = `${kind} ${colour}`;
      let pattern = patterns.get(key);
      if (pattern === undefined) {
        pattern = drawTexture(ctx, kind, colour, ratio);
        patterns.set(key, pattern);
      }
      return pattern;
    },
  };
}

/** Returns the side of a texture's tile in device px, by which a pattern is shifted to stay with the time axis. */
export const tileSize = (ratio: number): number => Math.round(6 * ratio);

function drawTexture(
  target: CanvasRenderingContext2D,
  kind: Texture,
  colour: string,
  ratio: number,
): CanvasPattern | string {
  const size = tileSize(ratio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const ctx = tile.getContext('2d');
  if (!ctx) return colour;
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  if (kind === 'dots') {
    ctx.globalAlpha = 0.75;
    const side = Math.max(1, Math.round(1.2 * ratio));
    for (const at of [0, size / 2]) ctx.fillRect(Math.round(at), Math.round(at), side, side);
  } else {
    ctx.globalAlpha = 0.13;
    ctx.fillRect(0, 0, size, size);
    ctx.globalAlpha = 0.75;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    // Three parallels each, so that the tile repeats without a seam.
    for (const shift of [-size, 0, size]) {
      ctx.moveTo(shift - 1, size + 1);
      ctx.lineTo(shift + size + 1, -1);
      if (kind !== 'cross') continue;
      ctx.moveTo(shift - 1, -1);
      ctx.lineTo(shift + size + 1, size + 1);
    }
    ctx.stroke();
  }
  return target.createPattern(tile, 'repeat') ?? colour;
}

/** Returns the relative luminance of `#rgb` or `#rrggbb` (WCAG 2); other notations count as middling. */
export function luminance(colour: string): number {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(colour);
  const parts = short ? short.slice(1).map((digit) => digit + digit) : long?.slice(1);
  if (!parts) return 0.4;
  const [r = 0, g = 0, b = 0] = parts.map((part) => {
    const value = Number.parseInt(part, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
