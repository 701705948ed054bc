import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../engine/protocol';
import catalogJson from '../generated/catalog.json';
import { filesOf, load, paths } from './sources';

const { scenarios } = catalogJson as unknown as Catalog;

describe('the files behind a run', () => {
  it('are there for every scenario and schedule, its own first', async () => {
    for (const scenario of scenarios) {
      const kind = scenario.params.find(({ name }) => name === 'schedule')?.kind;
      const schedules = kind?.type === 'choice' ? kind.options.map(({ value }) => value) : [null];
      for (const schedule of schedules) {
        const files = filesOf(scenario, schedule === null ? {} : { schedule });
        expect(files[0]).toBe(scenario.source);
        if (schedule !== null) expect(files[1]).toMatch(/^src\/schedule\/\w+\.rs$/);
        expect(new Set(files).size).toBe(files.length);
        for (const file of files) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
      }
      expect(await load(scenario.source)).toContain(`"${scenario.id}"`);
    }
  });

  it('are no tests, and nothing else has a path', async () => {
    expect(paths.filter((path) => path.includes('test') && path !== 'src/self_test.rs')).toEqual([]);
    await expect(load('Cargo.toml')).rejects.toThrow('There is no file Cargo.toml.');
    expect(filesOf({ source: 'src/nowhere.rs' }, { schedule: '../static' })).toEqual([]);
  });
});
