// How the editor looks: as the text on the stage does. The page's colours reach into the shadow root as variables.

import { EditorView } from '@codemirror/view';

const mono = { fontFamily: 'var(--font-mono)', fontSize: '0.8125rem', lineHeight: '1.5rem' };

const popup = {
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius-small)',
  backgroundColor: 'var(--surface-raised)',
  color: 'var(--ink)',
  boxShadow: 'var(--shadow)',
};

export const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent' },
  // The page draws the ring around the whole editor.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { ...mono, overflow: 'auto' },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--space-2) 0 0' },
  '.cm-gutters': { border: 'none', backgroundColor: 'var(--surface-raised)', color: 'var(--ink-muted)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.4375rem', padding: '0 0.75rem 0 0' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', boxShadow: '0 0 0 1px var(--line-strong)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', boxShadow: '0 0 0 1px var(--bad)' },
  '.cm-lintRange': {
    backgroundImage: 'none',
    paddingBottom: '0',
    textDecoration: 'underline wavy var(--warn)',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--bad)' },
  '.cm-lintRange-active': { backgroundColor: 'var(--accent-soft)' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--bad)' },
  '.ink-word': { color: 'var(--ink-word)', fontWeight: '600' },
  '.ink-text': { color: 'var(--ink-text)' },
  '.ink-number': { color: 'var(--ink-number)' },
  '.ink-variant': { color: 'var(--ink-variant)' },
  '.ink-comment': { color: 'var(--ink-muted)', fontStyle: 'italic' },
  '.remark': {
    paddingLeft: 'var(--space-3)',
    color: 'var(--warn)',
    font: '0.75rem / 1.5rem var(--font)',
    whiteSpace: 'nowrap',
  },
  '.remark.is-fault': { color: 'var(--bad)' },
  '.cm-tooltip': popup,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { ...mono, maxHeight: '12rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0 var(--space-2)', lineHeight: '1.5rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { ...popup, maxWidth: '16rem', font: 'var(--text-small) / 1.4 var(--font)' },
  '.cm-diagnostic': { border: 'none', font: 'var(--text-small) / 1.4 var(--font)' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--warn)' },
  '.cm-panels': { borderColor: 'var(--line)', backgroundColor: 'var(--surface-sunken)', color: 'var(--ink)' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-panel.cm-panel-lint button[name=close]': { color: 'var(--ink)' },
  '@media (forced-colors: active)': {
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      forcedColorAdjust: 'none',
      backgroundColor: 'Highlight',
      color: 'HighlightText',
    },
    '&.cm-focused .cm-matchingBracket': { outline: '1px solid Highlight' },
  },
});
