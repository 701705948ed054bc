// Edits a text of the schema: by a list of the known texts, and by an editor for others. The editor belongs to the
// text's notation, and is loaded when it is first opened.

import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { ParamKind, ParamSchema } from '../contract/protocol';
import { Icon } from './icons';

export interface TextEditorProps {
  /** The text to begin with, written out. */
  text: string;
  /** Called with a text that has no fault. */
  onSave: (text: string) => void;
  onClose: () => void;
}

/** Loads an editor. */
export type LoadEditor = () => Promise<ComponentType<TextEditorProps>>;

interface TextFieldProps {
  param: ParamSchema;
  kind: Extract<ParamKind, { type: 'text' }>;
  value: string;
  disabled: boolean;
  helpId: string;
  inputId: string;
  onChange: (name: string, value: string) => void;
  /** The editor of the text's notation, if it has one. */
  load?: LoadEditor | undefined;
}

/** Value of the list's entry for a text without a name. */
const OWN = '';

export function TextField({ param, kind, value, disabled, helpId, inputId, onChange, load }: TextFieldProps) {
  const [Editor, setEditor] = useState<{ view: ComponentType<TextEditorProps> } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const named = kind.named.find((known) => known.value === value);
  const open = (): void => {
    setProblem(null);
    load?.().then(
      (view) => setEditor({ view }),
      () => setProblem('The editor could not be loaded. Check the connection and try again.'),
    );
  };
  const save = (text: string): void => {
    setEditor(null);
    // A text that is one of the known ones keeps its name, so that the link stays short.
    onChange(param.name, kind.named.find((known) => known.text === text)?.value ?? text);
  };
  return (
    <>
      <select
        id={inputId}
        class="field-select"
        value={named?.value ?? OWN}
        disabled={disabled}
        data-param={param.name}
        aria-describedby={helpId}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          if (chosen !== OWN) onChange(param.name, chosen);
        }}
      >
        {kind.named.map((known) => (
          <option key={known.value} value={known.value} selected={known === named}>
            {known.label}
          </option>
        ))}
        {!named && (
          <option value={OWN} selected>
            Your own
          </option>
        )}
      </select>
      {load && (
        <button
          type="button"
          class="button button-small field-edit"
          data-action={`edit-${param.name}`}
          disabled={disabled}
          onClick={open}
        >
          <Icon name="edit" />
          <span>Edit the {param.label.toLowerCase()}</span>
        </button>
      )}
      {problem !== null && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {Editor && <Editor.view text={named?.text ?? value} onSave={save} onClose={() => setEditor(null)} />}
    </>
  );
}
