// Keeps drafts of programs until the window is closed: one for each text that somebody has begun to change. Where the
// browser stores nothing, they last as long as the page does.

/** A program of the page, as it is without the reader's changes. */
export interface Source {
  scenario: string;
  text: string;
}

export interface Draft {
  /** The key of its source. */
  of: string;
  /** The changed text; null: it has not been changed. */
  text: string | null;
  /** Whether the editor is open. */
  open: boolean;
}

const STORAGE_KEY = 'brigade-drafts';
/** Most drafts that are kept: the newest. */
const MOST = 8;
/** Longest draft that is kept, in characters; programs have at most as many bytes. */
const LONGEST = 100_000;

/** Names a text of a scenario. Different texts have different names but for a chance of one in thousands of millions. */
export function keyOf({ scenario, text }: Source): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return `${scenario} ${text.length} ${hash.toString(36)}`;
}

/** Reads stored drafts. What is no draft is left out. */
export function parseDrafts(stored: string | null): Draft[] {
  try {
    const all: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(all) ? all.filter(isDraft).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { of, text, open } = value as Record<string, unknown>;
  const isText = text === null || (typeof text === 'string' && text.length <= LONGEST);
  return typeof of === 'string' && isText && typeof open === 'boolean';
}

/** Drafts with one more, or a newer one of its source. One that is neither changed nor open is dropped. */
export function withDraft(drafts: readonly Draft[], draft: Draft): Draft[] {
  const others = drafts.filter(({ of }) => of !== draft.of);
  if ((draft.text === null && !draft.open) || !isDraft(draft)) return others;
  return [draft, ...others].slice(0, MOST);
}

/** The drafts of this page where nothing can be stored; null where it can. */
let here: Draft[] | null = null;

function all(): Draft[] {
  try {
    return here ?? parseDrafts(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return [];
  }
}

/** Returns the draft of a text. */
export const draftOf = (source: Source): Draft | undefined => all().find(({ of }) => of === keyOf(source));

/** Keeps a draft. */
export function keepDraft(source: Source, text: string, open: boolean): void {
  const drafts = withDraft(all(), { of: keyOf(source), text: text === source.text ? null : text, open });
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(drafts));
    here = null;
  } catch {
    // Storage is forbidden or full: the drafts last as long as the page.
    here = drafts;
  }
}
