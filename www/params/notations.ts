// The notations of text parameters, by their name in the catalog: a check says in words what is wrong with a text. A
// notation that is not known here is left to the core, which checks everything again. No DOM.

import type { ParamSchema } from '../contract/protocol';

/** Returns the end of a sentence that begins with the parameter and its text; null where nothing is wrong. */
export type Check = (text: string) => string | null;

/** How texts travel in links, where that is not as they are. */
export interface Notation {
  check: Check;
  /** Returns what a link has instead of the text. */
  write(text: string): string;
  /** Returns the text for what a link has; what nobody has written stays as it is. */
  read(written: string): string;
}

/** Loads a notation, by its name. Most links have no texts, so it is loaded only for those that may have some. */
export type Notations = Readonly<Record<string, () => Promise<Check | Notation>>>;

const loaders = new Map<string, () => Promise<Check | Notation>>();

/** Registers the notations of a family. */
export function addNotations(notations: Notations): void {
  for (const [name, load] of Object.entries(notations)) loaders.set(name, load);
}

const notations = new Map<string, Check | Notation>();

/**
 * Loads the checks for the texts of these parameters. Never rejects: if a check cannot be loaded, the core checks
 * alone.
 */
export async function loadFormats(params: readonly ParamSchema[]): Promise<void> {
  for (const { kind } of params) {
    if (kind.type !== 'text' || notations.has(kind.format)) continue;
    const notation = await loaders
      .get(kind.format)?.()
      .catch(() => undefined);
    if (notation) notations.set(kind.format, notation);
  }
}

export function faultOf(format: string, text: string): string | null {
  const notation = notations.get(format);
  return (typeof notation === 'function' ? notation : notation?.check)?.(text) ?? null;
}

/** Returns what a link has for the text of a parameter, and what it had it for. */
export const written = (param: ParamSchema, text: string): string => packed(param)?.write(text) ?? text;
export const unwritten = (param: ParamSchema, text: string): string => packed(param)?.read(text) ?? text;

function packed({ kind }: ParamSchema): Notation | undefined {
  const notation = kind.type === 'text' ? notations.get(kind.format) : undefined;
  return typeof notation === 'object' ? notation : undefined;
}
