// Keeps what the page knows of a study, as signals. The code that makes a study (`conduct.ts`) and shows it
// (`StudyTab.tsx`) is loaded when it is first needed.

import { computed, signal } from '@preact/signals';
import type { StudyData } from '../study/runner';
import { link } from './app';

export interface ShownStudy {
  link: string;
  data: StudyData;
  /** Set if the study was opened from a file: its name, the logical cores of its machine, and the date in ms. */
  opened?: { file: string; cores: number; saved: number };
}

/** Whether the stage shows a study: its link has a sweep. */
export const studying = computed(() => link.value.sweep != null);
/** The study under way, or the last one that ended. */
export const study = signal<ShownStudy | null>(null);
/** Says what the study is doing; null while none is under way. */
export const studyText = signal<string | null>(null);
