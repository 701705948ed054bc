// How a story looks on the timeline: spans by what their labels are called, resources by who holds them. Pure.

import { threadVariable } from '../text/colours';
import type { LegendEntry } from '../timeline/Legend';
import { resourceOf } from '../trace/moment';
import { holderOf } from '../trace/resource-lanes';
import type { Story } from '../trace/story';
import type { Kind, Label, Lane, Resource } from '../trace/table';
import type { SpanLook } from '../trace/track';

/** CSS variable with an actor's colour: tasks of an event loop have that of their one thread. */
export const actorVariable = ({ role, thread, on_loop }: Lane): string =>
  threadVariable(on_loop ? null : thread, on_loop ? 'coordinator' : role);

export const nameOf = ({ actor, name }: Lane): string => actor ?? name;

/** The verbs and prepositions after which a resource's name follows, where a label ends in one. */
const OPEN = /( for|takes|gives back|puts|takes out|notifies|puts into)$/;

/** What a label says of a resource: its name, and that of the resource where the words ask for it. */
export const withResource = (label: string, resource: Resource | undefined): string =>
  resource && OPEN.test(label) ? `${label} ${resource.name}` : label;

export function lookOf({ table, spans, shared, history }: Story): SpanLook {
  const labelOf = (row: number): Label | undefined => table.labels[spans.label[row] as number];
  const isHeld = (row: number): boolean => spans.label[row] === shared.held;
  const lane = (index: number | null): Lane | undefined => (index === null ? undefined : table.lanes[index]);
  const taskOf = (number: number): Lane | undefined =>
    lane(history.actors.find((one) => table.lanes[one]?.on_loop && table.lanes[one]?.thread === number) ?? null);
  return {
    text(row) {
      const arg = spans.first[row] as number;
      if (isHeld(row)) {
        const [holder, waiter] = [lane(holderOf(arg).holder), lane(holderOf(arg).waiter)];
        return `${holder ? nameOf(holder) : ''}${waiter ? `; ${nameOf(waiter)} waits` : ''}`;
      }
      const label = labelOf(row);
      if (label?.act === 'turn') return taskOf(arg)?.actor ?? '';
      if (label?.kind === 'frame') return '';
      const resource = label?.argument === 'resource' ? table.resources[resourceOf(arg).resource] : undefined;
      return label?.argument === 'count' ? '' : withResource(label?.name ?? '', resource);
    },
    colour(row) {
      const holder = isHeld(row) ? lane(holderOf(spans.first[row] as number).holder) : undefined;
      return holder ? actorVariable(holder) : null;
    },
    facts(row) {
      const label = labelOf(row);
      const arg = spans.first[row] as number;
      if (isHeld(row)) {
        const [holder, waiter] = [lane(holderOf(arg).holder), lane(holderOf(arg).waiter)];
        return [
          ...(holder ? [['by', nameOf(holder)] as [string, string]] : []),
          ...(waiter ? [['waited for by', nameOf(waiter)] as [string, string]] : []),
        ];
      }
      if (label?.act === 'turn') return [['task', taskOf(arg)?.actor ?? '']];
      if (label?.argument !== 'resource') return [];
      const { resource, line } = resourceOf(arg);
      const facts: [string, string][] = [['for', table.resources[resource]?.name ?? '']];
      return line > 0 ? [...facts, ['line', String(line)]] : facts;
    },
  };
}

const TEXT: Partial<Record<Kind, string>> = {
  work: 'working',
  passive: 'goes on by itself',
  wait: 'waiting',
  blocked: 'blocked',
};

/** What the shapes mean in a story: by its own labels, where a shape has but one. */
export function legendOf(story: Story | null): LegendEntry[] {
  // Those of every trace are no story's own, nor are those that the lanes of resources brought.
  const own = story ? story.table.labels.slice(6, story.shared.held) : [];
  const entries = (['work', 'passive', 'wait', 'blocked'] as const).flatMap((kind): LegendEntry[] => {
    const labels = own.filter((label) => label.kind === kind && label.act !== 'turn');
    // Without the preposition after which a resource's name would follow.
    const names = labels.map(({ name }) => name.replace(/ for$/, ''));
    if (names.length === 0) return story ? [] : [{ shape: kind, text: TEXT[kind] ?? kind, title: '' }];
    return [{ shape: kind, text: names.length === 1 ? (names[0] ?? '') : (TEXT[kind] ?? ''), title: names.join(', ') }];
  });
  const fails = own.some(({ act }) => act === 'fails');
  const failed = { shape: 'failed', text: 'failed', title: own.find(({ act }) => act === 'fails')?.name ?? 'failed' };
  return [...entries, ...(fails ? [failed] : []), { shape: 'idle', text: 'idle', title: 'Nothing to do, or over.' }];
}
