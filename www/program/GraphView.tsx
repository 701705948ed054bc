// All states of a small program, in layers by their distance from the beginning: how they end, from where on nothing can
// be saved any more, and where the reader stands. A click goes there by hand.

import './graph.css';
import { useMemo } from 'preact/hooks';
import type { DrawnState, StateGraph } from '../contract/program';
import { actorColour } from '../stage/actor-colour';
import { plural } from '../text/format';
import { Panel } from '../widgets/Shell';
import { layoutOf } from './graph-layout';
import { explored, open, position } from './hand';
import { orderOf, stepsOf } from './order';

export function GraphView() {
  const graph = explored.value?.told.graph ?? null;
  if (!graph) return null;
  return (
    <Panel title="All states">
      <Graph graph={graph} />
    </Panel>
  );
}

function Graph({ graph }: { graph: StateGraph }) {
  const { places, width, height } = useMemo(() => layoutOf(graph), [graph]);
  const { states, steps } = graph;
  const from = explored.value?.from ?? '';
  const here = position.value?.steps ?? null;
  const at = here === null ? -1 : standing(graph, from, here);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <section class="graph" tabIndex={0} aria-label="State graph">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} data-states={states.length}>
          <title>
            {plural(states.length, 'state')} and {plural(steps.length, 'step')}
          </title>
          {steps.map(([begin, end, actor], i) => {
            const [one, other] = [places[begin], places[end]];
            if (!one || !other) return null;
            return (
              <path key={i} class="graph-step" style={`--actor:var(${actorColour(actor)})`} d={curve(one, other)} />
            );
          })}
          {states.map((state, i) => {
            const { x, y } = places[i] ?? { x: 0, y: 0 };
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: by the keyboard the outcomes' table and the steps lead there.
              <g
                key={i}
                class={classOf(graph, i)}
                data-state={i}
                data-at={i === at ? '' : undefined}
                onClick={() => void open(state.way, state.depth)}
              >
                <title>{words(state)}</title>
                <circle cx={x} cy={y} r={i === at ? 9 : 6} />
              </g>
            );
          })}
        </svg>
      </section>
      <p class="graph-legend">
        <span class="graph-key is-good" /> ends well <span class="graph-key is-bad" /> ends badly{' '}
        <span class="graph-key is-lost" /> every way ends badly from here on <span class="graph-key is-here" /> where
        you are. Steps have the colours of their actors; a click on a state goes there by hand.
      </p>
    </>
  );
}

/** The state after some steps of a reader's; -1 where that is not known. */
function standing({ states, steps }: StateGraph, from: string, order: string): number {
  const [begun, taken] = [stepsOf(from), stepsOf(order)];
  if (orderOf(taken.slice(0, begun.length)) !== orderOf(begun)) return -1;
  let here = 0;
  for (const step of taken.slice(begun.length)) {
    // Of a step's alternatives the drawing does not tell which is which.
    if (!/^\d+$/.test(step)) return -1;
    const next = steps.filter(([begin, , actor]) => begin === here && actor === Number(step));
    if (next.length !== 1) return -1;
    here = next[0]?.[1] ?? -1;
  }
  return states[here] ? here : -1;
}

function classOf({ states, steps }: StateGraph, at: number): string {
  const { end, lost } = states[at] as DrawnState;
  if (end) return end.kind === 'done' ? 'graph-state is-good' : 'graph-state is-bad';
  if (!lost) return 'graph-state';
  // The first states from which nothing can be saved: somebody comes to them from where it could.
  const first = at === 0 || steps.some(([from, to]) => to === at && !states[from]?.lost);
  return first ? 'graph-state is-lost is-turn' : 'graph-state is-lost';
}

function words({ depth, end, lost }: DrawnState): string {
  const after = depth === 0 ? 'At the beginning' : `After ${plural(depth, 'step')}`;
  if (end) return `${after}: ${end.kind === 'stuck' ? 'stuck' : `${end.kind} ${end.outcome}`}`;
  return lost ? `${after}: every way ends badly` : after;
}

function curve(one: { x: number; y: number }, other: { x: number; y: number }): string {
  if (other.x > one.x) {
    const half = (one.x + other.x) / 2;
    return `M${one.x} ${one.y}C${half} ${one.y} ${half} ${other.y} ${other.x} ${other.y}`;
  }
  // Back, or to itself: over the others.
  const top = Math.min(one.y, other.y) - 24;
  return `M${one.x} ${one.y}C${one.x + 20} ${top} ${other.x - 20} ${top} ${other.x} ${other.y}`;
}
