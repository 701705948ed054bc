// The view of a text that can be edited: CodeMirror, in a shadow root, which adopts its style sheets. Into the document it
// would put style elements, which the page's policy forbids.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec, type Text } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { Remark } from '../contract/program';
import { look } from './code-look';
import { complete } from './completion';
import { formatted, unitOf } from './indent';
import { inks, language } from './language';
import { remarks } from './remarks';

export interface CodeView {
  text(): string;
  /** Changes the text as one step, which can be undone. */
  replace(text: string): void;
  format(): void;
  /** Shows what is wrong or worth a look at its places, in place of what was shown before. */
  tell(faults: readonly Remark[], warnings: readonly Remark[]): void;
  /** Goes to the place of a remark. */
  goTo(remark: Remark): void;
  focus(): void;
  end(): void;
}

interface CodeViewOptions {
  /** The element to which the shadow root belongs. */
  host: HTMLElement;
  text: string;
  onChange: (text: string) => void;
  onRun: () => void;
}

const ID_OF_HELP = 'help';
const HELP =
  'Tab leaves the editor; while proposals are open it takes one: Escape, then Tab, leaves. Control and Enter runs the ' +
  'program, Shift, Alt and F formats it, F8 goes to the next fault.';

export function openCodeView({ host, text, onChange, onRun }: CodeViewOptions): CodeView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const help = document.createElement('p');
  Object.assign(help, { id: ID_OF_HELP, hidden: true, textContent: HELP });
  const format = (): boolean => {
    replace(formatted(view.state.doc.toString()));
    return true;
  };
  const run = (): boolean => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Shift-Alt-f', run: format },
            // Nothing else binds Tab: it leads on, as it does everywhere on the page.
            { key: 'Tab', run: acceptCompletion },
          ]),
        ),
        lineNumbers(),
        history(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        indentUnit.of(' '.repeat(unitOf(text))),
        autocompletion({ override: [complete], icons: false }),
        language,
        syntaxHighlighting(inks),
        remarks,
        look,
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({
          'aria-label': 'Text of the program',
          'aria-describedby': ID_OF_HELP,
          tabindex: '0',
        }),
        EditorView.domEventHandlers({ beforeinput: putOver }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && onChange(state.doc.toString())),
      ],
    }),
  });
  root.append(help);

  function replace(next: string): void {
    const { doc, selection } = view.state;
    const before = doc.toString();
    if (next === before) return;
    const line = doc.lineAt(selection.main.head);
    const rest = before.slice(selection.main.head, line.to).trimEnd().length;
    view.dispatch({ changes: { from: 0, to: doc.length, insert: next }, userEvent: 'input' });
    // The cursor stays in its line, before what it stood before.
    const after = view.state.doc;
    const now = after.line(Math.min(line.number, after.lines));
    view.dispatch({ selection: { anchor: Math.max(now.from, now.to - rest) }, scrollIntoView: true });
  }

  const diagnostic = (severity: 'error' | 'warning') => (remark: Remark) => {
    const { from, to } = rangeOf(view.state.doc, remark);
    return { from, to, severity, message: remark.sentence };
  };

  return {
    text: () => view.state.doc.toString(),
    replace,
    format,
    tell(faults, warnings) {
      const all = [...faults.map(diagnostic('error')), ...warnings.map(diagnostic('warning'))];
      view.dispatch(setDiagnostics(view.state, all));
    },
    goTo(remark) {
      view.dispatch({ selection: { anchor: rangeOf(view.state.doc, remark).from }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    end() {
      view.destroy();
      help.remove();
    },
  };
}

/**
 * Puts a text over what is selected. Chromium would give it the style of what was there, by a style attribute, which the
 * page's policy forbids.
 */
function putOver({ inputType, data }: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  if (inputType !== 'insertText' || data === null || empty || view.composing) return false;
  const usual = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type' });
  const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, usual));
  if (!handled) view.dispatch(usual());
  return true;
}

/** Returns the place of a remark: the word that stands there. The core counts characters, and lines and columns from 1. */
function rangeOf(doc: Text, { line, column }: Remark): { from: number; to: number } {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = [...text].slice(0, column - 1).join('').length;
  const word = /^(?:[\p{L}\p{N}_]+|\S)/u.exec(text.slice(before))?.[0] ?? '';
  return { from: from + before, to: from + before + word.length };
}
