// Draws on the canvases of one heatmap: the picture, the strip that says who computed each column, and the ghost, which
// is the former picture, moved to its place in a new view until the new picture covers it. Compares the wanted state
// with the present one, so calls may come at any time and in any order.

import { NOBODY, type PictureSource } from '../contract/picture';
import type { View } from '../contract/view';
import { type PaletteChoice, packRgb, paletteTable } from '../text/palettes';
import { type Colours, Painter, reduction } from './painter';
import { type OwnerColours, ownerColour, tintTable } from './tint';
import { placement, sameView } from './view-transform';

export interface Wanted {
  source: PictureSource;
  /** View of the picture of `source`. */
  view: View;
  palette: PaletteChoice;
  tint: boolean;
  colours: OwnerColours;
  /** Which columns are shown and who computed them; null: as the source says. */
  override: Uint8Array | null;
  /** Side of the place on the screen in device pixels. */
  points: number;
}

export interface Canvases {
  picture: HTMLCanvasElement;
  strip: HTMLCanvasElement;
  ghost: HTMLCanvasElement;
}

function makeColours({ palette, tint, colours }: Wanted, maxIter: number): Colours {
  if (!tint) {
    const table = paletteTable(palette, maxIter);
    return { table: () => table, byOwner: false };
  }
  const tables: Uint32Array[] = [];
  return {
    table: (owner) => {
      tables[owner] ??= tintTable(ownerColour(colours, owner), palette.scale, maxIter);
      return tables[owner] as Uint32Array;
    },
    byOwner: true,
  };
}

export class Surface {
  private painter: Painter | null = null;
  private drawn: Wanted | null = null;
  private stripOwners = new Uint8Array(0);
  private stripImage: ImageData | null = null;

  constructor(private readonly canvases: Canvases) {}

  /**
   * Draws for about `budget` milliseconds. Returns the number of columns that were drawn, and of cells still to draw.
   */
  step(budget: number, wanted: Wanted): { columns: number; pending: number } {
    const painter = this.prepare(wanted);
    if (painter === null) return { columns: 0, pending: 0 };
    const { source, override } = wanted;
    const owners = override ?? source.owners();
    const result = painter.step(budget, source.pixels(), owners, override !== null);
    if (result.columns > 0 || !painter.shownOwners.every((owner, i) => owner === this.stripOwners[i])) {
      this.paintStrip(painter, wanted.colours);
    }
    if (result.pending === 0 && this.canvases.ghost.width > 0 && painter.shownOwners.indexOf(NOBODY) < 0) {
      this.dropGhost();
    }
    return result;
  }

  clear(): void {
    this.painter = null;
    this.drawn = null;
    this.stripOwners = new Uint8Array(0);
    for (const canvas of Object.values(this.canvases)) canvas.width = 0;
  }

  /** Brings painter and canvases into the wanted state. */
  private prepare(wanted: Wanted): Painter | null {
    const { source } = wanted;
    const old = this.drawn;
    this.drawn = wanted;
    const reduce = reduction(source.width, wanted.points);
    const fresh = old === null || old.source.key !== source.key;
    if (
      fresh ||
      this.painter?.reduce !== reduce ||
      this.painter.width !== source.width ||
      this.painter.height !== source.height
    ) {
      if (fresh) {
        const related = old !== null && source.subject !== undefined && old.source.subject === source.subject;
        if (related && !sameView(old.view, wanted.view)) this.keepGhost(old.view, wanted.view, source.width);
        else this.dropGhost();
      }
      this.painter = this.startPainter(wanted, reduce);
      this.stripOwners = new Uint8Array(source.width);
      this.stripImage = null;
    } else if (
      old.palette !== wanted.palette ||
      old.tint !== wanted.tint ||
      old.source.maxIter !== source.maxIter ||
      // While threads write, a column may be read in the middle of another repeat. When they have ended, every column
      // is painted again.
      old.source.live !== source.live ||
      old.colours !== wanted.colours
    ) {
      this.painter.setColours(makeColours(wanted, source.maxIter));
      this.stripOwners.fill(NOBODY);
    }
    return this.painter;
  }

  private startPainter(wanted: Wanted, reduce: number): Painter | null {
    const { source } = wanted;
    const { picture, strip } = this.canvases;
    const context = picture.getContext('2d');
    if (context === null) return null;
    const painter = new Painter(context, source.width, source.height, reduce, makeColours(wanted, source.maxIter));
    // Setting the size clears the canvas.
    picture.width = painter.columns;
    picture.height = painter.rows;
    // The last cells may reach beyond the picture, which itself fills the frame exactly.
    picture.style.width = `${(100 * painter.columns * reduce) / source.width}%`;
    picture.style.height = `${(100 * painter.rows * reduce) / source.height}%`;
    picture.toggleAttribute('data-magnified', painter.columns < wanted.points);
    strip.width = source.width;
    strip.height = 1;
    return painter;
  }

  private paintStrip(painter: Painter, colours: OwnerColours): void {
    const context = this.canvases.strip.getContext('2d');
    if (context === null) return;
    this.stripImage ??= context.createImageData(painter.width, 1);
    const words = new Uint32Array(this.stripImage.data.buffer);
    painter.shownOwners.forEach((owner, column) => {
      words[column] = owner === NOBODY ? 0 : packRgb(ownerColour(colours, owner));
      this.stripOwners[column] = owner;
    });
    context.putImageData(this.stripImage, 0, 0);
  }

  /** Moves the picture, with the ghost behind it, to its place in the new view. */
  private keepGhost(from: View, to: View, resolution: number): void {
    const { ghost, picture } = this.canvases;
    const painter = this.painter;
    if (painter === null || picture.width === 0) return;
    const { scale, dx, dy } = placement(from, to, resolution);
    const side = Math.max(ghost.width, picture.width);
    const next = document.createElement('canvas');
    next.width = side;
    next.height = side;
    const context = next.getContext('2d');
    const target = ghost.getContext('2d');
    if (context === null || target === null) return;
    // After a far zoom-in a few pixels would become huge squares, so nothing is drawn.
    if (scale < 1000 && scale > 0.001) {
      context.setTransform(scale, 0, 0, scale, dx * side, dy * side);
      if (ghost.width > 0) context.drawImage(ghost, 0, 0, side, side);
      const cell = (side * painter.reduce) / painter.width;
      const height = painter.rows * cell;
      // The rows begin at the bottom, where the picture fills the frame exactly.
      context.drawImage(picture, 0, side - height, painter.columns * cell, height);
    }
    ghost.width = side;
    ghost.height = side;
    target.drawImage(next, 0, 0);
  }

  private dropGhost(): void {
    this.canvases.ghost.width = 0;
  }
}
