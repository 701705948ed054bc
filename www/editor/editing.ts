// Which text is edited on the stage, and how the editor is opened and closed. Small: it is loaded with every program.

import { computed, effect, signal } from '@preact/signals';
import * as app from '../app/app';
import { draftOf, keepDraft, keyOf, type Source } from './drafts';

/** The text of the program on the stage, as it is without the reader's changes; null until it is known. */
export const source = computed<Source | null>(() => {
  const { id, params, declared_by: name } = app.scenario.value;
  if (name !== undefined) {
    const value = String(app.values.value[name] ?? '');
    const kind = params.find((param) => param.name === name)?.kind;
    const named = kind?.type === 'text' ? kind.named.find((known) => known.value === value) : undefined;
    return { scenario: id, text: named?.text ?? value };
  }
  const lines = app.told.value?.scenario === id ? app.told.value.program?.lines : undefined;
  if (!lines || lines.length === 0) return null;
  const text = lines.map(({ pieces }) => pieces.map(([, piece]) => piece).join('')).join('\n');
  return { scenario: id, text: text.endsWith('\n') ? text : `${text}\n` };
});

/** The key of the text that is edited. */
const edited = signal<string | null>(null);

const key = computed(() => (source.value ? keyOf(source.value) : null));

/** Whether the text on the stage is edited. */
export const isEdited = computed(() => key.value !== null && key.value === edited.value);

/** Whether a draft of the text on the stage was left: the reader has changed it. */
export const hasDraft = computed(() => {
  edited.value;
  return source.value !== null && draftOf(source.value)?.text != null;
});

/** What the keyboard is led to next: the editor when it opens, the button when it closes. */
export const led = { to: null as 'editor' | 'button' | null };

/** What the open editor lets do from above it; null until it is loaded. */
export const desk = signal<{ close: () => void; startOver: () => void; isChanged: boolean } | null>(null);

/** Opens the editor for the text on the stage. */
export function edit(): void {
  const text = source.peek();
  if (!text) return;
  keepDraft(text, draftOf(text)?.text ?? text.text, true);
  led.to = 'editor';
  edited.value = keyOf(text);
}

/** Closes it. The draft is kept. */
export function leave(of: Source, text: string): void {
  keepDraft(of, text, false);
  led.to = 'button';
  edited.value = null;
}

// After a reload it is as it was.
effect(() => {
  if (key.value === null || key.value === edited.peek()) return;
  const text = source.peek();
  edited.value = text && draftOf(text)?.open ? key.value : null;
});
