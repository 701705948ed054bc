// The editor of a program, in place of its text on the stage: what can be done with the text, the text, and a line that says
// what it can come to.

import './editor.css';
import '../widgets/open-file.css';
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as app from '../app/app';
import { follow } from '../app/navigate';
import { stop } from '../app/owner';
import type { ParamValues, ScenarioInfo } from '../contract/protocol';
import { encodeLink, MAX_LENGTH } from '../link/link';
import { loadFormats } from '../params/notations';
import { Icon } from '../widgets/icons';
import { type CodeView, openCodeView } from './code-view';
import { draftOf, keepDraft, type Source } from './drafts';
import { desk, leave, led } from './editing';
import { lookInto } from './look';
import { carried, declaredBy, linkTo } from './target';
import { TEMPLATES } from './templates';
import { textOf } from './text-file';
import { lineOf } from './verdict-line';

/** Time in ms after a change before the draft is kept. */
const DRAFT_REST = 200;

/** The scenario of own texts: that of the same family whose text declares its settings. */
function ownOf(scenario: ScenarioInfo): ScenarioInfo {
  const all = app.catalog.scenarios.filter(({ declared_by }) => declared_by !== undefined);
  return all.find(({ family }) => family === scenario.family) ?? all[0] ?? scenario;
}

/** Texts that have a name there. */
function namedIn({ params, declared_by: name }: ScenarioInfo): { label: string; text: string }[] {
  const kind = params.find((param) => param.name === name)?.kind;
  return kind?.type === 'text' ? kind.named : [];
}

export function Editor({ source }: { source: Source }) {
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const code = useRef<CodeView | null>(null);
  const own = useMemo(() => ownOf(app.findScenario(source.scenario)), [source.scenario]);
  const looking = useMemo(() => lookInto(own), [own]);
  const [text, setText] = useState(() => draftOf(source)?.text ?? source.text);
  /** A sentence on what was just asked for and could not be done. */
  const [problem, setProblem] = useState<string | null>(null);
  const [dropping, setDropping] = useState(false);
  const line = useComputed(() => lineOf(looking.look.value));

  /** Runs the text, with these settings beside those that it takes over. One that has faults is not run. */
  const run = async (more: ParamValues = {}): Promise<void> => {
    const view = code.current;
    if (!view) return;
    const written = view.text();
    // The core reads it only when nothing runs, and what runs is of another text.
    stop();
    const reading = await looking.read(written);
    const fault = reading?.faults[0];
    if (fault) {
      view.goTo(fault);
      return;
    }
    await loadFormats(own.params);
    const { explicit } = app.link.peek();
    const info = reading ? declaredBy(own, reading) : own;
    const link =
      written === source.text && app.scenario.peek().id === source.scenario
        ? encodeLink({ scenario: source.scenario, explicit: { ...explicit, ...more }, compare: false }, app.catalog)
        : linkTo(info, written, { ...carried(info, explicit, app.environment.peek()), ...more }, app.catalog);
    if (link.length > MAX_LENGTH) {
      setProblem('This text is too long to be run: it does not fit into a link.');
      return;
    }
    // From now on the link has it.
    leave(source, source.text);
    void follow(link);
  };

  const open = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = await textOf(file);
    if ('problem' in read) setProblem(read.problem);
    else {
      code.current?.replace(read.text);
      code.current?.focus();
    }
  };

  useEffect(() => {
    if (!host.current || !box.current) return;
    const element = box.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const view = openCodeView({
      host: host.current,
      text,
      onChange: (changed) => {
        setText(changed);
        setProblem(null);
        looking.lookAt(changed);
        clearTimeout(timer);
        timer = setTimeout(() => keepDraft(source, changed, true), DRAFT_REST);
      },
      onRun: () => void run(),
    });
    code.current = view;
    if (led.to === 'editor') {
      led.to = null;
      view.focus();
    }
    const telling = looking.reading.subscribe((reading) => view.tell(reading?.faults ?? [], reading?.warnings ?? []));
    // Other settings of a text have other outcomes.
    let settings = '';
    const following = app.link.subscribe(({ explicit }) => {
      const now = JSON.stringify(explicit);
      if (now !== settings) looking.lookAt(view.text(), { patient: true });
      settings = now;
    });
    const keep = (): void => keepDraft(source, view.text(), true);
    window.addEventListener('pagehide', keep);
    app.instead.value = () => void run();
    // Before the text itself takes a file, and before the page does, which opens runs.
    const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      document.documentElement.classList.remove('dropping');
      setDropping(true);
    };
    const out = ({ relatedTarget }: DragEvent): void => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) setDropping(false);
    };
    const drop = (event: DragEvent): void => {
      setDropping(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      void open(event.dataTransfer?.files[0]);
    };
    element.addEventListener('dragover', over, true);
    element.addEventListener('dragleave', out, true);
    element.addEventListener('drop', drop, true);
    return () => {
      clearTimeout(timer);
      // Whoever goes elsewhere finds it as it was.
      if (draftOf(source)?.open) keep();
      looking.end();
      telling();
      following();
      window.removeEventListener('pagehide', keep);
      app.instead.value = null;
      for (const [name, listener] of [
        ['dragover', over],
        ['dragleave', out],
        ['drop', drop],
      ] as const)
        element.removeEventListener(name, listener, true);
      view.end();
      code.current = null;
    };
  }, []);

  const isChanged = text !== source.text;
  useEffect(() => {
    desk.value = {
      isChanged,
      startOver: () => {
        code.current?.replace(source.text);
        code.current?.focus();
      },
      close: () => code.current && leave(source, code.current.text()),
    };
    return () => {
      desk.value = null;
    };
  }, [isChanged]);

  const { text: told, tone, way } = line.value;
  return (
    <section class={dropping ? 'editor is-dropping' : 'editor'} ref={box} aria-label="Editor" data-editor={tone}>
      <div class="editor-tools">
        <button
          type="button"
          class="button button-primary button-small"
          data-action="run-text"
          title="Runs this text (Control-Enter)"
          onClick={() => void run()}
        >
          <Icon name="run" />
          <span>Run</span>
        </button>
        <button
          type="button"
          class="button button-quiet button-small"
          data-action="format-text"
          title="Indents the lines by their braces (Shift-Alt-F)"
          onClick={() => code.current?.format()}
        >
          Format
        </button>
        <select
          class="editor-templates"
          aria-label="Take a template"
          data-action="take-template"
          value=""
          onChange={({ currentTarget }) => {
            code.current?.replace(currentTarget.value);
            currentTarget.value = '';
          }}
        >
          <option value="">Templates</option>
          {[...TEMPLATES, ...namedIn(own)].map((template) => (
            <option key={template.label} value={template.text}>
              {template.label}
            </option>
          ))}
        </select>
        <label class="button button-quiet button-small open-file">
          <input
            type="file"
            data-action="open-text"
            accept=".txt,.brigade,.story,text/plain"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              void open(file);
              // Without this, choosing the same file again would be no change.
              currentTarget.value = '';
            }}
          />
          Open…
        </label>
      </div>
      <div class="editor-text" ref={host} data-action="text" />
      <div class={`editor-line is-${problem === null ? tone : 'bad'}`}>
        <p role="status" data-look={looking.look.value.is}>
          {problem ?? told}
        </p>
        {problem === null && way !== null && (
          <button
            type="button"
            class="button button-small"
            data-action="show-bad"
            title="Steps it by hand to the end of the shortest way there"
            onClick={() => void run({ driver: 'hand', steps: way })}
          >
            Show me
          </button>
        )}
      </div>
    </section>
  );
}
