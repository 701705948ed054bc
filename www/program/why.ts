// Why somebody waits, and why a variable has its value: back to the steps, or to the moments of a real run, from which that
// followed. Pure.

import type { Position, TakenStep } from '../contract/program';
import { nameOf } from '../stage/story-look';
import { type Moment, resourceOf } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane } from '../trace/table';

/** Something from which it followed, and where to look at it: after so many steps, or at a time of the replay, in µs. */
export interface Reason {
  words: string;
  step?: number;
  time?: number;
}

export interface Why {
  question: string;
  reasons: readonly Reason[];
}

const lineWords = (line: number): string => (line > 0 ? ` (line ${line})` : '');

interface Numbered extends TakenStep {
  number: number;
}

/** The steps that are told, with their numbers. */
const numbered = ({ taken, count }: Position): Numbered[] =>
  taken.map((step, i) => ({ ...step, number: count - taken.length + i + 1 }));

function reasonOf({ actors }: Position, { number, actor, words, line }: Numbered, more = ''): Reason {
  return { words: `Step ${number}: ${actors[actor]?.name} ${words}${lineWords(line)}${more}`, step: number };
}

/** Why an actor that is stepped by hand cannot go on. */
export function whyStepsWait(at: Position, figure: number): Why {
  const { name, awaits } = at.actors[figure] as Position['actors'][number];
  const steps = numbered(at);
  const reasons = awaits.flatMap((awaited): Reason[] => {
    if ('actor' in awaited) {
      const other = at.actors[awaited.actor];
      const last = steps.findLast(({ actor }) => actor === awaited.actor);
      return last && other ? [reasonOf(at, last, `; ${other.name} is not over since`)] : [];
    }
    const thing = at.resources[awaited.resource];
    return (thing?.holders ?? []).flatMap((holder) => {
      const got = steps.findLast(({ gets }) => gets.some(([what, who]) => what === awaited.resource && who === holder));
      return got ? [reasonOf(at, got, ', and has not given it back')] : [];
    });
  });
  const own = steps.findLast(({ actor }) => actor === figure);
  if (own) reasons.push(reasonOf(at, own, `; since then ${name} waits`));
  if (reasons.length === 0)
    reasons.push({ words: 'It has waited since the beginning, and nobody holds what it waits for.' });
  return { question: `Why does ${name} wait?`, reasons };
}

/** Why a variable has its value, after steps that were taken by hand. */
export function whyValue(at: Position, variable: number): Why {
  const [name, value] = at.variables[variable] as [string, string];
  const question = `Why is ${name} ${value}?`;
  const steps = numbered(at).filter(({ access }) => access?.[0] === variable);
  const write = steps.findLast(({ access }) => access?.[1]);
  if (!write) return { question, reasons: [{ words: 'Nobody has written it: it is as it began.' }] };
  const before = steps.filter(({ number }) => number < write.number);
  const read = before.findLast(({ actor, access }) => actor === write.actor && !access?.[1]);
  const own = before.findLast(({ actor, access }) => actor === write.actor && access?.[1]);
  const reasons = [reasonOf(at, write)];
  // What it had read before an earlier write of its own was for that one.
  if (!read || (own && own.number > read.number)) return { question, reasons };
  const between = before.filter(({ number, access }) => number > read.number && access?.[1]);
  reasons.push(...between.map((step) => reasonOf(at, step, ', which is lost')));
  reasons.push(reasonOf(at, read, ', from which that was worked out'));
  return { question, reasons };
}

/** A real run takes no note of single accesses. */
export const whyUnknown = (name: string): Why => ({
  question: `Why this value of ${name}?`,
  reasons: [{ words: 'A run on threads takes no note of single accesses. Play what was found, or step it by hand.' }],
});

/** Why an actor waits at a moment of a real run. `format` writes a time that is given in µs. */
export function whyMomentWaits(
  { table, history }: Story,
  moment: Moment,
  figure: number,
  format: (time: number) => string,
): Why {
  const { lane, wants, since, line } = moment.actors[figure] as Moment['actors'][number];
  const name = nameOf(table.lanes[lane] as Lane);
  const question = `Why does ${name} wait?`;
  if (wants === null) return { question, reasons: [{ words: 'It waits for no thing, but for its time or its turn.' }] };
  const thing = table.resources[wants]?.name ?? '';
  const reasons: Reason[] = (moment.resources[wants]?.holders ?? []).flatMap((holder) => {
    const row = gotAt({ table, history }, moment.step, wants, holder);
    if (row === null) return [];
    const time = table.time[row] as number;
    const { line: at } = resourceOf(table.arg[row] as number);
    const holds = `${nameOf(table.lanes[holder] as Lane)} took ${thing}${lineWords(at)}, and has not given it back`;
    return [{ words: `${format(time)}: ${holds}`, time }];
  });
  reasons.push({ words: `${format(since)}: ${name} began to wait for ${thing}${lineWords(line)}`, time: since });
  return { question, reasons };
}

/** The row in which somebody got what it holds. */
function gotAt({ table, history }: Pick<Story, 'table' | 'history'>, step: number, resource: number, holder: number) {
  for (let at = step - 1; at >= 0; at--) {
    const row = history.rows[at] as number;
    const act = table.labels[table.label[row] as number]?.act;
    const gets = act === 'gets' || act === 'takes';
    if (gets && table.lane[row] === holder && resourceOf(table.arg[row] as number).resource === resource) return row;
  }
  return null;
}
