// The link of an own text has those settings that the text has, too, and is read back as it was meant.

import { expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import type { ParamSchema, Reading, ScenarioInfo } from '../contract/protocol';
import { decodeLink } from '../link/link';
import { carried, declaredBy, linkTo } from './target';

const own = catalog.scenarios.find(({ declared_by }) => declared_by !== undefined) as ScenarioInfo;
const env = { logicalCores: 4, threadsAvailable: true };

const times: ParamSchema = {
  name: 'times',
  label: 'times',
  help: '',
  unit: null,
  kind: { type: 'integer', min: 1, max: 10, max_param: null, scale: 'linear' },
  default: 5,
  applies: null,
  group: 'problem',
};
const reading: Reading = {
  lines: [],
  params: [...own.params, times],
  pool: { when: [], size: 1, compared: null, otherwise: null } as unknown as Reading['pool'],
  faults: [],
  warnings: [],
};
const info = declaredBy(own, reading);

it('takes over what the text has, with values that it allows', () => {
  const given = { driver: 'explore', seed: 7, times: 3, people: 2, text: 'thread t { }', variant: 'lock' };
  expect(carried(info, given, env)).toEqual({ driver: 'explore', seed: 7, times: 3 });
  expect(carried(info, { driver: 'none such', times: 'x' }, env)).toEqual({});
});

it('leaves out the steps of another text, and how they were taken', () => {
  expect(carried(info, { driver: 'hand', steps: '0.1' }, env)).toEqual({});
  expect(carried(info, { driver: 'forced' }, env)).toEqual({});
});

it('is a link to the text, by its name where it has one', () => {
  const text = 'shared x = 0 // é & ?\nthread t { x += 1 }\n';
  const { scenario, raw } = decodeLink(linkTo(info, text, { times: 3, seed: 0 }, catalog), {
    ...catalog,
    scenarios: [info],
  });
  expect({ scenario, raw }).toEqual({ scenario: own.id, raw: { [own.declared_by ?? '']: text, times: '3' } });
  const kind = own.params.find(({ name }) => name === own.declared_by)?.kind;
  const named = kind?.type === 'text' ? kind.named : [];
  expect(named.length).toBeGreaterThan(1);
  for (const { value, text: known } of named) {
    const link = linkTo(info, known, {}, catalog);
    expect([`#/v1/${own.id}`, `#/v1/${own.id}?${own.declared_by}=${value}`]).toContain(link);
  }
});
