// Links: all state is in the fragment, `#/v1/<scenario>?<param>=<value>&…`. Decoding never throws: a sentence names
// what cannot be read, and the rest of the link still counts. Values stay texts here; `params/values.ts` turns them
// into checked values. No DOM.
//
// To change the format: write version n + 1, add the upgrader from n, and leave `tests/vectors/links.json`
// alone: links that were sent must keep working.

import type { Catalog, ParamValues, ScenarioInfo } from '../contract/protocol';
import { unwritten, written } from '../params/notations';
import { isDefault, parseFlag, toText } from '../params/values';
import { clip, plural } from '../text/format';
import { sealOf } from './seal';
import type { SharedResult } from './sent';

/** Version written into new links. */
export const LINK_VERSION = 1;
/** Longest fragment that is read; a link with all parameters is some 200 characters long, one with a text may be more. */
export const MAX_LENGTH = 65_536;
/** Most settings that are read. */
const MAX_PAIRS = 64;
/** Keys of a link that are not parameters of any scenario. */
export const RESERVED_KEYS: readonly string[] = ['compare', 'sweep', 'study', 'result'];

export interface LinkState {
  scenario: string;
  /** Values that were asked for; all others are the defaults. */
  explicit: ParamValues;
  /** Whether to run the sequential schedule too, and compare. */
  compare: boolean;
  /** A study: the parameter to vary and its values, in the notation of `sweep.ts`; missing: no study. */
  sweep?: string | null;
  /** Whether the work grows with the threads, in a sweep of the threads. */
  weak?: boolean;
}

export interface DecodedLink {
  /** Id of a scenario of the catalog; the default one if the link has no valid one. */
  scenario: string;
  /** Texts of known parameters. */
  raw: Record<string, string>;
  compare: boolean;
  /** A valid sweep; null where the link has none. */
  sweep: string | null;
  /** Whether the work of a study grows with the threads. */
  weak: boolean;
  /** A sender's result, with its text but for the seal; null where the link has no undamaged one. */
  result: { result: SharedResult; payload: string } | null;
  /** One sentence for each thing that was ignored. */
  notices: string[];
  /** A sentence that says why the link as a whole could not be used; null where it could. */
  problem: string | null;
}

/** A link as written, before it is compared with the catalog. */
export interface LinkParts {
  scenario: string;
  /** In the order of the link; keys may repeat. */
  pairs: [key: string, value: string][];
}

/** Turns a link of one version into the next one. */
export type Upgrader = (link: LinkParts) => LinkParts;

/** The upgraders by the version that they upgrade from. */
const UPGRADERS: Readonly<Record<number, Upgrader>> = {};

/** Returns the link of a preset, which the catalog gives without its first part. */
export function presetLink(link: string): string {
  return `#/v1/${link}`;
}

/** Reads studies and results; null until it is loaded. */
let carried: typeof import('./carried') | null = null;

/**
 * Loads what it takes to read the studies and results of this link, or of any link if none is given. Never rejects: if
 * it fails, a study is left as it is written, and a result is left out.
 */
export async function loadCarried(link?: string): Promise<void> {
  const { pairs } = split(link?.split('?', 2)[1] ?? '');
  if (link !== undefined && !pairs.some(([key]) => key === 'sweep' || key === 'result')) return;
  carried ??= await import('./carried').catch(() => null);
}

/** Reads a fragment, with or without `#`, or a whole address, once `loadCarried` has ended. Never throws. */
export function decodeLink(link: string, catalog: Catalog): DecodedLink {
  const first = catalog.scenarios.find((scenario) => !scenario.hidden) ?? catalog.scenarios[0];
  const decoded: DecodedLink = {
    scenario: first?.id ?? '',
    raw: {},
    compare: false,
    sweep: null,
    weak: false,
    result: null,
    notices: [],
    problem: null,
  };
  const instead = first ? ` “${first.title}” is shown instead.` : '';
  const refuse = (why: string): DecodedLink => ({ ...decoded, problem: why + instead });

  const hash = link.indexOf('#');
  const fragment = hash < 0 ? link : link.slice(hash + 1);
  if (fragment === '' || fragment === '/') return decoded;
  if (fragment.length > MAX_LENGTH) {
    return refuse(`This link is too long to be one of ours (${plural(fragment.length, 'character')}).`);
  }

  const [, digits, id = '', query = ''] = /^\/v([1-9]\d{0,5})\/([^?]*)(?:\?(.*))?$/s.exec(fragment) ?? [];
  if (digits === undefined) {
    return refuse('This link cannot be read: the part after # should begin with /v1/ and the name of a scenario.');
  }
  const version = Number(digits);
  if (version > LINK_VERSION) {
    return refuse(
      `This link was made by a newer version of this page (v${version}; this page reads v${LINK_VERSION}).`,
    );
  }

  const { pairs, left } = split(query);
  const parts = upgrade({ scenario: decode(id), pairs }, version);
  const scenario = catalog.scenarios.find((candidate) => candidate.id === parts.scenario);
  if (!scenario) {
    const name =
      parts.scenario === '' ? 'names no scenario' : `names a scenario that is not here, “${clip(parts.scenario)}”`;
    return refuse(`This link ${name}.`);
  }
  decoded.scenario = scenario.id;
  take(decoded, parts.pairs, scenario);
  // The settings as written: a seal covers those of its own version.
  takeResult(decoded, { scenario: decode(id), pairs });
  if (left > 0) decoded.notices.push(`The link has too many settings: the last ${left} are ignored.`);
  return decoded;
}

