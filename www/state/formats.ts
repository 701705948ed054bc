// The notations of text parameters, by the name that the catalog gives them: what is wrong with a text, in
// words. A notation that is not known here is left to the core, which checks everything once more. No DOM.

import { recipeFault } from '../kitchen/recipe';

const FORMATS: Readonly<Record<string, (text: string) => string | null>> = {
  recipe: recipeFault,
};

/** The end of a sentence that begins with the parameter and its text; null where nothing is wrong. */
export function faultOf(format: string, text: string): string | null {
  if (!Object.hasOwn(FORMATS, format)) return null;
  return FORMATS[format]?.(text) ?? null;
}
