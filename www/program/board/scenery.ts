// What stands on the board of a program: actors with what they do, hold and wait for, things with who has them and what is
// in them. By hand it is as the core tells it; of a real run it is a moment of its trace. Pure.

import type { Awaited, Position } from '../../contract/program';
import { stateText } from '../../stage/board-words';
import { nameOf } from '../../stage/story-look';
import { duration } from '../../text/format';
import type { Moment } from '../../trace/moment';
import type { Story } from '../../trace/story';
import type { Lane, Resource } from '../../trace/table';
import { cycleOf, stuckOf, type Waiting } from '../../trace/waits-for';

/** `ready` can go on, if it is chosen; `blocked` cannot, until others have done something. */
export type Stance = 'before' | 'ready' | 'works' | 'blocked' | 'over' | 'failed';

/** An actor on the board. */
export interface Figure {
  /** Decides the colour. */
  number: number;
  name: string;
  stance: Stance;
  words: string;
  /** What it could do next, by hand. */
  next: readonly { code: string; words: string }[];
  /** Its own variables. */
  own: string;
  /** Whether it can never go on. */
  stuck: boolean;
}

export type PieceKind = 'lock' | 'rwlock' | 'semaphore' | 'condition' | 'barrier' | 'channel' | 'flag';

/** A lock, channel or the like on the board. */
export interface Piece {
  number: number;
  name: string;
  kind: PieceKind;
  /** Numbers of figures. */
  holders: readonly number[];
  /** In the order in which they asked, or get it. */
  queue: readonly number[];
  /** Permits that are left, who has come, what is in it. */
  count: number;
  size: number | null;
  items: readonly string[];
  closed: boolean;
}

/** From a figure to a piece, or to another figure. */
export interface Edge {
  from: number;
  to: Awaited;
  kind: 'holds' | 'waits';
  /** Whether it is one of those for which nobody can go on. */
  stuck: boolean;
}

export interface Scenery {
  /** How many steps or events led here, to tell one step on from a leap. */
  step: number;
  /** Who did the last of them. */
  doer: number | null;
  figures: readonly Figure[];
  pieces: readonly Piece[];
  edges: readonly Edge[];
  /** Who can never go on. */
  stuck: readonly number[];
}

/** Where everybody stands that is stepped by hand, or where a run without a trace ended. */
export function fromPosition(at: Position): Scenery {
  const isStuck = at.end?.kind === 'stuck';
  const figures = at.actors.map(({ name, next, rests, over, begun, failed, variables }, number): Figure => {
    const blocked = begun && !over && next.length === 0;
    return {
      number,
      name,
      stance: failed ? 'failed' : over ? 'over' : begun ? (blocked ? 'blocked' : 'ready') : 'before',
      words: rests ?? '',
      next,
      own: variables.map(([variable, value]) => `${variable} = ${value}`).join(', '),
      stuck: isStuck && blocked,
    };
  });
  const pieces = at.resources.map((thing, number): Piece => ({ ...thing, number, kind: kindOf(thing.kind) }));
  const waits = at.actors.flatMap(({ awaits }, from) => awaits.map((to) => ({ from, to })));
  const wants = ({ awaits: [first] }: Position['actors'][number]): number | null =>
    first && 'resource' in first ? first.resource : null;
  const waiting = {
    actors: at.actors.map((actor, lane) => ({ lane, wants: wants(actor) })),
    resources: at.resources,
  };
  return {
    step: at.count,
    doer: at.taken.at(-1)?.actor ?? null,
    figures,
    pieces,
    edges: edgesOf(pieces, waits, waiting, (figure) => figures[figure]?.stuck ?? false),
    stuck: figures.filter((figure) => figure.stuck).map((figure) => figure.number),
  };
}

