// Random results for the property tests; values that are rounded on the way are rounded already.

import fc from 'fast-check';
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
  MAX_VALUE,
  type SharedLane,
  type SharedMetric,
  type SharedResult,
  type SharedTimeline,
  TOP_LEVEL,
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
export const anyResult = fc.oneof(plainResult, resultOf(anyMetric));
