// Links to every scenario that a reader sees, made from the page's own catalog, so that a new scenario is tested as soon
// as it stands there.

import generated from '../../www/generated/catalog.json';

interface Numeric {
  name: string;
  kind: { max?: number };
}

const scenarios = generated.scenarios.filter(({ hidden }) => !hidden);

const withSettings = (id: string, settings: readonly string[]): string =>
  `#/v1/${id}${settings.length > 0 ? `?${settings.join('&')}` : ''}`;

/**
 * Settings that make a run short: few repeats of a small problem, and kitchen seconds that last 50 ms. Programs are explored, as what
 * they come to on threads is open: `programs.test.ts` has that.
 */
const SHORT: Readonly<Record<string, string>> = {
  repeats: '5',
  n: '64',
  hi: '20000000',
  vectors: '100',
  scale: '50',
  driver: 'explore',
};

const short = (params: readonly { name: string }[]): string[] =>
  params.flatMap(({ name }) => (SHORT[name] === undefined ? [] : [`${name}=${SHORT[name]}`]));

/** Problems that are large enough for a run to go on until it is stopped, on a machine of any speed. */
const LARGE: Readonly<Record<string, string>> = { n: '4096', count: '10000', vectors: '10000' };

/** Settings that make a run long: as many repeats as there can be; without repeats, each number at its largest. */
function long(params: readonly Numeric[]): string[] {
  const repeated = params.some(({ name }) => name === 'repeats');
  return params.flatMap(({ name, kind }) => {
    if (repeated && name !== 'repeats') return LARGE[name] === undefined ? [] : [`${name}=${LARGE[name]}`];
    return kind.max === undefined ? [] : [`${name}=${kind.max}`];
  });
}

/** Every scenario with a short run, compared if it can be, and with a long one. */
export const SCENARIOS = scenarios.map(({ id, can_compare, params, stage }) => ({
  id,
  /** Programs that are explored have no timeline, and what there is of them to stop is in `programs.test.ts`. */
  isProgram: stage === 'program',
  link: withSettings(id, [...short(params), ...(can_compare ? ['compare=1'] : [])]),
  long: withSettings(id, long(params)),
}));
