// Chooses how the pictures are coloured: shows what the colours stand for, the tint by thread, and behind a button the
// palette, its direction and its scale. Changes colours only; nothing is computed again.

import type { Signal } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import { cssGradient, PALETTES, type PaletteChoice, paletteColour, SCALES, type ScaleName } from '../text/palettes';
import { ColourBar } from './ColourBar';

interface HeatmapControlsProps {
  palette: Signal<PaletteChoice>;
  tint: Signal<boolean>;
  /** The largest count, which the last colour stands for. */
  maxIter: number;
}

export function HeatmapControls({ palette, tint, maxIter }: HeatmapControlsProps) {
  const group = useId();
  const [open, setOpen] = useState(false);
  const choice = palette.value;
  const change = (part: Partial<PaletteChoice>): void => {
    palette.value = { ...palette.value, ...part };
  };
  return (
    <div class="heatmap-controls">
      <ColourBar palette={choice} tint={tint.value} maxIter={maxIter} />
      <label class="heatmap-option">
        <input
          type="checkbox"
          data-control="tint"
          checked={tint.value}
          onChange={(event) => {
            tint.value = event.currentTarget.checked;
          }}
        />
        <span>Tint by thread</span>
      </label>
      <button
        type="button"
        class="button button-small"
        aria-expanded={open}
        aria-controls={`${group}colours`}
        data-action="colours"
        onClick={() => setOpen(!open)}
      >
        Colours
      </button>
      <div class="heatmap-colours" id={`${group}colours`} hidden={!open}>
        <fieldset class="heatmap-palettes" data-control="palette">
          <legend>Palette</legend>
          {PALETTES.map(({ name, label }) => (
            <label class="heatmap-palette" key={name}>
              <input
                type="radio"
                name={`${group}palette`}
                value={name}
                checked={choice.name === name}
                data-action={`palette-${name}`}
                onChange={() => change({ name })}
              />
              <span
                class="heatmap-swatch"
                style={{ background: cssGradient((t) => paletteColour(name, choice.reversed, t), 'to right', 12) }}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <div class="heatmap-options">
          <label class="heatmap-option">
            <span>Scale</span>
            <select
              data-control="scale"
              value={choice.scale}
              title={SCALES.find(({ name }) => name === choice.scale)?.help}
              onChange={(event) => change({ scale: event.currentTarget.value as ScaleName })}
            >
              {SCALES.map(({ name, label }) => (
                <option key={name} value={name} selected={choice.scale === name}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="heatmap-option">
            <input
              type="checkbox"
              data-control="reversed"
              checked={choice.reversed}
              onChange={(event) => change({ reversed: event.currentTarget.checked })}
            />
            <span>Reversed</span>
          </label>
        </div>
      </div>
    </div>
  );
}
