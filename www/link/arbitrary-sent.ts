// Random results for the property tests; values that are rounded on the way are rounded already.

import fc from 'fast-check';
import {
  FIRST_DAY,
  KNOWN_NAMES,
  LAST_DAY,
  MAX_BROWSER,
  MAX_CORES,
  MAX_LANES,
  MAX_METRICS,
  MAX_VALUE,
  type SharedLane,
  type SharedMetric,
  type SharedResult,
  type SharedTimeline,
  TOP_LEVEL,
  UNITS,
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

const metric: fc.Arbitrary<SharedMetric> = fc.record({ name, value, unit: fc.constantFrom(...UNITS) });

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

export const anyResult: fc.Arbitrary<SharedResult> = fc.record({
  day: fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
  cores: fc.integer({ min: 1, max: MAX_CORES }),
  browser: fc.string({ unit: 'grapheme-ascii', maxLength: MAX_BROWSER }),
  metrics: fc.uniqueArray(metric, { maxLength: MAX_METRICS, selector: (each) => each.name }),
  timeline: fc.option(timeline),
});
