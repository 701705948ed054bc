// Edits what a study varies: the parameter, its values, and whether the work grows with the threads. A text goes into
// the link only while it can be read.

import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { ParamValues, ScenarioInfo } from '../../contract/protocol';
import { suggestFor } from '../../link/suggest';
import { readSweep } from '../../link/sweep';
import { roundsOf } from '../../study/plan';
import { plural } from '../../text/format';

interface SweepFormProps {
  scenario: ScenarioInfo;
  /** Values of all parameters. */
  values: ParamValues;
  /** The link's sweep. */
  text: string;
  weak: boolean;
  onChange: (sweep: string, weak: boolean) => void;
}

/** Parameters that say how to measure are not swept. */
const NOT_SWEPT = ['repeats', 'warmup'];

export function SweepForm({ scenario, values, text, weak, onChange }: SweepFormProps) {
  const ids = { param: useId(), values: useId(), help: useId() };
  // The text that is typed while it cannot be read; null: the link's values are shown.
  const draft = useSignal<string | null>(null);
  const param = text.slice(0, text.indexOf(':'));
  const list = draft.value ?? text.slice(text.indexOf(':') + 1);
  const read = readSweep(`${param}:${list}`, scenario);
  const problem =
    read.sweep === null ? 'Two or more values are needed: 1,2,4 or 1..512*2 or 100..500+100.' : read.notices[0];
  const growing = param === 'threads' && scenario.work != null;
  const rounds = roundsOf(values);
  const points = read.sweep?.values.length ?? 0;

  const type = (next: string): void => {
    draft.value = next;
    const result = readSweep(`${param}:${next}`, scenario);
    // A sweep with a notice is not written back, because a value that it leaves out would vanish under the cursor.
    if (result.sweep && result.notices.length === 0) onChange(result.sweep.text, weak);
  };
  const choose = (name: string): void => {
    const chosen = scenario.params.find((candidate) => candidate.name === name);
    const suggestion = chosen && suggestFor(chosen, values[name]);
    draft.value = null;
    if (suggestion) onChange(suggestion, name === 'threads' && weak);
  };
  const options = scenario.params.filter(
    (candidate) => !NOT_SWEPT.includes(candidate.name) && suggestFor(candidate, values[candidate.name]) !== null,
  );
  return (
    <form class="sweep" onSubmit={(event) => event.preventDefault()}>
      <div class="sweep-field">
        <label for={ids.param}>Vary</label>
        <select id={ids.param} value={param} data-study="param" onChange={(event) => choose(event.currentTarget.value)}>
          {options.map(({ name, label }) => (
            <option key={name} value={name} selected={name === param}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div class="sweep-field sweep-values">
        <label for={ids.values}>over</label>
        <input
          id={ids.values}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={list}
          data-study="values"
          aria-invalid={problem !== undefined}
          aria-describedby={ids.help}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={() => {
            if (problem === undefined) draft.value = null;
          }}
        />
      </div>
      {growing && (
        <fieldset class="segments" aria-label="Work">
          {[false, true].map((grows) => (
            <label class="segment" key={String(grows)}>
              <input
                type="radio"
                name={`${ids.param}-work`}
                checked={weak === grows}
                data-study={grows ? 'weak' : 'strong'}
                onChange={() => onChange(text, grows)}
              />
              <span>{grows ? 'work grows with threads' : 'fixed work'}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p class={problem === undefined ? 'sweep-help' : 'sweep-help sweep-problem'} id={ids.help} role="status">
        {problem ??
          `${plural(points, 'point')} in turn, ${plural(rounds, 'round')}${values.repeats === undefined ? '' : ' (parameter “Repeats”)'}, after a warm-up that is not measured.`}
      </p>
    </form>
  );
}
