// Draws the small picture of a card in the page's palette, with a strip above it of who computed which columns.

import { useEffect, useRef } from 'preact/hooks';
import { threadVariable } from '../../text/colours';
import { paletteColour } from '../../text/palettes';
import { CELLS, cellsOf, runsOf } from './outcome';

export function Picture({ cells, owners }: { cells: string; owners: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const colours = cellsOf(cells);
    if (!context || !colours) return;
    const image = context.createImageData(CELLS, CELLS);
    colours.forEach((t, i) => {
      image.data.set([...paletteColour('spectral', false, t), 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [cells]);
  return (
    <span class="gallery-picture" aria-hidden="true">
      <svg viewBox={`0 0 ${CELLS} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {runsOf(owners).map(([from, count, thread]) => (
          <path
            key={from}
            d={`M${from} 0h${count}v1h-${count}z`}
            style={{ fill: `var(${threadVariable(thread, 'worker')})` }}
          />
        ))}
      </svg>
      <canvas ref={canvas} width={CELLS} height={CELLS} />
    </span>
  );
}
