// The notation of the kitchen's parameters: recipes.

import type { Notations } from '../../params/notations';

export default {
  recipe: () => import('./recipe/recipe-fault').then(({ recipeFault }) => recipeFault),
} satisfies Notations;
