// Edits a number of the schema by a text field and a slider. What is typed is used only while it is valid; otherwise it
// stays in the field, marked, and the last valid value stays in use. If a word may stand in the number's place, a box
// beside the field chooses the word.

import { useEffect, useState } from 'preact/hooks';
import type { ParamSchema, ParamValue, ParamValues } from '../contract/protocol';
import { boundsOf, toText, validateField, wordOf } from '../params/values';
import { movedTo, positionOf, type SliderScale, stepped, stepsOf } from './slider';

/** Number to begin with if the value has been the word from the start. */
const BEFORE = 5;

interface NumberFieldProps {
  param: ParamSchema;
  values: ParamValues;
  disabled: boolean;
  /** Ids of the elements with the label and the help. */
  labelId: string;
  helpId: string;
  inputId: string;
  onChange: (name: string, value: ParamValue) => void;
}

export function NumberField({ param, values, disabled, labelId, helpId, inputId, onChange }: NumberFieldProps) {
  // The text that is being typed; null: the field shows the value.
  const [draft, setDraft] = useState<string | null>(null);
  const value = values[param.name] ?? 0;
  const { kind } = param;
  const word = wordOf(kind);
  const byWord = word !== null && value === word;
  // The number that returns when the word is given up.
  const [before, setBefore] = useState(BEFORE);
  const number = byWord ? before : Number(value);
  const checked = draft === null ? { value } : validateField(param, draft, values);
  const problem = 'problem' in checked ? checked.problem : null;

  // Drops the draft when the value was changed elsewhere: by the slider, a preset or a link.
  useEffect(() => {
    setDraft((text) => {
      if (text === null) return null;
      const typed = validateField(param, text, values);
      return 'value' in typed && typed.value === value ? text : null;
    });
  }, [value]);

  const bounds = boundsOf(param, values);
  if (bounds === null || (kind.type !== 'integer' && kind.type !== 'real')) return null;
  const slider: SliderScale = { ...bounds, scale: kind.scale, integer: kind.type === 'integer' };

  const type = (text: string): void => {
    setDraft(text);
    const result = validateField(param, text, values);
    if ('value' in result && result.value !== value) onChange(param.name, result.value);
  };
  const set = (next: ParamValue): void => {
    setDraft(null);
    if (next !== value) onChange(param.name, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && draft !== null) {
      // Escape only gives up what was typed; it must not close a drawer or dialog around the field.
      event.stopPropagation();
      setDraft(null);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      set(byWord ? number : stepped(number, event.key === 'ArrowUp' ? 1 : -1, slider));
    }
  };

  const tick = (on: boolean): void => {
    if (!byWord) setBefore(number);
    set(on && word !== null ? word : Math.min(Math.max(number, bounds.min), bounds.max));
  };

  const position = positionOf(number, slider);
  const problemId = `${inputId}-problem`;
  return (
    <>
      <span class="field-number">
        {word !== null && (
          <label class="field-word">
            <input
              type="checkbox"
              checked={byWord}
              disabled={disabled}
              data-word={param.name}
              aria-describedby={helpId}
              onChange={(event) => tick(event.currentTarget.checked)}
            />
            {word}
          </label>
        )}
        <input
          id={inputId}
          type="text"
          inputMode={slider.integer && slider.min >= 0 ? 'numeric' : 'text'}
          autocomplete="off"
          spellcheck={false}
          value={draft ?? toText(value)}
          disabled={disabled}
          data-param={param.name}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? helpId : `${problemId} ${helpId}`}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={() => problem === null && setDraft(null)}
          onKeyDown={onKeyDown}
        />
        {param.unit !== null && <span class="field-unit">{param.unit}</span>}
      </span>
      <input
        class={byWord ? 'field-slider field-slider-rests' : 'field-slider'}
        type="range"
        min={0}
        max={stepsOf(slider)}
        step={1}
        value={position}
        disabled={disabled}
        data-slider={param.name}
        aria-labelledby={labelId}
        aria-valuetext={param.unit === null ? toText(value) : `${toText(value)} ${param.unit}`}
        style={{ '--filled': position / stepsOf(slider) }}
        onInput={(event) => set(movedTo(Number(event.currentTarget.value), number, slider))}
      />
      <p class="field-problem" id={problemId} role="alert">
        {problem !== null && `${problem} ${toText(value)} stays in use.`}
      </p>
    </>
  );
}
