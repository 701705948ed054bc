// The first of several real runs that ended in each kind: a row of them, of which one is shown.

import './runs.css';
import { useId } from 'preact/hooks';
import { Panel } from '../widgets/Shell';
import { keptShown, showKept, told } from './hand';

export function KeptRuns() {
  const group = useId();
  const kept = told.value?.kept ?? [];
  const shown = keptShown.value;
  if (!shown) return null;
  return (
    <Panel title="The first run of each kind">
      <div class="segments kept-runs" role="radiogroup" aria-label="Which run is shown" data-kept={kept.length}>
        {kept.map((run, i) => (
          <label class="segment" key={run.number}>
            <input
              type="radio"
              name={group}
              value={run.number}
              data-run={run.number}
              checked={run === shown}
              onChange={() => showKept(i)}
            />
            <span>
              Run {run.number}: {run.position.end?.kind ?? 'stopped'}
            </span>
          </label>
        ))}
      </div>
      <p class="kept-sentence" data-kept-sentence>
        {shown.sentence} Text, actors and timeline show this run.
      </p>
    </Panel>
  );
}
