// Reads a sender's result out of a link's text, and believes none of it: every field is checked against its
// limits, sizes before anything is made of them.

import { ENDS, WITHOUT_END } from '../contract/program';
import { ROLES, UNITS } from '../generated/words';
import { OF, WITH_ENDLESS, WITH_ORDERS, WITH_SEEN, WITH_WAY } from './bytes';
import { completed, isName, KNOWN_NAMES } from './names';
import { Damage, Reader, toBytes } from './reader';
import { type Sealed, sealOf } from './seal';
import {
  FIRST_DAY,
  FIRST_UNITS,
  LAST_DAY,
  MAX_BROWSER,
  MAX_BUCKETS,
  MAX_CORES,
  MAX_LANES,
  MAX_METRICS,
  MAX_NAME,
  MAX_OUTCOME,
  MAX_OUTCOMES,
  MAX_TEXT,
  MAX_VALUE,
  NAME,
  RESULT_VERSION,
  type SharedMetric,
  type SharedOutcome,
  type SharedOutcomes,
  type SharedResult,
  type SharedTimeline,
  UNNAMEABLE,
} from './sent';

export type Decoded = { result: SharedResult; payload: string } | { problem: string };

/** `version.bytes.seal` */
const TEXT = /^([1-9]\d{0,3})\.([\w-]+)\.([0-9a-z]{1,7})$/;

/** Reads a result as `decodeResult` does, and completes the roles of its figures. */
export function readResult(text: string, sealed: Sealed): Decoded {
  const read = decodeResult(text, sealed);
  if ('problem' in read) return read;
  return { ...read, result: { ...read.result, metrics: completed(read.result.metrics) } };
}

/** Reads the value of a link's `result`, as it was written. Never throws; `problem` is a sentence. */
export function decodeResult(text: string, sealed: Sealed): Decoded {
  const refuse = (why: string): Decoded => ({
    problem: `The sender’s result in this link ${why}: the link is opened without it.`,
  });
  if (text.length > MAX_TEXT) return refuse('is too long');
  const [, version, bytes = '', seal] = TEXT.exec(text) ?? [];
  if (version === undefined) return refuse('is damaged');
  if (Number(version) > RESULT_VERSION) return refuse('was written by a newer version of this page');
  const payload = `${version}.${bytes}`;
  if (seal !== sealOf(payload, sealed)) return refuse('is damaged, or belongs to other settings');
  try {
    return { result: read(new Reader(toBytes(bytes)), Number(version)), payload };
  } catch (error) {
    if (error instanceof Damage) return refuse('is damaged');
    throw error;
  }
}

function read(from: Reader, version: number): SharedResult {
  const day = from.whole(FIRST_DAY, LAST_DAY);
  const cores = from.whole(1, MAX_CORES);
  const browser = from.ascii(MAX_BROWSER);
  const metrics = Array.from({ length: from.byte(MAX_METRICS) }, () =>
    (version === 1 ? readMetric : readAnyMetric)(from),
  );
  if (new Set(metrics.map(({ name }) => name)).size < metrics.length) throw new Damage('a figure is there twice');
  const timeline = readTimeline(from);
  const outcomes = version < 3 ? undefined : readOutcomes(from);
  from.end();
  return { day, cores, browser, metrics, timeline, ...(outcomes && { outcomes }) };
}

/** Reads a figure of the first version. */
function readMetric(from: Reader): SharedMetric {
  // 0: the name is written out.
  const number = from.byte(KNOWN_NAMES.length);
  const name = number === 0 ? from.ascii(40) : KNOWN_NAMES[number - 1];
  const { value, tag } = from.number();
  const unit = tag < FIRST_UNITS ? UNITS[tag] : undefined;
  if (name === undefined || !NAME.test(name) || unit === undefined) throw new Damage('a figure without a name or unit');
  return { name, value, unit };
}

/** Reads a figure of the second version: any name and unit, and its role. */
function readAnyMetric(from: Reader): SharedMetric {
  const name = readName(from);
  const unit = UNITS[from.byte(UNITS.length - 1)];
  const said = from.byte();
  const role = ROLES[(said % OF) - 1];
  const of = said >= OF ? readName(from) : undefined;
  const { value, tag } = from.number();
  const nothing = said % OF === 0;
  if (unit === undefined || tag !== 0 || (role === undefined) !== nothing || (of !== undefined && nothing)) {
    throw new Damage('a figure without a unit or a role');
  }
  return { name, value, unit, ...(role !== undefined && { role }), ...(of !== undefined && { of }) };
}

function readName(from: Reader): string {
  const number = from.byte(KNOWN_NAMES.length);
  const name = number === 0 ? from.utf8(MAX_NAME) : KNOWN_NAMES[number - 1];
  if (name === undefined || !isName(name)) throw new Damage('a figure without a name');
  return name;
}

function readTimeline(from: Reader): SharedTimeline | null {
  const quarters = from.byte(MAX_BUCKETS / 4);
  if (quarters === 0) return null;
  const duration = from.number().value;
  const lanes = Array.from({ length: from.byte(MAX_LANES) }, () => {
    const thread = from.whole(0, 1024) - 1;
    const busy = from.whole(0, 1000) / 1000;
    const chunks = from.whole(0, 1e9);
    const levels = Array.from({ length: quarters }, () => from.byte()).flatMap((byte) => [
      byte & 3,
      (byte >> 2) & 3,
      (byte >> 4) & 3,
      byte >> 6,
    ]);
    return { thread: thread < 0 ? null : thread, busy, chunks, levels };
  });
  return { duration, buckets: quarters * 4, lanes, more: from.whole(0, 10_000) };
}

/** Reads what a program could come to, which the third version has. */
function readOutcomes(from: Reader): SharedOutcomes {
  const more = from.whole(0, 1e9);
  return { listed: Array.from({ length: from.byte(MAX_OUTCOMES) }, () => readOutcome(from)), more };
}

function readOutcome(from: Reader): SharedOutcome {
  const said = from.byte();
  const kind = ENDS[said % WITH_ENDLESS];
  const has = (bit: number): boolean => (said & bit) !== 0;
  if (kind === undefined || said >= 2 * WITH_WAY || (has(WITH_ENDLESS) && has(WITH_ORDERS))) {
    throw new Damage('an outcome of no kind');
  }
  const outcome = from.text(MAX_OUTCOME);
  if (UNNAMEABLE.test(outcome)) throw new Damage('an outcome that is no line of text');
  return {
    kind,
    outcome,
    ...(has(WITH_ENDLESS) && { interleavings: WITHOUT_END }),
    ...(has(WITH_ORDERS) && { interleavings: from.digits() }),
    ...(has(WITH_SEEN) && { seen: from.whole(0, MAX_VALUE) }),
    ...(has(WITH_WAY) && { steps: from.order() }),
  };
}
