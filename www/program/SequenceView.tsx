// The way that was taken as a sequence diagram, which can be saved as a drawing and as text.

import './sequence.css';
import { useRef } from 'preact/hooks';
import * as app from '../app/app';
import type { Position } from '../contract/program';
import { download } from '../files/download';
import { actorColour } from '../stage/actor-colour';
import { Panel } from '../widgets/Shell';
import { BAR, barX, HEAD, lineX, ROW, rowY, sequenceOf, stepsText } from './sequence';

export function SequenceView({ at }: { at: Position | null }) {
  const drawing = useRef<SVGSVGElement>(null);
  const sequence = at && sequenceOf(at);
  if (!sequence) return null;
  const { actors, steps, bars, first, width, height } = sequence;
  const save = (kind: 'svg' | 'txt'): void => {
    if (!drawing.current) return;
    const text = kind === 'svg' ? standalone(drawing.current) : stepsText(sequence);
    const type = kind === 'svg' ? 'image/svg+xml' : 'text/plain';
    download(new Blob([text], { type }), `brigade-${app.scenario.peek().id}-steps.${kind}`);
  };
  const tools = (
    <span class="sequence-tools">
      <button type="button" class="button button-small" data-action="sequence-svg" onClick={() => save('svg')}>
        SVG
      </button>
      <button type="button" class="button button-small" data-action="sequence-text" onClick={() => save('txt')}>
        Text
      </button>
    </span>
  );
  return (
    <Panel title="Who did what in which order" tools={tools}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <section class="sequence" tabIndex={0} aria-label="Sequence diagram">
        <svg
          ref={drawing}
          class="sequence-drawing"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${steps.length} steps of ${actors.join(', ')}`}
          data-sequence={steps.length}
        >
          {actors.map((name, actor) => (
            <g key={actor} style={`--actor:var(${actorColour(actor)})`}>
              <text class="sequence-name" x={lineX(actor)} y={18}>
                {name}
              </text>
              <line class="sequence-line" x1={lineX(actor)} x2={lineX(actor)} y1={HEAD - 8} y2={height} />
            </g>
          ))}
          {bars.map((bar, i) => {
            const top = bar.from < 0 ? HEAD - 8 : rowY(bar.from);
            const bottom = bar.until < steps.length ? rowY(bar.until) : height;
            return (
              <g key={i} style={`--actor:var(${actorColour(bar.actor)})`} data-bar={bar.resource}>
                <title>
                  {actors[bar.actor]} holds {bar.resource}
                </title>
                <rect
                  class="sequence-bar"
                  x={barX(bar)}
                  y={top}
                  width={BAR}
                  height={Math.max(2, bottom - top)}
                  rx={2}
                />
              </g>
            );
          })}
          {steps.map(({ actor, words }, row) => (
            <g key={row} style={`--actor:var(${actorColour(actor)})`}>
              <circle class="sequence-step" cx={lineX(actor)} cy={rowY(row)} r={4} />
              <text class="sequence-words" x={lineX(actor) + 2 * ROW - 18} y={rowY(row) + 4}>
                {first + row}. {words}
              </text>
            </g>
          ))}
        </svg>
      </section>
    </Panel>
  );
}

/** What of a style a drawing needs outside the page. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'paint-order',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'opacity',
];

/** Writes a drawing so that it needs no style sheet: with the colours that it has now, on the page's ground. */
function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(originals[i] as Element);
    element.removeAttribute('class');
    element.removeAttribute('style');
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', getComputedStyle(document.body).backgroundColor],
  ] as const) {
    ground.setAttribute(name, value);
  }
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}
