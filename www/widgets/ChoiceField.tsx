// Edits a choice of the schema: as a row of buttons for few short words, else as a list. The help of the chosen word
// stands under it. Also draws a flag, as a box to tick.

import { useId } from 'preact/hooks';
import type { ChoiceOption, ParamSchema } from '../contract/protocol';

interface ChoiceFieldProps {
  param: ParamSchema;
  options: readonly ChoiceOption[];
  value: string;
  disabled: boolean;
  threadsAvailable: boolean;
  labelId: string;
  helpId: string;
  inputId: string;
  onChange: (name: string, value: string) => void;
}

const letters = (options: readonly ChoiceOption[]): number =>
  options.reduce((sum, option) => sum + option.label.length, 0);

/** Whether a choice is shown as a row of buttons. */
export function isShort(options: readonly ChoiceOption[]): boolean {
  return options.length <= 3 && letters(options) <= 24;
}

/** Length of a label, in letters, beyond which the control has no room beside it. */
const BESIDE_LABEL = 18;

export function ChoiceField(props: ChoiceFieldProps) {
  const { param, options, value, disabled, threadsAvailable, labelId, helpId, inputId, onChange } = props;
  const group = useId();
  const isOff = (option: ChoiceOption): boolean => option.needs_threads && !threadsAvailable;

  if (isShort(options)) {
    return (
      <div
        class={letters(options) > BESIDE_LABEL ? 'segments segments-wide' : 'segments'}
        role="radiogroup"
        aria-labelledby={labelId}
        aria-describedby={helpId}
        data-param={param.name}
      >
        {options.map((option) => (
          <label class="segment" key={option.value}>
            <input
              type="radio"
              name={group}
              value={option.value}
              checked={option.value === value}
              disabled={disabled || isOff(option)}
              onChange={() => onChange(param.name, option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    );
  }
  return (
    <select
      id={inputId}
      class="field-select"
      value={value}
      disabled={disabled}
      data-param={param.name}
      aria-describedby={helpId}
      onChange={(event) => onChange(param.name, event.currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value} disabled={isOff(option)}>
          {isOff(option) ? `${option.label} (needs threads)` : option.label}
        </option>
      ))}
    </select>
  );
}

interface FlagFieldProps {
  param: ParamSchema;
  value: boolean;
  disabled: boolean;
  helpId: string;
  inputId: string;
  onChange: (name: string, value: boolean) => void;
}

export function FlagField({ param, value, disabled, helpId, inputId, onChange }: FlagFieldProps) {
  return (
    <input
      id={inputId}
      class="field-flag"
      type="checkbox"
      checked={value}
      disabled={disabled}
      data-param={param.name}
      aria-describedby={helpId}
      onChange={(event) => onChange(param.name, event.currentTarget.checked)}
    />
  );
}
