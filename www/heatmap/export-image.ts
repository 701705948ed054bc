// Writes the picture as a PNG file in full resolution, without a canvas: the bytes of a picture are already indices
// into a table of colours, as an indexed PNG stores them. So the file is exact and small, a 4096² picture needs no
// canvas of 64 MB, and the compression (CompressionStream) runs off the main thread. Format: W3C, "Portable Network
// Graphics (PNG) Specification (Third Edition)".

import { NOBODY, type PictureSource } from '../contract/picture';
import { crc32 } from '../files/crc32';
import { type PaletteChoice, paletteTable, unpackRgb } from '../text/palettes';
import { type OwnerColours, ownerColour, tintTable } from './tint';

export interface ExportOptions {
  palette: PaletteChoice;
  /** Colours of the owners if the picture is tinted by thread; null: the palette. */
  tint: OwnerColours | null;
  /** Who computed which column; null: the source's own. */
  owners?: Uint8Array | null;
  /** Texts for the file, by keyword: `Source` is for the link. Latin-1 only. */
  text?: Record<string, string>;
}

const INDEXED = 3;
const RGBA = 6;
/** Rows made between two pauses for the page: about a million pixels. */
const STRIPE_PIXELS = 1 << 20;

function chunk(type: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function header(width: number, height: number, colourType: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data[8] = 8;
  data[9] = colourType;
  return chunk('IHDR', data);
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Makes rows `top`..`bottom` of the file, each with its filter byte. Row 0 of the picture is the last of the file. */
function stripe(
  source: { width: number; height: number },
  pixels: Uint8Array,
  top: number,
  bottom: number,
  tables: (Uint32Array | null)[] | null,
): Uint8Array<ArrayBuffer> {
  const { width, height } = source;
  const depth = tables === null ? 1 : 4;
  const stride = 1 + width * depth;
  const bytes = new Uint8Array((bottom - top) * stride);
  for (let column = 0; column < width; column++) {
    const table = tables === null ? undefined : tables[column];
    // Columns that nobody has computed stay transparent.
    if (table === null) continue;
    let at = 1 + column * depth;
    for (let y = top; y < bottom; y++, at += stride) {
      const value = pixels[column * height + height - 1 - y] as number;
      if (table === undefined) {
        bytes[at] = value;
      } else {
        const colour = table[value] as number;
        bytes[at] = colour;
        bytes[at + 1] = colour >>> 8;
        bytes[at + 2] = colour >>> 16;
        bytes[at + 3] = 255;
      }
    }
  }
  return bytes;
}

/**
 * Collects what comes out of the compressor, and adds up its checksum piece by piece, so as not to hold up the page.
 */
async function dataChunks(readable: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(chunk('IDAT', value));
  }
}

/** Returns the coloured picture as a PNG of width × height pixels; columns that nobody computed are transparent. */
export async function pictureBlob(source: PictureSource, options: ExportOptions): Promise<Blob> {
  const { width, height, maxIter } = source;
  // Copied at once, because a run that starts meanwhile must not mix with this picture.
  const pixels = source.pixels().slice(0, width * height);
  const owners = (options.owners ?? source.owners()).slice(0, width);
  const plain = paletteTable(options.palette, maxIter);
  const { tint } = options;

  let tables: (Uint32Array | null)[] | null = null;
  if (tint !== null || owners.includes(NOBODY)) {
    const made = new Map<number, Uint32Array>();
    const table = (owner: number): Uint32Array => {
      if (tint === null) return plain;
      const existing = made.get(owner) ?? tintTable(ownerColour(tint, owner), options.palette.scale, maxIter);
      made.set(owner, existing);
      return existing;
    };
    tables = Array.from(owners, (owner) => (owner === NOBODY ? null : table(owner)));
  }

  const compressor = new CompressionStream('deflate');
  const compressed = dataChunks(compressor.readable);
  const writer = compressor.writable.getWriter();
  const rows = Math.max(1, Math.floor(STRIPE_PIXELS / width));
  for (let top = 0; top < height; top += rows) {
    await writer.write(stripe(source, pixels, top, Math.min(height, top + rows), tables));
    await pause();
  }
  await writer.close();

  const parts: Uint8Array<ArrayBuffer>[] = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    header(width, height, tables === null ? INDEXED : RGBA),
  ];
  for (const [keyword, text] of Object.entries(options.text ?? {})) {
    parts.push(
      chunk(
        'tEXt',
        Uint8Array.from(`${keyword}\0${text}`, (c) => c.charCodeAt(0) & 0xff),
      ),
    );
  }
  if (tables === null) {
    const palette = new Uint8Array(3 * 256);
    plain.forEach((colour, i) => {
      palette.set(unpackRgb(colour), 3 * i);
    });
    parts.push(chunk('PLTE', palette));
  }
  parts.push(...(await compressed), chunk('IEND', new Uint8Array(0)));
  return new Blob(parts, { type: 'image/png' });
}
