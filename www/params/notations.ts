// The notations of text parameters, by the name that the catalog gives them: what is wrong with a text, in
// words. A notation that is not known here is left to the core, which checks everything once more. No DOM.

import type { ParamSchema } from '../contract/protocol';

/** The end of a sentence that begins with the parameter and its text; null where nothing is wrong. */
type Check = (text: string) => string | null;

/** Most links have no texts: what checks them is loaded for those that may have. */
const LOADERS: Readonly<Record<string, () => Promise<Check>>> = {
  recipe: () => import('../families/kitchen/recipe-fault').then(({ recipeFault }) => recipeFault),
};

const checks = new Map<string, Check>();

/** Loads what checks the texts of these parameters. Never rejects: where it cannot be loaded the core checks alone. */
export async function loadFormats(params: readonly ParamSchema[]): Promise<void> {
  for (const { kind } of params) {
    if (kind.type !== 'text' || checks.has(kind.format)) continue;
    const check = await LOADERS[kind.format]?.().catch(() => undefined);
    if (check) checks.set(kind.format, check);
  }
}

export const faultOf: (format: string, text: string) => string | null = (format, text) =>
  checks.get(format)?.(text) ?? null;
