// The language for the editor: what each piece of a line is, as the core's inks have it (`src/program/ink.rs`), and how deep
// a line is indented.

import { HighlightStyle, StreamLanguage, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { INNER_WORDS, STATEMENT_WORDS, TOP_WORDS, WORDS } from './words';

const OPERATIONS = new Set(Object.keys(WORDS).flatMap((phrase) => phrase.split(' ')));
const INNER = new Set(INNER_WORDS);
const BEGINNING = new Set([...TOP_WORDS, ...STATEMENT_WORDS]);

interface State {
  /** Braces and brackets that are open. */
  depth: number;
  /** Whether a statement begins here. */
  begins: boolean;
  /** Whether a word stands before this. */
  follows: boolean;
  /** Whether the variants of the line follow. */
  tagged: boolean;
}

function token(stream: StringStream, state: State): string | null {
  if (stream.sol()) Object.assign(state, { begins: true, follows: false, tagged: false });
  if (stream.eatSpace()) return null;
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'comment';
  }
  const { begins, follows } = state;
  Object.assign(state, { begins: false, follows: false });
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
  if (stream.match(/^\d[\p{L}\p{N}_]*/u)) return 'number';
  const name = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
  if (name && typeof name === 'object') {
    if (state.tagged) return 'variant';
    const word = name[0];
    state.follows = BEGINNING.has(word) || INNER.has(word);
    return isWord(word, begins, follows, stream) ? 'word' : 'name';
  }
  const sign = stream.next() ?? '';
  if ('([{'.includes(sign)) state.depth++;
  else if (')]}'.includes(sign)) state.depth = Math.max(0, state.depth - 1);
  state.begins = '{};'.includes(sign);
  if (sign === ';') state.tagged = false;
  if (sign !== '@') return null;
  state.tagged = true;
  return 'variant';
}

/** Says whether a name is a word of the language where it stands: the same rule as the core's. */
function isWord(name: string, begins: boolean, follows: boolean, stream: StringStream): boolean {
  // What is given a value, or called, has its name from the program.
  if (stream.match(/^\s*(?:=(?!=)|[-+*/%]=|[(,])/, false)) return false;
  return (
    INNER.has(name) ||
    ((begins || follows) && BEGINNING.has(name)) ||
    (OPERATIONS.has(name) && (begins || Boolean(stream.match(/^\s*[\p{L}\p{N}_]/u, false))))
  );
}

export const language = StreamLanguage.define<State>({
  name: 'program',
  startState: () => ({ depth: 0, begins: true, follows: false, tagged: false }),
  token,
  indent: ({ depth }, after, { unit }) => Math.max(0, depth - (/^\s*[)\]}]/.test(after) ? 1 : 0)) * unit,
  tokenTable: {
    word: tags.keyword,
    name: tags.variableName,
    number: tags.number,
    string: tags.string,
    comment: tags.comment,
    variant: tags.annotation,
  },
  languageData: {
    commentTokens: { line: '//' },
    closeBrackets: { brackets: ['(', '[', '{', '"'] },
    indentOnInput: /^\s*[)\]}]$/,
  },
});

/** The same classes as on the stage. */
export const inks = HighlightStyle.define([
  { tag: tags.keyword, class: 'ink-word' },
  { tag: tags.variableName, class: 'ink-name' },
  { tag: tags.number, class: 'ink-number' },
  { tag: tags.string, class: 'ink-text' },
  { tag: tags.comment, class: 'ink-comment' },
  { tag: tags.annotation, class: 'ink-variant' },
]);
