// The board of a program: cooks with what is in their hands, locks, queues and the like with who has them, and edges for who
// holds and waits for what. By hand each cook's possible steps are buttons.

import './board.css';
import './pieces.css';
import type { ComponentChildren } from 'preact';
import { actorColour } from '../../stage/actor-colour';
import { useEdges } from './edges';
import { Cook, Glyph, Places } from './Glyphs';
import { useLeft, useMotion } from './motion';
import { namesOf, queueOf, standOf } from './pieces';
import { type Crowd, type Edge, type Figure, grouped, type Piece, type Scenery } from './scenery';

interface BoardViewProps {
  scenery: Scenery;
  /** What has just happened, in a sentence. */
  happened?: string | undefined;
  /** Variables that all share, with their values; null where those of this moment are not known. */
  variables: readonly [name: string, value: string][] | null;
  /** Takes a step, by hand. */
  onStep?: ((code: string) => void) | undefined;
  /** Asks why a figure waits, and why a variable has its value, by their numbers. */
  onWhyWait: (figure: number) => void;
  onWhyValue: (variable: number) => void;
  /** Under the board. */
  children?: ComponentChildren;
}

export function BoardView(props: BoardViewProps) {
  const { scenery, happened, variables, onStep, onWhyWait, onWhyValue, children } = props;
  const { box, lay } = useEdges();
  const left = useLeft(scenery);
  useMotion(box, scenery);
  const { figures, pieces, edges, stuck } = scenery;
  const { alone, crowds } = grouped(scenery);
  // Many in one crowd have one edge together.
  const nodes = new Map<number, string>(alone.map(({ number }) => [number, `actor ${number}`]));
  crowds.forEach((crowd, i) => {
    for (const { number } of crowd.figures) nodes.set(number, `crowd ${i}`);
  });
  return (
    <div class="program-board" data-board data-step={scenery.step}>
      {happened !== undefined && <p class="board-event">{happened}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <section class="scenery" ref={box} tabIndex={0} aria-label="Board">
        <svg class="scenery-edges" aria-hidden="true">
          {drawnOnce(edges, nodes).map(({ from, to, edge }) => (
            <path
              key={`${from} ${to} ${edge.kind}`}
              class={`edge is-${edge.kind}${edge.stuck ? ' is-stuck' : ''}`}
              style={`--actor:var(${actorColour(edge.from)})`}
              data-edge={edge.kind}
              data-from={from}
              data-to={to}
            />
          ))}
        </svg>
        <ul class="scenery-actors" aria-label="Actors">
          {alone.map((figure) => (
            <ActorCard key={figure.number} {...{ figure, scenery, onStep, onWhyWait }} />
          ))}
          {crowds.map((crowd, i) => (
            <CrowdCard key={crowd.words} {...{ crowd, number: i, scenery, onStep, onWhyWait, onFold: lay }} />
          ))}
        </ul>
        <ul class="scenery-things" aria-label="What they share">
          {(variables ?? []).map(([name, value], i) => (
            <li key={name} class="piece is-variable" data-variable={name} data-value={value}>
              <span class="piece-name">{name}</span>
              <button
                type="button"
                class="piece-value"
                data-action="why-value"
                aria-label={`${name} is ${value}: why?`}
                title="Why this value?"
                onClick={() => onWhyValue(i)}
              >
                {value}
              </button>
            </li>
          ))}
          {pieces.map((piece) => (
            <PieceCard key={piece.number} piece={piece} figures={figures} left={left.get(piece.number) ?? 0} />
          ))}
        </ul>
      </section>
      {stuck.length > 0 && <p class="board-stuck">{namesOf(stuck, figures)} can never go on.</p>}
      {children}
    </div>
  );
}

const nodeOf = ({ to }: Edge, nodes: ReadonlyMap<number, string>): string =>
  'actor' in to ? (nodes.get(to.actor) ?? '') : `thing ${to.resource}`;

/** One edge for each pair of cards and kind. */
function drawnOnce(edges: readonly Edge[], nodes: ReadonlyMap<number, string>) {
  const all = new Map<string, { from: string; to: string; edge: Edge }>();
  for (const edge of edges) {
    const [from, to] = [nodes.get(edge.from) ?? '', nodeOf(edge, nodes)];
    const name = `${from} ${to} ${edge.kind}`;
    if (!all.has(name) || edge.stuck) all.set(name, { from, to, edge });
  }
  return [...all.values()];
}

interface ActorCardProps {
  figure: Figure;
  scenery: Scenery;
  onStep: ((code: string) => void) | undefined;
  onWhyWait: (figure: number) => void;
  /** Whether it is one of a crowd, from which all edges go together. */
  inCrowd?: boolean;
}

function ActorCard({ figure, scenery, onStep, onWhyWait, inCrowd = false }: ActorCardProps) {
  const { number, name, stance, words, next, own, stuck } = figure;
  const hands = scenery.pieces.filter(({ kind, holders }) => kind === 'lock' && holders[0] === number);
  return (
    <li
      class={`figure is-${stance}${stuck ? ' is-stuck' : ''}`}
      style={`--actor:var(${actorColour(number)})`}
      data-actor={name}
      data-actor-state={stance}
      data-node={inCrowd ? undefined : `actor ${number}`}
    >
      <Cook number={number} stance={stance} />
      <span class="figure-name">{name}</span>
      {hands.length > 0 && (
        <span class="figure-hand" title={`holds ${hands.map((piece) => piece.name).join(', ')}`}>
          {hands.map((piece) => (
            <span key={piece.number} class="piece-token" data-token={`lock ${piece.number}`}>
              <Glyph piece={piece} />
            </span>
          ))}
          <span class="visually-hidden">holds {hands.map((piece) => piece.name).join(', ')}</span>
        </span>
      )}
      {next.map(({ code, words: would }) => (
        <button
          key={code}
          type="button"
          class="program-step"
          data-action="step"
          data-step={code}
          onClick={() => onStep?.(code)}
        >
          {would}
        </button>
      ))}
      {words !== '' &&
        (stance === 'blocked' ? (
          <button
            type="button"
            class="figure-words"
            data-action="why-wait"
            title="Why does it wait?"
            onClick={() => onWhyWait(number)}
          >
            {words}
          </button>
        ) : (
          <span class="figure-words">{words}</span>
        ))}
      {own !== '' && <span class="figure-own">{own}</span>}
    </li>
  );
}

interface CrowdCardProps {
  crowd: Crowd;
  number: number;
  scenery: Scenery;
  onStep: ((code: string) => void) | undefined;
  onWhyWait: (figure: number) => void;
  /** Called when it was unfolded or folded. */
  onFold: () => void;
}

function CrowdCard({ crowd: { figures, words }, number, scenery, onStep, onWhyWait, onFold }: CrowdCardProps) {
  return (
    <li class={figures.some(({ stuck }) => stuck) ? 'crowd is-stuck' : 'crowd'} data-node={`crowd ${number}`}>
      <details onToggle={onFold} data-crowd={figures.length}>
        <summary>
          <span class="crowd-faces" aria-hidden="true">
            {figures.slice(0, 3).map((figure) => (
              <Cook key={figure.number} {...figure} />
            ))}
          </span>
          <span>
            <b>{figures.length} more</b>: {words}
          </span>
        </summary>
        <ul>
          {figures.map((figure) => (
            <ActorCard key={figure.number} {...{ figure, scenery, onStep, onWhyWait }} inCrowd />
          ))}
        </ul>
      </details>
    </li>
  );
}

function PieceCard({ piece, figures, left }: { piece: Piece; figures: readonly Figure[]; left: number }) {
  const { number, name, kind, holders, queue } = piece;
  const names = (list: readonly number[]): string => list.map((figure) => figures[figure]?.name ?? '').join(', ');
  const waits = queueOf(piece, figures);
  return (
    <li
      class={`piece is-${kind}${holders.length > 0 ? ' is-held' : ''}`}
      style={holders[0] === undefined ? undefined : `--actor:var(${actorColour(holders[0])})`}
      data-resource={name}
      data-holder={names(holders)}
      data-queue={names(queue)}
      data-node={`thing ${number}`}
    >
      <span class="piece-place">
        {/* What is held is in the holder's hand. */}
        {(kind !== 'lock' || holders.length === 0) && (
          <span class="piece-token" data-token={kind === 'lock' ? `lock ${number}` : undefined}>
            <Glyph piece={piece} />
          </span>
        )}
      </span>
      <span class="piece-name">
        {name} <span class="piece-kind">{kind}</span>
      </span>
      {kind === 'channel' && <Places piece={piece} left={left} />}
      <span class="piece-words">{standOf(piece, figures)}</span>
      {waits !== '' && <span class="piece-waits">{waits}</span>}
    </li>
  );
}
