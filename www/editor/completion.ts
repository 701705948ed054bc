// What the editor proposes: words of the language, with what they are for, and the names that the text declares.

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { codeOf, depthOf } from './indent';
import { INNER_WORDS, STATEMENT_WORDS, TOP_WORDS, WORDS } from './words';

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;

/** Returns the names that a text declares, in order. */
export function namesIn(text: string): string[] {
  const code = text.split('\n').map(codeOf).join('\n');
  const lists = [
    // Declarations may have several names, each with a size or a value.
    ...code.matchAll(
      /^[^\S\n]*(?:param|const|shared|atomic|(?:reentrant |fair )?lock|rwlock|condition|semaphore|barrier|channel|(?:daemon )?(?:thread|task|process|actor))\s+([^{@\n]+)/gmu,
    ),
    ...code.matchAll(new RegExp(`\\bfn\\s+${NAME}\\s*\\(([^)]*)\\)`, 'gu')),
  ].flatMap(([, list = '']) => list.replace(/\[[^\]]*\]|=[^,]*|\([^)]*\)| (?:of|in|among) .*/g, '').split(','));
  const single = [
    ...code.matchAll(new RegExp(`\\bfn\\s+(${NAME})`, 'gu')),
    ...code.matchAll(new RegExp(`\\b(?:for|catch)\\s+(${NAME})`, 'gu')),
    ...code.matchAll(new RegExp(`(?:^|[{;])[^\\S\\n]*(${NAME})\\s*=(?!=)`, 'gmu')),
  ].map(([, name = '']) => name);
  const named = lists.map((name) => name.trim()).filter((name) => new RegExp(`^${NAME}$`, 'u').test(name));
  return [...new Set([...named, ...single])];
}

/** Returns the variants that a text has. */
export function variantsIn(text: string): string[] {
  const [, list = ''] = /^[^\S\n]*variants\s+([^\n]*)/m.exec(text) ?? [];
  const names = codeOf(list).split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

const words = (list: readonly string[]): Completion[] => list.map((label) => ({ label, type: 'keyword' }));
const AT_THE_TOP = words([...TOP_WORDS, ...INNER_WORDS]);
const WITHIN: Completion[] = [
  ...Object.entries(WORDS).map(([label, info]) => ({ label, info, type: 'keyword', boost: 1 })),
  ...words([...STATEMENT_WORDS, ...INNER_WORDS].filter((word) => !(word in WORDS))),
];

export function complete(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const line = state.doc.lineAt(pos);
  const before = state.sliceDoc(line.from, pos);
  const code = codeOf(before);
  // Nothing is proposed in a comment or in a text.
  if (
    /\/\//.test(before.replace(/"[^"]*"/g, '')) ||
    (code.match(/"/g)?.length ?? 0) > (before.match(/"/g)?.length ?? 0)
  )
    return null;
  const name = context.matchBefore(new RegExp(NAME, 'u'));
  if (!name && !explicit) return null;
  const text = state.doc.toString();
  const from = name?.from ?? pos;
  if (code.includes('@')) return { from, options: variantsIn(text).map((label) => ({ label, type: 'enum' })) };
  const present = state.sliceDoc(from, pos);
  const names = namesIn(state.sliceDoc(0, from) + state.sliceDoc(pos)).filter((other) => other !== present);
  const known = depthOf(state.sliceDoc(0, pos)) === 0 ? AT_THE_TOP : WITHIN;
  const options = [...names.map((label) => ({ label, type: 'variable', boost: 2 })), ...known];
  return { from, options, validFor: new RegExp(`^${NAME}$`, 'u') };
}
