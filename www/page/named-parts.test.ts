import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../contract/protocol';
import catalogJson from '../generated/catalog.json';
import lessons from '../generated/lessons.json';
import { decodeLink, presetLink } from '../link/link';
// Registers the families' notations.
import '../families/notations';
import { loadFormats } from '../params/notations';
import { resolve } from '../params/values';
import { type LookFor, placeOf } from './named-parts';

const catalog = catalogJson as unknown as Catalog;
const items = (Object.values(lessons) as unknown as { look_for: LookFor[] }[]).flatMap((lesson) => lesson.look_for);

beforeAll(() => loadFormats(catalog.scenarios.flatMap(({ params }) => params)));

describe('what to look for', () => {
  it('is there in every lesson', () => {
    expect(Object.keys(lessons)).toEqual(catalog.scenarios.map(({ id }) => id));
    for (const { look_for: lookFor } of Object.values(lessons)) expect(lookFor.length).toBeGreaterThan(0);
  });

  it.each(items)('$text', ({ link, ring }) => {
    const decoded = decodeLink(presetLink(link), catalog);
    const scenario = catalog.scenarios.find(({ id }) => id === decoded.scenario);
    if (!scenario) throw new Error(`no scenario ${decoded.scenario}`);
    const { notices } = resolve(scenario, decoded.raw, { logicalCores: 4, threadsAvailable: true });
    expect([decoded.problem, ...decoded.notices, ...notices]).toEqual([null]);
    const { name, selector } = placeOf(ring);
    expect(name).toMatch(/^(the|who) /);
    expect(selector).toMatch(/^\[data-/);
  });
});
