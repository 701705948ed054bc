// Colours of threads, the same everywhere: lane, tint, chart, log. The values are in `styles/tokens.css`; this file
// gives them to canvas drawings, which cannot use CSS variables. The file also has the theme, on which they depend.

import type { Lane } from '../trace/table';

export type Theme = 'light' | 'dark';

/** Distinct thread colours; thread 8 has the colour of thread 0. */
export const THREAD_COLOURS = 8;

const STORAGE_KEY = 'brigade-theme';

let cache = new Map<string, string>();
let cachedFor: string | undefined;

/** Returns the name of the CSS variable with a lane's colour. */
export function threadVariable(thread: number | null, role: Lane['role']): string {
  if (role === 'page') return '--thread-page';
  if (role === 'coordinator' || thread === null) return '--thread-coordinator';
  return `--thread-${thread % THREAD_COLOURS}`;
}

/** Returns a lane's colour in the present theme, as a colour that a canvas understands. */
export function threadColour(thread: number | null, role: Lane['role']): string {
  return token(threadVariable(thread, role));
}

/** Returns the value of a colour token in the present theme; reads the style sheet once for each theme. */
export function token(name: string): string {
  const root = document.documentElement;
  if (cachedFor !== root.dataset.theme) {
    cache = new Map();
    cachedFor = root.dataset.theme;
  }
  const known = cache.get(name);
  if (known !== undefined) return known;
  const value = getComputedStyle(root).getPropertyValue(name).trim();
  // Before the style sheet has arrived there is no value to remember.
  if (value !== '') cache.set(name, value);
  return value || '#888888';
}

/** Returns the theme that was chosen earlier, or else the one that the system asks for. */
export function initialTheme(): Theme {
  const stored = readStored();
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Applies a theme to the page; `remember` also keeps it for the next visit. */
export function applyTheme(theme: Theme, remember: boolean): void {
  document.documentElement.dataset.theme = theme;
  if (!remember) return;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
