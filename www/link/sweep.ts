// Sweeps: which parameter a study varies, and its values, as written in a link.
//
//   threads:1,2,4,8        a list
//   grain:1..512*2         from 1 by factors of 2 to 512
//   n:200..1000+200        from 200 in steps of 200 to 1000
//   threads:1..8           in steps of 1
//   method:loop,simd       words of a choice; flags are 0 and 1
//
// Pieces can be mixed. Values that cannot be used are left out and named. Pure.

import type { ParamSchema, ParamValue, ScenarioInfo } from '../contract/protocol';
import { toText } from '../params/values';
import { clip, list, plural } from '../text/format';

/** Most values of a sweep: nobody would wait for a longer study. */
export const MAX_POINTS = 32;
/** Longest text that is read. */
const MAX_TEXT = 1024;

export interface Sweep {
  /** Name of the parameter. */
  param: string;
  /** Two or more, without repetition, in the order given. */
  values: ParamValue[];
  /** The text in a link; reads back as the same sweep. */
  text: string;
}

export interface ReadSweep {
  /** Null if no usable value is left. */
  sweep: Sweep | null;
  /** A sentence for each value that was left out. */
  notices: string[];
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const SINGLE = new RegExp(`^${NUMBER}$`, 'i');
const RANGE = new RegExp(String.raw`^(${NUMBER})\.\.(${NUMBER})(?:([*+])(${NUMBER}))?$`, 'i');

/** Reads the text of a link. Never throws. */
export function readSweep(text: string, scenario: ScenarioInfo): ReadSweep {
  const refuse = (why: string): ReadSweep => ({
    sweep: null,
    notices: [`sweep=${clip(text)} ${why}: no study is made.`],
  });
  if (text.length > MAX_TEXT) return refuse('is too long');
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  const param = scenario.params.find((candidate) => candidate.name === name);
  if (!param) return refuse(`names no setting of “${scenario.title}”`);
  const pieces = colon < 0 ? [] : text.slice(colon + 1).split(',');
  const used: string[] = [];
  const values: ParamValue[] = [];
  const left: string[] = [];
  let tooMany = false;
  for (const raw of pieces) {
    const piece = raw.replaceAll(/\s/g, '');
    const found =
      param.kind.type === 'choice' || param.kind.type === 'flag' ? word(param, piece) : numbers(param, piece);
    if (found === null) {
      left.push(piece === '' ? 'an empty value' : clip(piece, 20));
      continue;
    }
    const fresh = found.values.filter((value, i) => !values.includes(value) && found.values.indexOf(value) === i);
    const room = MAX_POINTS - values.length;
    tooMany ||= fresh.length > room || found.more;
    values.push(...fresh.slice(0, room));
    // A sweep that was cut short is written as the values that were taken.
    if (fresh.length > 0 && room > 0)
      used.push(found.whole && fresh.length <= room ? piece : fresh.slice(0, room).map(toText).join(','));
  }
  if (values.length < 2) return refuse(values.length === 0 ? 'has no usable value' : 'has one value only');
  const notices: string[] = [];
  if (left.length > 0) notices.push(`In sweep=${clip(text)}, ${list(left)} cannot be used: the rest is swept.`);
  if (tooMany) notices.push(`A study takes at most ${plural(MAX_POINTS, 'value')}: the first ones are swept.`);
  return { sweep: { param: name, values, text: `${name}:${used.join(',')}` }, notices };
}

interface Found {
  values: ParamValue[];
  /** Whether all of the piece could be used. */
  whole: boolean;
  /** Whether the piece has more values than were taken. */
  more: boolean;
}

function word(param: ParamSchema, piece: string): Found | null {
  if (param.kind.type === 'flag') {
    if (piece !== '0' && piece !== '1') return null;
    return { values: [piece === '1'], whole: true, more: false };
  }
  const known = param.kind.type === 'choice' && param.kind.options.some(({ value }) => value === piece);
  return known ? { values: [piece], whole: true, more: false } : null;
}

function numbers(param: ParamSchema, piece: string): Found | null {
  if (SINGLE.test(piece)) {
    const value = taken(param, Number(piece));
    return value === null ? null : { values: [value], whole: true, more: false };
  }
  const [, first, last, operator = '+', by] = RANGE.exec(piece) ?? [];
  if (first === undefined || last === undefined) return null;
  const from = Number(first);
  const to = Number(last);
  const step = by === undefined ? 1 : Number(by);
  const grows = operator === '*' ? from > 0 && step > 1 : step > 0;
  if (!grows || !(to >= from) || !Number.isFinite(to)) return null;
  const values: number[] = [];
  let whole = true;
  // Allows for rounding: 0.1 + 0.1 + 0.1 must reach 0.3.
  const end = to * (1 + Math.sign(to) * 1e-12) + 1e-300;
  for (let k = 0; values.length <= MAX_POINTS; k++) {
    const exact = operator === '*' ? from * step ** k : from + step * k;
    if (exact > end || k > 10_000) return values.length > 0 ? { values, whole, more: false } : null;
    const value = taken(param, Number(exact.toPrecision(12)));
    if (value === null) whole = false;
    else if (values.at(-1) !== value) values.push(value);
  }
  return { values, whole: false, more: true };
}

/** Returns the number as the parameter takes it: whole where it must be; null outside the limits. */
function taken(param: ParamSchema, number: number): number | null {
  const { kind } = param;
  if (kind.type !== 'integer' && kind.type !== 'real') return null;
  const value = (kind.type === 'integer' ? Math.round(number) : number) + 0;
  return Number.isFinite(value) && value >= kind.min && value <= kind.max ? value : null;
}
