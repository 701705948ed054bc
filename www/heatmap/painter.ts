// Draws a picture of bytes into a canvas a few milliseconds at a time. Threads may still be filling the picture in:
// each step looks at who owns which column, and paints those that are new. Knows only a 2D context.
//
// Uses Canvas2D and not WebGL: colouring is one table look-up for each byte, which the processor does faster than a
// texture of the same bytes can be uploaded, and it works without a GPU.
//
// Reduces a picture that is larger than its place on the screen by a whole factor: each cell of the canvas is the mean
// of `reduce` × `reduce` pixels. Otherwise 4096² pixels on 600 points would cost a canvas of 64 MB, scaled down again
// in every frame. A cell of which columns are missing is translucent in proportion.

import { NOBODY } from '../contract/picture';

/** The part of CanvasRenderingContext2D that is used. */
export interface PaintContext {
  createImageData(width: number, height: number): ImageData;
  putImageData(image: ImageData, x: number, y: number, dirtyX: number, dirtyY: number, w: number, h: number): void;
}

/** Colours of the counts, see palettes. */
export interface Colours {
  table(owner: number): Uint32Array;
  /** Whether the table differs between owners, so that a column is painted again when its owner changes. */
  byOwner: boolean;
}

export interface StepResult {
  /** Columns that appeared, disappeared or were coloured anew. */
  columns: number;
  /** Cells that still have to be painted. */
  pending: number;
}

/** Cells painted together: 32 cells of one row are two cache lines, and a block of rows stays in the L1 cache. */
const TILE = 32;
const BLOCK_ROWS = 128;
/**
 * Pixels painted between two looks at the clock. The number begins small, because code that the browser has not
 * compiled yet takes a hundred times as long, and doubles up to what takes 0.1 ms.
 */
const FIRST_LOOK = 1 << 12;
const LAST_LOOK = 1 << 16;
/** Largest factor of reduction. The sums of a cell are kept in 16 bits each, and 16² · 255 fits. */
export const MAX_REDUCE = 16;

/** Returns the whole factor by which a picture is reduced for a place of `points` device pixels. */
export function reduction(pixels: number, points: number): number {
  return Math.max(1, Math.min(MAX_REDUCE, Math.floor(pixels / Math.max(1, points))));
}

export class Painter {
  /** Size of the canvas in cells. */
  readonly columns: number;
  readonly rows: number;
  private readonly tiles: ImageData[] = [];
  private readonly words: Uint32Array[] = [];
  /** Owner of each pixel column as it should be shown, and as it is shown. */
  private readonly wanted: Uint8Array;
  private readonly shown: Uint8Array;
  /** Cells that differ from what is wanted. */
  private readonly stale: Uint8Array;
  private staleCount = 0;
  private cursor = 0;
  private pixelsPerLook = FIRST_LOOK;
  private readonly redBlue: Uint32Array;
  private readonly green: Uint32Array;
  private colours: Colours;

  constructor(
    private readonly context: PaintContext,
    readonly width: number,
    readonly height: number,
    readonly reduce: number,
    colours: Colours,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.columns = Math.ceil(width / reduce);
    this.rows = Math.ceil(height / reduce);
    this.colours = colours;
    this.wanted = new Uint8Array(width);
    this.shown = new Uint8Array(width);
    this.stale = new Uint8Array(this.columns);
    this.redBlue = new Uint32Array(this.rows);
    this.green = new Uint32Array(this.rows);
  }

  /** Sets other colours, in which the next steps paint all shown columns. */
  setColours(colours: Colours): void {
    this.colours = colours;
    for (let column = 0; column < this.width; column++) {
      if (this.shown[column] !== NOBODY) this.markStale(column);
    }
    this.cursor = 0;
  }

  /** Owners of the columns as they are on the canvas. */
  get shownOwners(): Readonly<Uint8Array> {
    return this.shown;
  }

  /**
   * Paints what is new for about `budget` milliseconds. Columns without an owner stay as they are unless `erase` is
   * set: only a replay takes columns away.
   */
  step(budget: number, pixels: Uint8Array, owners: Uint8Array, erase: boolean): StepResult {
    const deadline = this.now() + budget;
    this.compare(owners, erase);
    let columns = 0;
    let pixelsSinceLook = 0;
    const tileCount = Math.ceil(this.columns / TILE);
    const cells: number[] = [];
    for (let visited = 0; visited < tileCount && this.staleCount > 0; visited++) {
      const tile = this.cursor;
      this.cursor = (this.cursor + 1) % tileCount;
      const end = Math.min(this.columns, (tile + 1) * TILE);
      let cell = tile * TILE;
      while (cell < end) {
        cells.length = 0;
        // Collects the stale cells that can be painted before the next look at the clock.
        for (; cell < end && pixelsSinceLook < this.pixelsPerLook; cell++) {
          if (this.stale[cell] === 0) continue;
          cells.push(cell);
          pixelsSinceLook += this.height * this.reduce;
        }
        if (cells.length > 0) columns += this.paint(tile, cells, pixels);
        if (pixelsSinceLook >= this.pixelsPerLook) {
          pixelsSinceLook = 0;
          this.pixelsPerLook = Math.min(LAST_LOOK, 2 * this.pixelsPerLook);
          if (this.now() >= deadline) {
            if (cell < end) this.cursor = tile;
            return { columns, pending: this.staleCount };
          }
        }
      }
    }
    return { columns, pending: this.staleCount };
  }

