// The family of programs on the page: the form's way to the editor of own texts.

import type { FamilyPage } from '../../stage/family-page';

export default {
  editors: { program: () => import('./OnStage').then(({ OnStage }) => OnStage) },
} satisfies FamilyPage;
