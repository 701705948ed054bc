// Random results for the property tests; values that are rounded on the way are rounded already.

import fc from 'fast-check';
import { ENDS, WITHOUT_END } from '../contract/program';
import { ROLES, UNITS } from '../generated/words';
import { isName, KNOWN_NAMES, meaningOf } from './names';
import {
  FIRST_DAY,
  FIRST_UNITS,
  LAST_DAY,
  MAX_BROWSER,
  MAX_CORES,
  MAX_LANES,
  MAX_METRICS,
  MAX_NAME,
  MAX_OUTCOMES,
  MAX_VALUE,
  type SharedLane,
  type SharedMetric,
  type SharedOutcome,
  type SharedOutcomes,
  type SharedResult,
  type SharedTimeline,
  TOP_LEVEL,
  UNNAMEABLE,
} from './sent';
import { carried } from './writer';

const value = fc
  .oneof(
    fc.double({ min: 0, max: MAX_VALUE, noNaN: true }),
    fc.double({ min: 0, max: 10, noNaN: true }),
    fc.integer({ min: 0, max: MAX_VALUE }),
    fc.nat(100),
    fc.constantFrom(0, 1, MAX_VALUE, 1e-12, 5e-324),
  )
  .map(carried);

const name = fc.oneof(fc.constantFrom(...KNOWN_NAMES), fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/));

/** Of what a person may call a figure. */
const anyName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => isName(text) && new TextEncoder().encode(text).length <= MAX_NAME);

/** As every version can carry it, with or without what its name says of it. */
const plainMetric: fc.Arbitrary<SharedMetric> = fc
  .record({ name, value, unit: fc.constantFrom(...UNITS.slice(0, FIRST_UNITS)), told: fc.boolean() })
  .map(({ told, ...rest }) => ({ ...rest, ...(told && meaningOf(rest.name)) }));

const anyMetric: fc.Arbitrary<SharedMetric> = fc
  .record({
    name: fc.oneof(name, anyName),
    value,
    unit: fc.constantFrom(...UNITS),
    role: fc.option(fc.constantFrom(...ROLES), { nil: undefined }),
    of: fc.option(fc.oneof(name, anyName), { nil: undefined }),
  })
  .map(({ role, of, ...rest }) => ({
    ...rest,
    ...(role !== undefined && { role, ...(of !== undefined && { of }) }),
  }));

const lane = (buckets: number): fc.Arbitrary<SharedLane> =>
  fc.record({
    thread: fc.option(fc.nat(1023)),
    busy: fc.nat(1000).map((share) => share / 1000),
    chunks: fc.oneof(fc.nat(1000), fc.nat(1e9)),
    levels: fc.array(fc.nat(TOP_LEVEL), { minLength: buckets, maxLength: buckets }),
  });

const timeline: fc.Arbitrary<SharedTimeline> = fc.constantFrom(4, 8, 16, 32, 64).chain((buckets) =>
  fc.record({
    duration: value,
    buckets: fc.constant(buckets),
    lanes: fc.array(lane(buckets), { maxLength: MAX_LANES }),
    more: fc.nat(100),
  }),
);

const step = fc
  .tuple(fc.nat(40), fc.constantFrom('', 'g', 'w', 'f', 'a2'), fc.constantFrom('', 'x3', 'x120'))
  .map((parts) => parts.join(''));

const anyOutcome: fc.Arbitrary<SharedOutcome> = fc.record(
  {
    kind: fc.constantFrom(...ENDS),
    outcome: fc
      .oneof(
        fc.constantFrom('', 'x=3', 'one waits for b; two waits for a'),
        fc.string({ unit: 'binary', maxLength: 90 }),
      )
      .filter((text) => !UNNAMEABLE.test(text)),
    interleavings: fc.oneof(fc.constantFrom('0', WITHOUT_END), fc.bigInt({ min: 0n, max: 10n ** 60n }).map(String)),
    seen: fc.nat(),
    steps: fc.array(step, { maxLength: 30 }).map((steps) => steps.join('.')),
  },
  { requiredKeys: ['kind', 'outcome'] },
);

const anyOutcomes: fc.Arbitrary<SharedOutcomes> = fc.record({
  listed: fc.oneof(fc.array(anyOutcome, { maxLength: 5 }), fc.array(anyOutcome, { maxLength: MAX_OUTCOMES })),
  more: fc.oneof(fc.constant(0), fc.nat(1e6)),
});

const resultOf = (metric: fc.Arbitrary<SharedMetric>): fc.Arbitrary<SharedResult> =>
  fc.record({
    day: fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
    cores: fc.integer({ min: 1, max: MAX_CORES }),
    browser: fc.string({ unit: 'grapheme-ascii', maxLength: MAX_BROWSER }),
    metrics: fc.uniqueArray(metric, { maxLength: MAX_METRICS, selector: (each) => each.name }),
    timeline: fc.option(timeline),
  });

/** What the first version carries. */
export const plainResult = resultOf(plainMetric);
/** What only the third version carries. */
export const exploredResult = fc
  .tuple(fc.oneof(plainResult, resultOf(anyMetric)), anyOutcomes)
  .map(([result, outcomes]) => ({ ...result, outcomes }));
export const anyResult: fc.Arbitrary<SharedResult> = fc.oneof(plainResult, resultOf(anyMetric), exploredResult);