  private markStale(column: number): void {
    const cell = Math.floor(column / this.reduce);
    if (this.stale[cell] === 0) {
      this.stale[cell] = 1;
      this.staleCount++;
    }
  }

  private compare(owners: Uint8Array, erase: boolean): void {
    for (let column = 0; column < this.width; column++) {
      // An atomic load, so that the pixels read after seeing an owner are those written before the owner was set.
      const owner = Atomics.load(owners, column);
      const old = this.wanted[column] ?? NOBODY;
      if (owner === old || (owner === NOBODY && !erase)) continue;
      this.wanted[column] = owner;
      if (this.colours.byOwner || owner === NOBODY || this.shown[column] === NOBODY) this.markStale(column);
      else this.shown[column] = owner;
    }
  }

  private tile(index: number): { image: ImageData; words: Uint32Array; stride: number } {
    const stride = Math.min(TILE, this.columns - index * TILE);
    let image = this.tiles[index];
    let words = this.words[index];
    if (image === undefined || words === undefined) {
      image = this.context.createImageData(stride, this.rows);
      words = new Uint32Array(image.data.buffer);
      this.tiles[index] = image;
      this.words[index] = words;
    }
    return { image, words, stride };
  }

  /** Paints the cells, all of one tile, and returns how many pixel columns changed. */
  private paint(index: number, cells: readonly number[], pixels: Uint8Array): number {
    const { image, words, stride } = this.tile(index);
    const left = index * TILE;
    let columns = 0;
    for (const cell of cells) {
      const last = Math.min(this.width, (cell + 1) * this.reduce);
      for (let column = cell * this.reduce; column < last; column++) {
        this.shown[column] = this.wanted[column] ?? NOBODY;
        columns++;
      }
      this.stale[cell] = 0;
      this.staleCount--;
    }
    if (this.reduce === 1) this.fillPlain(words, stride, left, cells, pixels);
    else for (const cell of cells) this.fillReduced(words, stride, cell - left, cell, pixels);
    const first = (cells[0] ?? left) - left;
    const end = (cells.at(-1) ?? left) - left + 1;
    this.context.putImageData(image, left, 0, first, 0, end - first, this.rows);
    return columns;
  }

  private fillPlain(words: Uint32Array, stride: number, left: number, cells: readonly number[], pixels: Uint8Array) {
    const { height } = this;
    for (let top = 0; top < height; top += BLOCK_ROWS) {
      const bottom = Math.min(height, top + BLOCK_ROWS);
      for (const column of cells) {
        const owner = this.shown[column] ?? NOBODY;
        // Row 0 is the smallest y, the canvas has its first row at the top.
        let target = (height - 1 - top) * stride + (column - left);
        if (owner === NOBODY) {
          for (let row = top; row < bottom; row++, target -= stride) words[target] = 0;
          continue;
        }
        const table = this.colours.table(owner);
        const base = column * height;
        for (let row = top; row < bottom; row++, target -= stride) {
          words[target] = table[pixels[base + row] as number] as number;
        }
      }
    }
  }

  private fillReduced(words: Uint32Array, stride: number, x: number, cell: number, pixels: Uint8Array): void {
    const { height, rows, reduce, redBlue, green } = this;
    redBlue.fill(0);
    green.fill(0);
    const first = cell * reduce;
    const last = Math.min(this.width, first + reduce);
    let done = 0;
    for (let column = first; column < last; column++) {
      const owner = this.shown[column] ?? NOBODY;
      if (owner === NOBODY) continue;
      done++;
      const table = this.colours.table(owner);
      let at = column * height;
      for (let row = 0; row < rows; row++) {
        const end = Math.min(column * height + height, at + reduce);
        let sumRedBlue = 0;
        let sumGreen = 0;
        for (; at < end; at++) {
          const colour = table[pixels[at] as number] as number;
          sumRedBlue += colour & 0xff00ff;
          sumGreen += (colour >>> 8) & 0xff;
        }
        redBlue[row] = (redBlue[row] as number) + sumRedBlue;
        green[row] = (green[row] as number) + sumGreen;
      }
    }
    const alpha = Math.round((255 * done) / (last - first)) << 24;
    for (let row = 0; row < rows; row++) {
      const count = done * Math.min(reduce, height - row * reduce);
      const both = redBlue[row] as number;
      const half = count >> 1;
      const r = ((both & 0xffff) + half) / count;
      const g = ((green[row] as number) + half) / count;
      const b = ((both >>> 16) + half) / count;
      // Without any computed column the quotients are NaN, which the shifts turn into 0.
      words[(rows - 1 - row) * stride + x] = alpha | (b << 16) | (g << 8) | r;
    }
  }
}
