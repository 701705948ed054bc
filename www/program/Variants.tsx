// The variants of a program as tabs over its text: another one is shown, and run, at once.

import { useId } from 'preact/hooks';
import * as app from '../app/app';
import { run } from '../app/run';
import { change } from '../app/settings';

export function Variants() {
  const group = useId();
  const kind = app.scenario.value.params.find(({ name }) => name === 'variant')?.kind;
  if (kind?.type !== 'choice') return null;
  const chosen = app.values.value.variant;
  return (
    <div class="segments program-variants" role="radiogroup" aria-label="Variant">
      {kind.options.map(({ value, label }) => (
        <label class="segment" key={value}>
          <input
            type="radio"
            name={group}
            value={value}
            data-variant={value}
            checked={value === chosen}
            onChange={() => {
              change('variant', value);
              void run(false);
            }}
          />
          <span>{label || value}</span>
        </label>
      ))}
    </div>
  );
}
