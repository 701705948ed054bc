// What the page knows of a study, as signals. What makes it and what shows it is loaded when it is first
// needed: `study/session.ts` and `study/StudyTab.tsx`.

import { computed, signal } from '@preact/signals';
import type { StudyData } from '../study/runner';
import { link } from './app';

export interface ShownStudy {
  link: string;
  data: StudyData;
  /** Where it was not made here, but opened from a file: that, the logical cores of its machine, and the date in ms. */
  opened?: { file: string; cores: number; saved: number };
}

/** Whether the stage shows a study: its link has a sweep. */
export const studying = computed(() => link.value.sweep != null);
/** The study under way, or the last one that ended. */
export const study = signal<ShownStudy | null>(null);
/** What the study is doing: a sentence; null while none is under way. */
export const studyText = signal<string | null>(null);