/** Writes the shortest link to a state. It needs no escaping in HTML or in an address bar. */
export function encodeLink(state: LinkState, catalog: Catalog): string {
  const scenario = catalog.scenarios.find((candidate) => candidate.id === state.scenario);
  const pairs: string[] = [];
  for (const param of scenario?.params ?? []) {
    const value = Object.hasOwn(state.explicit, param.name) ? state.explicit[param.name] : undefined;
    if (value === undefined || isDefault(param, value)) continue;
    pairs.push(`${encode(param.name)}=${encode(written(param, toText(value)))}`);
  }
  if (state.compare && scenario?.can_compare) pairs.push('compare=1');
  if (state.sweep != null) {
    // These few characters are as safe as letters, and keep a sweep readable.
    pairs.push(`sweep=${encode(state.sweep).replace(/%(3A|2C|2A|2B)/g, (code) => decodeURIComponent(code))}`);
    if (state.weak) pairs.push('study=weak');
  }
  const query = pairs.length > 0 ? `?${pairs.join('&')}` : '';
  return `#/v${LINK_VERSION}/${encode(state.scenario)}${query}`;
}

/** Adds a result, `payload`, to a fragment of `encodeLink`, and seals it with the settings. */
export function withResult(fragment: string, payload: string): string {
  const [, id = '', query = ''] = /^#\/v\d+\/([^?]*)(?:\?(.*))?$/s.exec(fragment) ?? [];
  const seal = sealOf(payload, { scenario: decode(id), pairs: split(query).pairs });
  return `${fragment}${query === '' ? '?' : '&'}result=${payload}.${seal}`;
}

/** Upgrades an older link, one version at a time. */
export function upgrade(
  link: LinkParts,
  from: number,
  upgraders: Readonly<Record<number, Upgrader>> = UPGRADERS,
  to: number = LINK_VERSION,
): LinkParts {
  let current = link;
  for (let version = from; version < to; version += 1) current = upgraders[version]?.(current) ?? current;
  return current;
}

/** Takes over known keys, and names those that are ignored. */
function take(decoded: DecodedLink, pairs: LinkParts['pairs'], scenario: ScenarioInfo): void {
  const known = new Map<string, string>();
  const repeated = new Set<string>();
  const unknown = new Set<string>();
  for (const [key, value] of pairs) {
    if (!RESERVED_KEYS.includes(key) && !scenario.params.some((param) => param.name === key)) {
      unknown.add(key);
      continue;
    }
    if (known.has(key)) repeated.add(key);
    known.set(key, value);
  }
  for (const key of unknown) {
    decoded.notices.push(`“${clip(key)}” is not a setting of “${scenario.title}”: it is ignored.`);
  }
  for (const key of repeated) {
    decoded.notices.push(`${key} is given more than once: the last value, ${clip(known.get(key) ?? '')}, counts.`);
  }
  for (const param of scenario.params) {
    const value = known.get(param.name);
    if (value !== undefined) decoded.raw[param.name] = unwritten(param, value);
  }

  const sweep = known.get('sweep');
  if (sweep !== undefined) {
    const read = carried?.readSweep(sweep, scenario) ?? { sweep: { text: sweep }, notices: [] };
    decoded.sweep = read.sweep?.text ?? null;
    decoded.notices.push(...read.notices);
  }
  const study = known.get('study');
  if (study === 'weak' && decoded.sweep !== null) decoded.weak = true;
  else if (study !== undefined && study !== 'strong') {
    decoded.notices.push(`study=${clip(study)} has no effect: it is “weak” or “strong”, and needs a sweep.`);
  }

  const compare = known.get('compare');
  if (compare === undefined) return;
  const flag = parseFlag(compare);
  if (flag === null) decoded.notices.push(`compare=${clip(compare)} is neither 1 nor 0: 0 is used.`);
  else if (flag && !scenario.can_compare) decoded.notices.push(`“${scenario.title}” has nothing to compare with.`);
  else decoded.compare = flag;
}

/** Takes over an undamaged result that belongs to these settings; of several the last one, as with any key. */
function takeResult(decoded: DecodedLink, { scenario, pairs }: LinkParts): void {
  const text = pairs.findLast(([key]) => key === 'result')?.[1];
  if (text === undefined) return;
  const read = carried?.readResult(text, { scenario, pairs: pairs.filter(([key]) => key !== 'result') }) ?? {
    problem: 'The sender’s result in this link could not be read. Check the connection and open the link again.',
  };
  if ('problem' in read) decoded.notices.push(read.problem);
  else if (decoded.sweep !== null) decoded.notices.push('A study cannot carry a sender’s result: it is ignored.');
  else decoded.result = read;
}

/** Returns the settings of a query, in order, and how many were left out because there are too many. */
function split(query: string): { pairs: LinkParts['pairs']; left: number } {
  const all = query.split('&').filter((pair) => pair !== '');
  const pairs = all.slice(0, MAX_PAIRS).map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
  });
  return { pairs, left: all.length - pairs.length };
}

/** Leaves text that cannot be decoded as it is: it will be named as a bad value. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Escapes also what encodeURIComponent leaves alone but HTML, a shell or a chat program does not. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
