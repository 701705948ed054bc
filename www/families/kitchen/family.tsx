// The family of the kitchen on the page. Loaded when it is first shown: the first visit is to another family.

import type { FamilyPage } from '../../stage/family-page';
import { Lazy } from '../../widgets/Lazy';
import { paceOf } from './pace';

const load = () => import('./KitchenLab').then(({ KitchenLab }) => KitchenLab);

export default {
  Stage: () => <Lazy load={load} minHeight={760} />,
  editors: { recipe: () => import('./RecipeEditor').then(({ RecipeEditor }) => RecipeEditor) },
  pace: (values) => paceOf(values) ?? 1000,
} satisfies FamilyPage;
