// Lists links to try: each is one experiment, ready to run. The note below the list says what to see in the one that is
// pointed at, or else in the one on the stage.

import { useState } from 'preact/hooks';
import type { Preset } from '../contract/protocol';
import { presetLink } from '../link/link';
import { followPlainClick } from '../widgets/clicks';
import { Panel } from '../widgets/Shell';

interface PresetsProps {
  presets: readonly Preset[];
  /** The `link` of the preset that equals the present settings, if any. */
  active: string | null;
  onPick: (preset: Preset) => void;
}

export function Presets({ presets, active, onPick }: PresetsProps) {
  const [pointed, setPointed] = useState<string | null>(null);
  if (presets.length === 0) return null;
  const find = (link: string | null): Preset | undefined => presets.find((preset) => preset.link === link);
  const note = (find(pointed) ?? find(active))?.note ?? 'Each is a link: pick one, and it runs.';
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
              aria-description={preset.note}
              onClick={followPlainClick(() => onPick(preset))}
              onPointerEnter={() => setPointed(preset.link)}
              onPointerLeave={() => setPointed(null)}
              onFocus={() => setPointed(preset.link)}
              onBlur={() => setPointed(null)}
            >
              {preset.title}
            </a>
          </li>
        ))}
      </ul>
      <p class="presets-note">{note}</p>
    </Panel>
  );
}