/** A moment of a real run. `time`: in s. `ended`: where everybody stood when it was over, if that is the moment. */
export function fromMoment(story: Story, moment: Moment, time: number, ended: Position | null = null): Scenery {
  const { lanes, resources } = story.table;
  const numbers = new Map(moment.actors.map(({ lane }, number) => [lane, number]));
  const known = (list: readonly number[]): number[] => list.flatMap((lane) => numbers.get(lane) ?? []);
  const stuck = new Set(stuckOf(moment, resources));
  const figures = moment.actors.map((actor, number): Figure => {
    const lane = lanes[actor.lane] as Lane;
    const { doing } = actor;
    const blocked = doing === 'wait' || doing === 'blocked';
    const since = blocked ? ` · ${duration(Math.max(0, time * 1e3 - actor.since / 1e3))}` : '';
    const over = doing === 'done' ? 'over' : doing;
    const standing = ended?.actors.find(({ name }) => name === nameOf(lane));
    return {
      number,
      name: nameOf(lane),
      stance: blocked ? 'blocked' : over === 'over' || over === 'failed' || over === 'before' ? over : 'works',
      words: (!blocked && standing?.rests) || `${stateText(story, actor, moment)}${since}`,
      next: [],
      own: '',
      stuck: stuck.has(actor.lane),
    };
  });
  // An actor that others wait for is a resource of the trace: on the board it is the actor.
  const actorOf = (resource: Resource | undefined): number =>
    resource?.kind === 'actor' ? figures.findIndex(({ name }) => name === resource.name) : -1;
  const pieces = moment.resources.flatMap(({ holders, queue, count }, number): Piece[] => {
    const resource = resources[number] as Resource;
    if (resource.kind === 'actor') return [];
    const { name, kind, size } = resource;
    const [held, waiting] = [known(holders), known(queue)];
    const left = kind === 'semaphore' ? Math.max(0, (size ?? 0) - held.length) : count;
    return [
      {
        ...{ number, name, size, kind: kindOf(kind), holders: held, queue: waiting },
        ...{ count: kind === 'barrier' ? waiting.length : left, items: [], closed: false },
      },
    ];
  });
  const waits = moment.actors.flatMap(({ wants }, from): { from: number; to: Awaited }[] => {
    if (wants === null) return [];
    const actor = actorOf(resources[wants]);
    return [{ from, to: actor >= 0 ? { actor } : { resource: wants } }];
  });
  return {
    step: moment.step,
    doer:
      moment.step > 0 ? (numbers.get(story.table.lane[story.history.rows[moment.step - 1] ?? 0] ?? -1) ?? null) : null,
    figures,
    pieces,
    edges: edgesOf(
      pieces,
      waits,
      moment,
      (figure) => figures[figure]?.stuck ?? false,
      (lane) => numbers.get(lane) ?? -1,
    ),
    stuck: figures.filter((figure) => figure.stuck).map((figure) => figure.number),
  };
}

const KINDS: Record<string, PieceKind> = {
  lock: 'lock',
  rwlock: 'rwlock',
  'read-write': 'rwlock',
  semaphore: 'semaphore',
  condition: 'condition',
  barrier: 'barrier',
  channel: 'channel',
  queue: 'channel',
};

const kindOf = (word: string): PieceKind => KINDS[word] ?? 'flag';

/** `figureOf`: the figure of a lane of `waiting`. */
function edgesOf(
  pieces: readonly Piece[],
  waits: readonly { from: number; to: Awaited }[],
  waiting: Waiting,
  isStuck: (figure: number) => boolean,
  figureOf: (lane: number) => number = (lane) => lane,
): Edge[] {
  const cycle = cycleOf(waiting)?.map(({ waiter, resource }) => ({ figure: figureOf(waiter), resource })) ?? [];
  // In a circle only what closes it is marked, else all that is waited for in vain.
  const closes = (figure: number, resource: number): boolean =>
    cycle.some((one) => one.resource === resource) && cycle.some((one) => one.figure === figure);
  return [
    ...pieces.flatMap(({ number, holders }) =>
      holders.map((from): Edge => ({ from, to: { resource: number }, kind: 'holds', stuck: closes(from, number) })),
    ),
    ...waits.map(({ from, to }): Edge => {
      const marked = cycle.length > 0 && 'resource' in to ? closes(from, to.resource) : isStuck(from);
      return { from, to, kind: 'waits', stuck: isStuck(from) && marked };
    }),
  ];
}

/** Many figures that stand alike, told as one. */
export interface Crowd {
  figures: readonly Figure[];
  words: string;
}

/** Most figures that are drawn one by one, and how many of more are. */
export const MOST_FIGURES = 10;
const OF_MANY = 6;

/**
 * Which figures are drawn one by one, and which are told together: of many, those that hold something or are in the
 * circle come first.
 */
export function grouped({ figures, edges }: Scenery): { alone: readonly Figure[]; crowds: readonly Crowd[] } {
  if (figures.length <= MOST_FIGURES) return { alone: figures, crowds: [] };
  const weight = ({ number, stance }: Figure): number => {
    const own = edges.filter(({ from }) => from === number);
    if (own.some(({ stuck, kind }) => stuck && kind === 'holds')) return 4;
    if (own.some(({ kind }) => kind === 'holds')) return 3;
    return stance === 'failed' ? 2 : stance === 'works' || stance === 'ready' ? 1 : 0;
  };
  const alone = figures
    .map((figure) => ({ figure, weight: weight(figure) }))
    .sort((one, other) => other.weight - one.weight || one.figure.number - other.figure.number)
    .slice(0, OF_MANY)
    .map(({ figure }) => figure);
  const crowds = new Map<string, Figure[]>();
  for (const figure of figures.filter((one) => !alone.includes(one))) {
    const words = crowdWords(figure);
    crowds.set(words, [...(crowds.get(words) ?? []), figure]);
  }
  return {
    alone,
    crowds: [...crowds].map(([words, members]) => ({ words, figures: members })),
  };
}

/** What is said of all that stand like this one: without how long, since when and for whom. */
const crowdWords = ({ stance, words }: Figure): string =>
  stance === 'ready' ? 'can go on' : stance === 'over' ? 'over' : words.replace(/(,| ·) .*$/, '');
