// Parameters, driven by the catalog's schema: texts of a link or of a form field become checked
// values. Nothing here knows a scenario. The rules, the same as in `params.rs`:
//   numbers   decimal notation, `1e3` too; integers must be whole; outside the limits: clamped and named;
//             no number at all: the default, named
//             an integer may have a word that stands in a number's place (`auto`), in exact spelling
//   choices   exact spelling, else the default, named
//   flags     1 or true, 0 or false, else the default, named
//   texts     the name of a known one or a text in its notation (`notations.ts`), else the default, named
//   max_param an integer may not exceed another one: a default that does is lowered silently, a given
//             value is lowered and named
// One bad value gives exactly one notice. No DOM.

import type { Condition, ParamKind, ParamSchema, ParamValue, ParamValues, ScenarioInfo } from '../contract/protocol';
import { clip } from '../text/format';
import { faultOf } from './notations';

/** The default that stands for the number of logical cores of the reader's machine. */
export const LOGICAL_CORES = 'logical-cores';

/** What the reader's machine and page can do, as far as parameters depend on it. */
export interface Environment {
  /** `navigator.hardwareConcurrency`. */
  logicalCores: number;
  /** False in the single-threaded fallback. */
  threadsAvailable: boolean;
}

export interface Resolved {
  /** A valid value for every parameter of the scenario. */
  values: ParamValues;
  /**
   * The values that were asked for and understood, after clamping. A choice that needs threads stays here as asked
   * for, even if there are none, so that a link survives a visit to a weaker machine.
   */
  explicit: ParamValues;
  /** One sentence for each value that was changed. */
  notices: string[];
}

export type FieldResult = { value: ParamValue } | { problem: string };

type Parsed = { value: ParamValue } | { fault: string } | { limit: number; side: 'above' | 'below' };

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Turns the texts of a link into checked values. Never throws. */
export function resolve(scenario: ScenarioInfo, raw: Record<string, string>, env: Environment): Resolved {
  const values: ParamValues = {};
  const explicit: ParamValues = {};
  const notices: string[] = [];
  const faults = new Map<string, { param: ParamSchema; text: string; reason: string; given: boolean }>();

  for (const param of scenario.params) {
    const text = Object.hasOwn(raw, param.name) ? raw[param.name] : undefined;
    values[param.name] = defaultOf(param, env);
    if (text === undefined) continue;
    const parsed = parse(param.kind, text);
    if ('value' in parsed) {
      values[param.name] = parsed.value;
      explicit[param.name] = parsed.value;
    } else if ('fault' in parsed) {
      faults.set(param.name, { param, text, reason: parsed.fault, given: false });
    } else {
      values[param.name] = parsed.limit;
      explicit[param.name] = parsed.limit;
      const reason = `is ${parsed.side} ${toText(parsed.limit)}`;
      faults.set(param.name, { param, text, reason, given: true });
    }
  }

  // Only now, because the link may give a limit after the value that it limits.
  for (const param of scenario.params) {
    const cap = capOf(param, values);
    const value = values[param.name];
    if (cap === null || typeof value !== 'number' || value <= cap.value) continue;
    values[param.name] = cap.value;
    if (!Object.hasOwn(explicit, param.name)) continue;
    explicit[param.name] = cap.value;
    const text = raw[param.name] ?? '';
    faults.set(param.name, { param, text, reason: `is above ${cap.name}=${toText(cap.value)}`, given: true });
  }

  for (const param of scenario.params) {
    const fault = faults.get(param.name);
    if (fault) {
      const used = values[param.name] ?? '';
      notices.push(`${param.name}=${clip(fault.text)} ${fault.reason}: ${toText(used)} is used.`);
    }
    const replaced = withoutThreads(param, values, env);
    if (replaced !== null) {
      const asked = toText(values[param.name] ?? '');
      values[param.name] = replaced;
      // A default that nobody asked for needs no notice: the page says anyway that it has no threads.
      if (!Object.hasOwn(explicit, param.name)) continue;
      notices.push(`${param.name}=${asked} needs threads, which this page does not have: ${replaced} is used.`);
    }
  }
  return { values, explicit, notices };
}

/** Does the same as `resolve` for values instead of texts, after a control moved. */
export function resolveValues(scenario: ScenarioInfo, explicit: ParamValues, env: Environment): Resolved {
  const raw: Record<string, string> = {};
  for (const [name, value] of Object.entries(explicit)) raw[name] = toText(value);
  return resolve(scenario, raw, env);
}

/** Checks a field of the form: clamps nothing, but tells the problem. */
export function validateField(param: ParamSchema, text: string, values: ParamValues): FieldResult {
  const parsed = parse(param.kind, text.trim());
  if ('fault' in parsed) return { problem: hint(param.kind) };
  const cap = capOf(param, values);
  if ('limit' in parsed) {
    if (parsed.side === 'below') return { problem: `At least ${toText(parsed.limit)}.` };
    const limit = cap === null ? parsed.limit : Math.min(parsed.limit, cap.value);
    return { problem: limit < parsed.limit && cap ? atMost(cap) : `At most ${toText(parsed.limit)}.` };
  }
  if (cap !== null && typeof parsed.value === 'number' && parsed.value > cap.value) return { problem: atMost(cap) };
  return parsed;
}

