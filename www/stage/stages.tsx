// What a family calls things, and the figures that a verdict will have.

import type { ScenarioInfo } from '../contract/protocol';

/** What a family calls things in the parts of the page that all families share. */
export interface FamilyWords {
  /** Large figures that a verdict will have, before there is one. */
  figures: readonly string[];
  /** On the button that compares, in short, what follows where there is room, and what it does. */
  compare: { text: string; more: string; title: string };
}

const WORDS: FamilyWords = {
  figures: ['Speed-up', 'Efficiency', 'Pictures'],
  compare: {
    text: 'Compare',
    more: ' with one thread',
    title: 'Also runs the same code on one thread, in turn with the chosen schedule, and compares',
  },
};

const FAMILY_WORDS: Readonly<Record<string, FamilyWords>> = {
  sums: { ...WORDS, figures: ['Speed-up', 'Efficiency', 'Result'] },
  kitchen: {
    figures: ['Preparation', 'Rice', 'Threads'],
    compare: {
      text: 'Compare',
      more: ' all three',
      title: 'Cooks one by one, with threads and on the event loop at the same time',
    },
  },
};

/** Where a scenario's large figures are not its family's. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  'shared-knife': ['Preparation', 'Failed tasks', 'Threads'],
  'blocked-loop': ['Consumer waited', 'Greatest lag', 'Flag set after'],
};

/** The large figures that a scenario's verdict will have. */
export const figuresOf = ({ id, family }: Pick<ScenarioInfo, 'id' | 'family'>): readonly string[] =>
  FIGURES[id] ?? wordsOf(family).figures;

export function wordsOf(family: string): FamilyWords {
  return FAMILY_WORDS[family] ?? WORDS;
}
