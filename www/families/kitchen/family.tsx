// The family of the kitchen on the page. Loaded when it is first shown: the first visit is to another family.

import type { FamilyPage } from '../../stage/family-page';
import { Lazy } from '../../widgets/Lazy';
import { paceOf } from './pace';

const load = () => import('./KitchenLab').then(({ KitchenLab }) => KitchenLab);
const stories = () => import('./stories');

export default {
  stages: { 'mapo-tofu': () => <Lazy load={load} minHeight={760} /> },
  stories: {
    'shared-knife': () => stories().then(({ KNIFE }) => KNIFE),
    'blocked-loop': () => stories().then(({ LOOP }) => LOOP),
  },
  editors: { recipe: () => import('./recipe/RecipeEditor').then(({ RecipeEditor }) => RecipeEditor) },
  pace: (values) => paceOf(values) ?? 1000,
} satisfies FamilyPage;