/** Returns whether a parameter has an effect with these values. */
export function applies(param: ParamSchema, values: ParamValues): boolean {
  return param.applies === null || meets(param.applies, values);
}

/** Returns whether a condition on another parameter is met. */
export function meets(condition: Condition, values: ParamValues): boolean {
  return condition.values.includes(toText(values[condition.param] ?? ''));
}

/** Returns whether the choices that need threads are available: there are threads, or they are only simulated. */
export function threadsFor(param: ParamSchema, values: ParamValues, available: boolean): boolean {
  return available || (param.simulated != null && meets(param.simulated, values));
}

/** Returns the limits of a number, with those by another parameter's value; null if the parameter is not a number. */
export function boundsOf(param: ParamSchema, values: ParamValues): { min: number; max: number } | null {
  const { kind } = param;
  if (kind.type !== 'integer' && kind.type !== 'real') return null;
  const cap = capOf(param, values);
  return { min: kind.min, max: cap === null ? kind.max : Math.min(kind.max, cap.value) };
}

/** Returns the word that may stand in place of a number; null where there is none. */
export function wordOf(kind: ParamKind): string | null {
  return kind.type === 'integer' ? (kind.word ?? null) : null;
}

/** Returns the default value, before any other parameter limits it. */
export function defaultOf(param: ParamSchema, env: Environment): ParamValue {
  const { kind } = param;
  if (kind.type === 'integer' && param.default === LOGICAL_CORES) {
    const cores = Number.isFinite(env.logicalCores) ? Math.floor(env.logicalCores) : 1;
    return clamp(cores, kind.min, kind.max);
  }
  return param.default;
}

/** Returns whether a given value means the same as leaving the parameter out, on every machine. */
export function isDefault(param: ParamSchema, value: ParamValue): boolean {
  return param.default !== LOGICAL_CORES && value === param.default;
}

/** Writes the shortest text that reads back as the same value, as in a link. */
export function toText(value: ParamValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  // Leaves out the plus sign of `1e+21`, which a link would have to escape.
  return typeof value === 'number' ? String(value).replace('e+', 'e') : value;
}

/** Returns what a flag's text means; null where it means nothing. */
export function parseFlag(text: string): boolean | null {
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  return null;
}

function parse(kind: ParamKind, text: string): Parsed {
  switch (kind.type) {
    case 'choice':
      return kind.options.some((option) => option.value === text) ? { value: text } : wordFault(text);
    case 'text': {
      if (kind.named.some((known) => known.value === text)) return { value: text };
      const bytes = new TextEncoder().encode(text).length;
      if (bytes > kind.max_length) return { fault: `has ${bytes} bytes, and ${kind.max_length} are the most` };
      const fault = faultOf(kind.format, text);
      return fault === null ? { value: text } : { fault };
    }
    case 'flag': {
      const value = parseFlag(text);
      return value === null ? { fault: text === '' ? 'is empty' : 'is neither 1 nor 0' } : { value };
    }
    default: {
      if (text !== '' && text === wordOf(kind)) return { value: text };
      if (text === '') return { fault: 'is empty' };
      // Adding zero turns −0, which would not survive a round trip, into 0.
      const value = DECIMAL.test(text) ? Number(text) + 0 : Number.NaN;
      if (!Number.isFinite(value)) return { fault: 'is not a number' };
      if (kind.type === 'integer' && !Number.isInteger(value)) return { fault: 'is not a whole number' };
      if (value < kind.min) return { limit: kind.min, side: 'below' };
      if (value > kind.max) return { limit: kind.max, side: 'above' };
      return { value };
    }
  }
}

function wordFault(text: string): Parsed {
  return { fault: text === '' ? 'is empty' : 'is not one of the choices' };
}

function hint(kind: ParamKind): string {
  const word = wordOf(kind);
  switch (kind.type) {
    case 'integer':
      return word === null ? 'Enter a whole number.' : `Enter a whole number, or ${word}.`;
    case 'real':
      return 'Enter a number.';
    case 'choice':
      return 'Choose one of the list.';
    case 'flag':
      return 'Choose yes or no.';
    case 'text':
      return 'This cannot be read.';
  }
}

function atMost(cap: { name: string; value: number }): string {
  return `At most ${toText(cap.value)}, the value of ${cap.name}.`;
}

/** Returns the parameter that limits this one, with its value, which is never below this one's minimum. */
function capOf(param: ParamSchema, values: ParamValues): { name: string; value: number } | null {
  const { kind } = param;
  if (kind.type !== 'integer' || kind.max_param === null) return null;
  const value = values[kind.max_param];
  return typeof value === 'number' ? { name: kind.max_param, value: Math.max(value, kind.min) } : null;
}

/** Returns what replaces a choice that needs threads where there are none; null: nothing needs to be replaced. */
function withoutThreads(param: ParamSchema, values: ParamValues, env: Environment): string | null {
  if (param.kind.type !== 'choice' || threadsFor(param, values, env.threadsAvailable)) return null;
  const chosen = param.kind.options.find((option) => option.value === values[param.name]);
  if (!chosen?.needs_threads) return null;
  return param.kind.options.find((option) => !option.needs_threads)?.value ?? null;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
