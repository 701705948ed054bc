// Pinned runs: how many stay, their titles, and the scale that they share.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../../tests/fixtures/catalog';
import type { Metric, Outcome, ParamValues, ScenarioInfo } from '../../contract/protocol';
import { withHeadlines } from '../../files/before';
import { completed } from '../../link/names';
import { applies, resolveValues, toText } from '../../params/values';
import { extentOf, MAX_PINS, titlesOf, withoutPin, withPin } from './pinned';
import { type PinnedRun, pinsOf } from './pins';
import { headlineOf, timesOf } from './times';

const env = { logicalCores: 4, threadsAvailable: true };
const julia = catalog.scenarios[0] as ScenarioInfo;

const pin = (key: number, scenario = 'julia', link = `#/v1/${scenario}?n=${key}`): PinnedRun => ({
  key,
  scenario,
  link,
  values: {},
  times: [],
  headline: '',
  notes: [],
  timeline: null,
});

/** Presses in any order, each for a scenario and one of a few settings. */
const presses = fc.array(fc.tuple(fc.constantFrom('julia', 'knife'), fc.integer({ min: 0, max: 6 })), {
  maxLength: 30,
});
const pinnedBy = (all: readonly (readonly [string, number])[]): PinnedRun[] =>
  all.reduce<PinnedRun[]>((pins, [id, n], key) => withPin(pins, pin(key, id, `#/v1/${id}?n=${n}`)).pins, []);

describe('pinning', () => {
  it('keeps the newest few of each scenario, and each of its settings once', () => {
    fc.assert(
      fc.property(presses, (all) => {
        const pins = pinnedBy(all);
        for (const id of ['julia', 'knife']) {
          const own = all.map(([scenario, n], key) => ({ scenario, n, key })).filter(({ scenario }) => scenario === id);
          // Expected: the newest press of each of the settings, and of those the newest few.
          const last = own.filter(({ n, key }) => !own.some((later) => later.n === n && later.key > key));
          expect(pinsOf(pins, id).map(({ key }) => key)).toEqual(last.slice(-MAX_PINS).map(({ key }) => key));
        }
      }),
    );
  });

  it('says what it dropped: the oldest of the same scenario', () => {
    const full = [pin(0, 'knife'), pin(1), pin(2), pin(3)];
    expect(withPin(full, pin(4)).dropped?.key).toBe(1);
    expect(withPin(full, pin(4, 'knife')).dropped).toBeNull();
    // Pinning the same settings again replaces their pin.
    expect(withPin(full, pin(4, 'julia', full[2]?.link)).dropped).toBeNull();
  });

  it('is undone by unpinning, if no other pin was dropped', () => {
    fc.assert(
      fc.property(presses, (all) => {
        const pins = pinnedBy(all);
        const { pins: more, dropped } = withPin(pins, pin(1000));
        expect(withoutPin(more, 1000)).toEqual(pins.filter((each) => each !== dropped));
        expect(withoutPin(pins, 1000)).toEqual(pins);
      }),
    );
  });
});

describe('titles', () => {
  const valuesOf = (explicit: ParamValues): { values: ParamValues } => ({
    values: resolveValues(julia, explicit, env).values,
  });

  it('name the catalog’s words for what differs', () => {
    expect(titlesOf(julia.params, [valuesOf({ schedule: 'static' }), valuesOf({ schedule: 'dynamic' })])).toEqual([
      'Schedule Static',
      'Schedule Dynamic',
    ]);
    expect(titlesOf(julia.params, [valuesOf({ threads: 2 }), valuesOf({ threads: 4 })])).toEqual([
      'Threads 2',
      'Threads 4',
    ]);
    expect(titlesOf(julia.params, [valuesOf({}), valuesOf({})])).toEqual(['', '']);
  });

  it('name exactly the parameters that differ and have an effect', () => {
    const explicit = fc.record({
      schedule: fc.constantFrom('sequential', 'static', 'dynamic'),
      threads: fc.integer({ min: 1, max: 4 }),
      grain: fc.integer({ min: 1, max: 3 }),
      n: fc.constantFrom(200, 1000),
    });
    fc.assert(
      fc.property(fc.array(explicit, { minLength: 1, maxLength: 4 }), (all) => {
        const runs = all.map(valuesOf);
        const titles = titlesOf(julia.params, runs);
        for (const param of julia.params) {
          const told = runs.map(({ values }) => (applies(param, values) ? toText(values[param.name] ?? '') : null));
          const differs = new Set(told.filter((text) => text !== null)).size > 1;
          titles.forEach((title, i) => {
            const named = title.split(', ').some((part) => part.startsWith(`${param.label} `));
            expect(named).toBe(differs && told[i] !== null);
          });
        }
      }),
    );
  });
});

