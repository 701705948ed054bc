// What links and files are checked with. A file of its own, as it is loaded apart from the kitchen.

import { parseRecipe } from './recipe';

/** What is wrong with a text, as the end of a sentence that begins with it; null if nothing is. */
export function recipeFault(text: string): string | null {
  const read = parseRecipe(text);
  return 'fault' in read ? `is no recipe: ${read.fault}` : null;
}
