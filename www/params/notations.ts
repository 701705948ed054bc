// The notations of text parameters, by their name in the catalog: a check says in words what is wrong with a text. A
// notation that is not known here is left to the core, which checks everything again. No DOM.

import type { ParamSchema } from '../contract/protocol';

/** Returns the end of a sentence that begins with the parameter and its text; null where nothing is wrong. */
export type Check = (text: string) => string | null;

/**
 * Loads a check, by the name of its notation. Most links have no texts, so it is loaded only for those that may have
 * some.
 */
export type Notations = Readonly<Record<string, () => Promise<Check>>>;

const loaders = new Map<string, () => Promise<Check>>();

/** Registers the notations of a family. */
export function addNotations(notations: Notations): void {
  for (const [name, load] of Object.entries(notations)) loaders.set(name, load);
}

const checks = new Map<string, Check>();

/**
 * Loads the checks for the texts of these parameters. Never rejects: if a check cannot be loaded, the core checks
 * alone.
 */
export async function loadFormats(params: readonly ParamSchema[]): Promise<void> {
  for (const { kind } of params) {
    if (kind.type !== 'text' || checks.has(kind.format)) continue;
    const check = await loaders
      .get(kind.format)?.()
      .catch(() => undefined);
    if (check) checks.set(kind.format, check);
  }
}

export const faultOf: (format: string, text: string) => string | null = (format, text) =>
  checks.get(format)?.(text) ?? null;
