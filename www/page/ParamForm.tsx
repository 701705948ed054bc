// Edits the parameters of a scenario from its schema: label, control, help, limits. Knows no scenario. A parameter
// without effect stays in its place, dimmed, with the reason.

import { useEffect, useId, useState } from 'preact/hooks';
import type { ParamSchema, ParamValue, ParamValues, ScenarioInfo } from '../contract/protocol';
import { editors } from '../families/registry';
import { applies, boundsOf, threadsFor, toText, wordOf } from '../params/values';
import { ChoiceField, FlagField, isShort } from '../widgets/ChoiceField';
import { Icon } from '../widgets/icons';
import { NumberField } from '../widgets/NumberField';
import { Panel } from '../widgets/Shell';
import type { TextField } from '../widgets/TextField';

interface ParamFormProps {
  scenario: ScenarioInfo;
  /** Checked values of all parameters. */
  values: ParamValues;
  /** Whether there are threads; false in the single-threaded build. */
  threadsAvailable: boolean;
  /** Whether everything has its default. */
  pristine: boolean;
  /** Called with valid values only. */
  onChange: (name: string, value: ParamValue) => void;
  onReset: () => void;
  /** Called when Enter is pressed in a field. */
  onEnter: () => void;
}

// Groups in their order, the subject of the scenario first.
const GROUPS: readonly { id: ParamSchema['group']; title: string }[] = [
  { id: 'execution', title: 'Execution' },
  { id: 'problem', title: 'Problem' },
  { id: 'measurement', title: 'Measurement' },
];

export function ParamForm({
  scenario,
  values,
  threadsAvailable,
  pristine,
  onChange,
  onReset,
  onEnter,
}: ParamFormProps) {
  // A reset also drops invalid text: new keys mount the fields afresh.
  const [generation, setGeneration] = useState(0);
  const reset = (): void => {
    setGeneration(generation + 1);
    onReset();
  };
  const tools = (
    <button
      type="button"
      class="button button-quiet button-small"
      data-action="reset"
      title={pristine ? 'Every parameter has its default' : 'All parameters back to their defaults'}
      onClick={reset}
    >
      <Icon name="reset" />
      <span>Reset</span>
    </button>
  );
  return (
    <Panel title="Parameters" tools={tools}>
      <form
        class="params"
        onSubmit={(event) => {
          event.preventDefault();
          // An invalid text stays marked in its field, and nothing runs with other values in its place.
          if (event.currentTarget.querySelector('[aria-invalid="true"]') === null) onEnter();
        }}
      >
        {/* Without this button Enter in a field would submit nothing. */}
        <button type="submit" hidden />
        {GROUPS.map(({ id, title }) => {
          const params = scenario.params.filter((param) => param.group === id);
          if (params.length === 0) return null;
          return (
            <fieldset class="params-group" key={id}>
              <legend>{title}</legend>
              {params.map((param) => (
                <Field
                  key={`${scenario.id} ${param.name} ${generation}`}
                  param={param}
                  scenario={scenario}
                  values={values}
                  threadsAvailable={threadsAvailable}
                  onChange={onChange}
                />
              ))}
            </fieldset>
          );
        })}
      </form>
    </Panel>
  );
}

/** Loads the field for texts when it is needed, because few scenarios have texts. */
function LaterTextField(props: Parameters<typeof TextField>[0]) {
  const [view, setView] = useState<{ Field: typeof TextField } | null>(null);
  useEffect(() => {
    import('../widgets/TextField').then(
      ({ TextField: Field }) => setView({ Field }),
      () => undefined,
    );
  }, []);
  return view && <view.Field {...props} />;
}

interface FieldProps {
  param: ParamSchema;
  scenario: ScenarioInfo;
  values: ParamValues;
  threadsAvailable: boolean;
  onChange: (name: string, value: ParamValue) => void;
}

function Field({ param, scenario, values, threadsAvailable, onChange }: FieldProps) {
  const inputId = useId();
  const labelId = `${inputId}-label`;
  const helpId = `${inputId}-help`;
  const { kind } = param;
  const value = values[param.name];
  const effective = applies(param, values);
  const common = { param, disabled: !effective, labelId, helpId, inputId, onChange };
  const chosen = kind.type === 'choice' ? kind.options.find((option) => option.value === value) : undefined;
  const bounds = boundsOf(param, values);
  const segments = kind.type === 'choice' && isShort(kind.options);

  return (
    <div class={effective ? `field field-${kind.type}` : `field field-${kind.type} field-off`}>
      {segments ? (
        // A row of buttons is a group, which `aria-labelledby` names.
        <span class="field-label" id={labelId}>
          {param.label}
        </span>
      ) : (
        <label class="field-label" id={labelId} for={inputId}>
          {param.label}
        </label>
      )}
      {kind.type === 'choice' && (
        <ChoiceField
          {...common}
          options={kind.options}
          value={toText(value ?? '')}
          threadsAvailable={threadsFor(param, values, threadsAvailable)}
        />
      )}
      {kind.type === 'text' && (
        <LaterTextField {...common} kind={kind} value={toText(value ?? '')} load={editors[kind.format]} />
      )}
      {kind.type === 'flag' && <FlagField {...common} value={value === true} />}
      {bounds !== null && <NumberField {...common} values={values} />}
      <p class="field-help" id={helpId}>
        {effective && value === wordOf(kind) && `${value}: until it is known well enough. `}
        {effective ? (chosen?.help ?? param.help) : reasonOf(param, scenario, values)}
        {effective && bounds !== null && (
          <span class="field-bounds">
            {' '}
            {toText(bounds.min).replace('-', '−')} to {toText(bounds.max)}.
          </span>
        )}
      </p>
    </div>
  );
}

/** Says why a parameter has no effect at the moment. */
function reasonOf(param: ParamSchema, scenario: ScenarioInfo, values: ParamValues): string {
  const other = scenario.params.find((candidate) => candidate.name === param.applies?.param);
  if (!other) return 'No effect at the moment.';
  const value = toText(values[other.name] ?? '');
  const option = other.kind.type === 'choice' ? other.kind.options.find((each) => each.value === value) : undefined;
  return `No effect while ${other.label.toLowerCase()} is “${option?.label ?? value}”.`;
}
