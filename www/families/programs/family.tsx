// The family of programs on the page: the editor of own texts.

import type { FamilyPage } from '../../stage/family-page';

export default {
  editors: { program: () => import('./ProgramEditor').then(({ ProgramEditor }) => ProgramEditor) },
} satisfies FamilyPage;
