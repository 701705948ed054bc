import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../contract/protocol';
import catalogJson from '../../generated/catalog.json';
import { filesOf, itemOf, linesOf, load, opened, openingOf, paths } from './sources';

const { scenarios } = catalogJson as unknown as Catalog;

describe('the files behind a run', () => {
  it('are there for every scenario and schedule, its own first', async () => {
    for (const scenario of scenarios) {
      const kind = scenario.params.find(({ name }) => name === 'schedule')?.kind;
      const schedules = kind?.type === 'choice' ? kind.options.map(({ value }) => value) : [null];
      for (const schedule of schedules) {
        const files = filesOf(scenario, schedule === null ? {} : { schedule });
        expect(files[0]).toBe(scenario.source);
        if (schedule !== null) expect(files[1]).toMatch(/^src\/loops\/schedule\/\w+\.rs$/);
        expect(new Set(files).size).toBe(files.length);
        for (const file of files) expect(existsSync(new URL(`../../../${file}`, import.meta.url)), file).toBe(true);
      }
      expect(await load(scenario.source)).toContain(`"${scenario.id}"`);
    }
  });

  it('are opened at an item that is there once', async () => {
    const named = [
      ...scenarios.map(({ source, source_item: item }) => [source, item] as const),
      ...opened.map((path) => [path, itemOf(path, { source: '', source_item: '' })] as const),
    ];
    for (const [path, item] of named) {
      const lines = linesOf(await load(path), item ?? '');
      expect(lines, `${item} in ${path}`).toHaveLength(1);
      expect(lines[0], path).toBeGreaterThan(2);
    }
    const schedules = paths.filter((path) => /^src\/loops\/schedule\/(?!mod)/.test(path));
    expect(opened).toEqual(expect.arrayContaining(schedules));
  });

  it('are opened at an item with its comment, never at their imports', async () => {
    for (const path of paths) {
      const text = await load(path);
      const { line, top } = openingOf(text, itemOf(path, { source: '', source_item: '' }));
      const shown = text.split('\n');
      // A `mod.rs` that only lists modules may be opened at its beginning.
      expect(line > 2 || !/\bfn /.test(text), path).toBe(true);
      if (line > 0) expect(shown[line], path).not.toMatch(/^(\/\/|use |mod )/);
      expect(shown.slice(top, line).every((above) => /^\s*(\/\/\/|#\[)/.test(above))).toBe(true);
      expect(shown[top - 1] ?? '', path).not.toMatch(/^\s*\/\/\//);
    }
    const text = '//! x\n\nuse a;\n\n/// One.\npub fn one() {}\n\n/// Two.\n#[inline]\nfn two<T>() {\n    one();\n}\n';
    expect(openingOf(text, null)).toEqual({ line: 5, top: 4 });
    expect(openingOf(text, 'fn two')).toEqual({ line: 9, top: 7 });
    expect(linesOf(text, 'fn tw')).toEqual([]);
    expect(linesOf('"fn two("\nfn two(', 'fn two')).toEqual([1]);
  });

  it('include no tests, and no other file can be loaded', async () => {
    expect(paths.filter((path) => path.includes('test') && path !== 'src/families/diagnostics.rs')).toEqual([]);
    await expect(load('Cargo.toml')).rejects.toThrow('There is no file Cargo.toml.');
    expect(filesOf({ source: 'src/nowhere.rs' }, { schedule: '../../static' })).toEqual([]);
  });
});
