// Chooses whether the stage shows one run, or a study of many.

import * as app from '../app/app';
import { setSweep } from '../app/run-study';
import { studying } from '../app/study';
import { suggestSweep } from '../link/suggest';

/** Moves to the other tab by the arrow keys, as in every list of tabs. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const list = event.currentTarget as HTMLElement;
  const other = list.querySelector<HTMLElement>('[aria-selected="false"]');
  other?.focus();
  other?.click();
  event.preventDefault();
}

export function StageTabs() {
  const scenario = app.scenario.value;
  const suggestion = suggestSweep(scenario, app.environment.value.logicalCores);
  if (suggestion === null) return null;
  const tab = (name: string, selected: boolean, open: () => void) => (
    <button
      type="button"
      role="tab"
      class="stage-tab"
      aria-selected={selected}
      data-tab={name.toLowerCase()}
      tabIndex={selected ? 0 : -1}
      onClick={() => !selected && open()}
    >
      {name}
    </button>
  );
  return (
    <div class="stage-tabs" role="tablist" aria-label="Stage" onKeyDown={onKeyDown}>
      {tab('Run', !studying.value, () => setSweep(null))}
      {tab('Study', studying.value, () => setSweep(suggestion))}
    </div>
  );
}