describe('the scale', () => {
  it('is the longest of all that is drawn', () => {
    const time = fc.double({ min: 0, max: 1e6, noNaN: true });
    const run = fc.record({
      times: fc.array(
        time.map((ms) => ({ name: 'time_ms', label: 'Time', ms })),
        { maxLength: 3 },
      ),
      timeline: fc.option(time.map((duration) => ({ duration, buckets: 64, lanes: [], more: 0 }))),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (all) => {
        const lengths = all.flatMap(({ times, timeline }) => [
          ...times.map(({ ms }) => ms * 1000),
          ...(timeline ? [timeline.duration] : []),
        ]);
        const extent = extentOf(all);
        expect(lengths.every((length) => length <= extent)).toBe(true);
        if (lengths.length > 0) expect(lengths).toContain(extent);
      }),
    );
  });
});

describe('the times of a run', () => {
  const outcome = (...metrics: [name: string, value: number, unit: Metric['unit']][]): Outcome =>
    withHeadlines({
      scenario: 'x',
      params: {},
      state: 'done',
      metrics: completed(metrics.map(([name, value, unit]) => ({ name, label: name, value, unit, help: '' }))),
      values: {},
      images: [],
      verdict: '',
      log: [],
      notices: [],
    });
  const told = (of: Outcome, compared = false) => timesOf(of, compared).map(({ name, ms }) => [name, ms]);

  it('are the fastest repeat’s, else the first one told', () => {
    const repeated = outcome(['time_ms', 5, 'ms'], ['time_min_ms', 4, 'ms'], ['imbalance', 1.2, 'ratio']);
    expect(told(repeated)).toEqual([['time_min_ms', 4]]);
    expect(told(repeated, true)).toEqual([['time_min_ms', 4]]);
    expect(told(outcome(['failed', 1, 'count'], ['preparation_s', 2, 's'], ['time_ms', 200, 'ms']))).toEqual([
      ['preparation_s', 2000],
    ]);
    expect(told(outcome(['failed', 1, 'count'], ['time_ms', Number.NaN, 'ms']))).toEqual([]);
  });

  it('are those of every way that was compared', () => {
    const ways = outcome(
      ['sequential_s', 23, 's'],
      ['sequential_celsius', 20, '°C'],
      ['threads_s', 9, 's'],
      ['async_s', 9.5, 's'],
      ['work_s', 23, 's'],
    );
    expect(told(ways, true)).toEqual([
      ['sequential_s', 23_000],
      ['threads_s', 9000],
      ['async_s', 9500],
    ]);
  });

  it('are none of a run that was stopped before it had one', () => {
    const stopped = { ...outcome(['work_s', 23, 's'], ['bound_s', 9, 's']), state: 'stopped' as const };
    expect(told(withHeadlines(stopped))).toEqual([]);
  });

  it('leave the verdict’s first other figure for words', () => {
    expect(headlineOf(outcome(['preparation_s', 2, 's'], ['failed', 1, 'count']))).toBe('failed: 1');
    expect(headlineOf(outcome(['time_ms', 2, 'ms']))).toBe('');
  });
});
