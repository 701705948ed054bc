// The catalog of scenarios, made by the core when the page was built. The page starts with the names of all and the
// schema of the first family; the schemas of other families are loaded before one of their scenarios is shown.

import type { Catalog, ScenarioInfo } from '../contract/protocol';
import index from '../generated/index.json';

/** What is not known of a scenario before its family is loaded. */
const UNKNOWN = { question: '', lesson: [], presets: [], params: [], can_compare: false };

/** A scenario whose family is not loaded has its name alone. */
export const catalog = {
  ...index,
  scenarios: index.scenarios.map((scenario) => ({ ...UNKNOWN, ...scenario })),
} as unknown as Catalog;

const loaders = import.meta.glob<ScenarioInfo[]>('../generated/scenarios/*.json', { import: 'default' });
const addressOf = (family: string): string => `../generated/scenarios/${family}.json`;
const loaded = new Set<string>();

/** Returns whether all is known of a family's scenarios. */
export const isWhole = (family: string): boolean => loaded.has(family) || !(addressOf(family) in loaders);

/** Loads what the catalog does not know yet of a family. Never rejects: `isWhole` tells whether it succeeded. */
export async function loadFamily(family: string): Promise<void> {
  if (isWhole(family)) return;
  const scenarios = (await loaders[addressOf(family)]?.().catch(() => null)) ?? null;
  if (!scenarios) return;
  for (const scenario of scenarios) {
    const known = catalog.scenarios.find(({ id }) => id === scenario.id);
    if (known) Object.assign(known, scenario);
  }
  loaded.add(family);
}

/** Loads all that the catalog does not know yet. Never rejects. */
export async function loadCatalog(): Promise<void> {
  await Promise.all(catalog.families.map(({ id }) => loadFamily(id)));
}
