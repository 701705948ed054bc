// Studies from their JSON export: an exported study is read back unchanged; any other file gives a sentence.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import type { ParamValues, ScenarioInfo } from '../contract/protocol';
import { encodeLink } from '../link/link';
import { readSweep } from '../link/sweep';
import { analyse } from '../study/analysis';
import { figuresOf } from '../study/figures';
import { planStudy } from '../study/plan';
import { type StudyData, startStudy } from '../study/runner';
import { toCsv, toJson } from '../study/study-csv';
import { FileProblem } from './check';
import { readStudy } from './read-study';

const julia = catalog.scenarios.find(({ id }) => id === 'julia') as ScenarioInfo;
const poolOf = (_: ScenarioInfo, values: ParamValues): number | null =>
  values.schedule === 'sequential' ? null : Number(values.threads);
const CORES = 8;

async function study(text: string, mode: 'strong' | 'weak', repeats = 6): Promise<{ data: StudyData; json: string }> {
  const { sweep } = readSweep(text, julia);
  if (!sweep) throw new Error('no sweep');
  const explicit = { n: 100, repeats };
  const plan = planStudy(julia, explicit, sweep, mode, { logicalCores: CORES, threadsAvailable: true }, poolOf);
  if ('problem' in plan) throw new Error(plan.problem);
  let turn = 0;
  const data = await startStudy(
    plan,
    async (_, pool) => ({
      state: 'done',
      time: 40 / (pool ?? 1) + (turn++ % 3) / 7,
      tasks: 125,
      cores: 12,
      leftOut: Number(pool === 2 && turn > 20),
      result: 'a',
      bounds: { work: 9, span: 1, parallelism: 9, threads: 2, greedy: 5, least: 4, measured: 6, chunks: 125 },
      notices: [],
    }),
    () => undefined,
  ).finished;
  const weak = mode === 'weak';
  const link = encodeLink({ scenario: 'julia', explicit, compare: false, sweep: sweep.text, weak }, catalog);
  const info = { link: `https://host.example/${link}`, logicalCores: CORES, saved: '2026-11-22', settings: {} };
  return { data, json: toJson(data, analyse(data, CORES), info) };
}

const STUDIES = [
  ['threads:1,2,4', 'strong'],
  ['threads:1,2,4', 'weak'],
  ['schedule:static,dynamic', 'strong'],
  ['n:50,100', 'strong'],
] as const;

describe('an exported study', () => {
  for (const [sweep, mode] of STUDIES) {
    it(`is read as it was: ${sweep}, ${mode}`, async () => {
      const { data, json } = await study(sweep, mode);
      const back = readStudy(json, catalog, poolOf);
      expect(back.cores).toBe(CORES);
      expect(back.link).toMatchObject({ scenario: 'julia', sweep: data.plan.sweep.text, weak: mode === 'weak' });
      expect(back.data.cores).toBe(12);
      expect(back.data.points.map(({ left }) => left)).toEqual(data.points.map(({ left }) => left));
      expect(toCsv(analyse(back.data, CORES))).toBe(toCsv(analyse(data, CORES)));
      const { runs: _, ...figures } = figuresOf(data, analyse(data, CORES));
      expect(figuresOf(back.data, analyse(back.data, CORES))).toMatchObject(figures);
    });
  }

  it('is read also from a version that did not record rounds left out', async () => {
    const { data, json } = await study('threads:1,2,4', 'strong');
    const { machine, points, references, ...rest } = JSON.parse(json);
    const without = (list: Record<string, unknown>[]) => list.map(({ left_out: _, ...old }) => old);
    const old = {
      ...rest,
      machine: { logical_cores: machine.logical_cores },
      points: without(points),
      references: without(references),
    };
    const back = readStudy(JSON.stringify(old), catalog, poolOf);
    expect(back.data.points.map(({ times }) => times)).toEqual(data.points.map(({ times }) => times));
    expect(back.data).toMatchObject({ cores: null, state: 'done' });
    expect(analyse(back.data, CORES).rows.every(({ lost, speedup }) => lost === 0 && speedup !== null)).toBe(true);
  });

  it('is a study or a sentence, whatever it says', async () => {
    // With fewer than five rounds nothing is resampled, which would take most of the test's time.
    const whole = JSON.parse((await study('threads:1,2', 'strong', 3)).json);
    const paths: (string | number)[][] = [];
    const collect = (value: unknown, path: (string | number)[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
    };
    collect(whole, []);
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(-1, 1e99, '', '#/v1/other', 'threads:1..32', [], {}, null, new Array(3000).fill(1)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), values, (path, value) => {
        const copy = structuredClone(whole);
        path.slice(0, -1).reduce((at, key) => at[key], copy)[path.at(-1) as string] = value;
        try {
          const { data } = readStudy(JSON.stringify(copy), catalog, poolOf);
          toCsv(analyse(data, CORES));
        } catch (error) {
          if (!(error instanceof FileProblem)) throw error;
          expect(error.message.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 1000 },
    );
    for (const text of ['', '[]', 'null', '{', '{"format":"brigade-run"}']) {
      expect(() => readStudy(text, catalog, poolOf)).toThrow(FileProblem);
    }
  });
});
