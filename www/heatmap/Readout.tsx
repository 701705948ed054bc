// Says in words what the pointer is on: the number z, its count, and the thread that computed the column. Keeps its
// place below the picture even when it is empty.

import type { ReadonlySignal } from '@preact/signals';
import { NOBODY, type PictureSource } from '../contract/picture';
import type { View } from '../contract/view';
import { coordinateDecimals, formatComplex } from './axes';
import { pixelToPlane } from './view-transform';

export interface Pixel {
  column: number;
  row: number;
}

interface ReadoutProps {
  source: ReadonlySignal<PictureSource | null>;
  pixel: ReadonlySignal<Pixel | null>;
  /** Counts up when columns were painted, because what the pointer is on may have changed. */
  painted: ReadonlySignal<number>;
  view: View;
  owners(): Uint8Array | null;
  /** Returns the CSS colour of an owner. */
  colour(owner: number): string;
  probe(column: number, row: number): { thread: string } | null;
}

export function Readout({ source, pixel, painted, view, owners, colour, probe }: ReadoutProps) {
  const picture = source.value;
  const at = pixel.value;
  painted.value;
  if (picture === null || at === null || at.column >= picture.width || at.row >= picture.height) {
    return (
      <p class="heatmap-readout" data-readout>
        <span class="heatmap-readout-idle">
          {picture === null ? 'The picture will be drawn here.' : 'Point at the picture to read it.'}
        </span>
      </p>
    );
  }
  const { column, row } = at;
  const z = pixelToPlane(view, picture.width, column, row);
  const owner = owners()?.[column] ?? NOBODY;
  const count = picture.pixels()[column * picture.height + row] ?? 0;
  return (
    <p class="heatmap-readout" data-readout>
      <span class="heatmap-readout-z">
        <var>z</var> = {formatComplex(z.x, z.y, coordinateDecimals(view.width, picture.width))}
      </span>
      {owner === NOBODY ? (
        <span class="heatmap-readout-idle">not computed yet</span>
      ) : (
        <>
          <span class="heatmap-readout-count">
            {count >= picture.maxIter ? `did not escape in ${picture.maxIter}` : `escaped after ${count}`}
          </span>
          <span class="heatmap-readout-thread">
            <i style={{ background: colour(owner) }} />
            {probe(column, row)?.thread ?? ''} <span class="heatmap-readout-column">column {column}</span>
          </span>
        </>
      )}
    </p>
  );
}
