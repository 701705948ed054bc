// What the line below the editor says of a text: its faults, or what it can come to. Pure.

import type { Possible, Remark } from '../contract/program';
import type { Outcome } from '../contract/protocol';
import { grouped, list, plural } from '../text/format';

/** What is known of the text in the editor. */
export type Look =
  /** It has changed, or nobody has looked yet. */
  | { is: 'new' }
  /** The engine did not read it. */
  | { is: 'unread' }
  | { is: 'faulty'; faults: readonly Remark[] }
  | { is: 'exploring' }
  /** null: it was too much for the time, and nothing is known. */
  | { is: 'explored'; outcome: Outcome | null };

export interface Line {
  text: string;
  tone: 'good' | 'bad' | 'open';
  /** The shortest way to something bad, in the notation of orders; null where there is none. */
  way: string | null;
}

const open = (text: string): Line => ({ text, tone: 'open', way: null });

const TOO_MUCH = 'Not everything could be looked at within a second.';

export function lineOf(look: Look): Line {
  switch (look.is) {
    case 'new':
      return open('');
    case 'unread':
      return open('The text could not be checked. It can be run all the same.');
    case 'exploring':
      return open('No faults. Looking at every order…');
    case 'faulty':
      return { text: faultsText(look.faults), tone: 'bad', way: null };
    case 'explored':
      return look.outcome ? foundLine(look.outcome) : open(TOO_MUCH);
  }
}

function faultsText(faults: readonly Remark[]): string {
  const [first] = faults;
  if (!first) return '';
  return `${plural(faults.length, 'fault')}. Line ${first.line}, column ${first.column}: ${first.sentence}`;
}

/** Kinds of bad ends, the worst first, and what a program can do that ends so. */
const BAD = { stuck: 'get stuck', failed: 'fail', wrong: 'end wrong' } as const;

function foundLine({ values, metrics, program }: Outcome): Line {
  const outcomes = program?.outcomes ?? [];
  // The core says how many orders there are only if it has followed all of them.
  const orders = values.interleavings;
  const whole = orders !== undefined;
  const left = whole ? '' : ` ${TOO_MUCH}`;
  const bad = outcomes.filter(({ kind }) => kind !== 'done');
  const nearest = bad.reduce<Possible | null>((best, one) => (best && best.length <= one.length ? best : one), null);
  if (nearest) {
    // Of very many outcomes not all are told.
    const told = metrics.find(({ name }) => name === 'outcomes_possible')?.value === outcomes.length;
    const can = (Object.keys(BAD) as (keyof typeof BAD)[])
      .map((kind) => ({ kind, all: bad.filter((one) => one.kind === kind) }))
      .filter(({ all }) => all.length > 0)
      .map(({ kind, all }) => BAD[kind] + (told ? inOrders(all, orders) : ''));
    return { text: `It can ${list(can)}.${left}`, tone: 'bad', way: nearest.steps };
  }
  const way = program?.endless ?? null;
  if (way !== null) {
    const ends = outcomes.length > 0 ? 'Every end that was found is right, but it' : 'It';
    return { text: `${ends} can go on for ever without getting on.${left}`, tone: 'bad', way };
  }
  if (!whole) return open(TOO_MUCH);
  if (outcomes.length === 0) return open('It never ends.');
  const many = isNumber(orders) ? `, ${ordersText(orders)}` : '';
  return { text: `Right in every order (${plural(outcomes.length, 'outcome')}${many}).`, tone: 'good', way };
}

/** Whether there are so many orders; otherwise they have no end, or nobody knows. */
const isNumber = (orders: string | undefined): orders is string => /^\d+$/.test(orders ?? '');

const ordersText = (orders: string): string => `${grouped(orders)} ${orders === '1' ? 'order' : 'orders'}`;

/** Says how many of all orders lead to these outcomes, where there is a number of them. */
function inOrders(some: readonly Possible[], all: string | undefined): string {
  const counts = some.map(({ interleavings }) => interleavings);
  if (!isNumber(all) || !counts.every(isNumber)) return '';
  const sum = counts.reduce((total, count) => total + BigInt(count), 0n);
  return ` in ${grouped(`${sum}`)} of ${ordersText(all)}`;
}
