// Links to try: each is one experiment, ready to run.

import type { Preset } from '../engine/protocol';
import { presetLink } from '../state/link';
import { followPlainClick } from './clicks';
import { Panel } from './Shell';

interface PresetsProps {
  presets: readonly Preset[];
  /** The preset that the present settings are, if they are one: its `link`. */
  active: string | null;
  onPick: (preset: Preset) => void;
}

export function Presets({ presets, active, onPick }: PresetsProps) {
  if (presets.length === 0) return null;
  return (
    <Panel title="Experiments to try">
      <ul class="presets">
        {presets.map((preset) => (
          <li key={preset.link}>
            <a
              class="preset"
              href={presetLink(preset.link)}
              data-preset={preset.link}
              aria-current={preset.link === active ? 'true' : undefined}
              onClick={followPlainClick(() => onPick(preset))}
            >
              <span class="preset-title">{preset.title}</span>
              <span class="preset-note">{preset.note}</span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
