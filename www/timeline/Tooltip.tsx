// Says in words what is under the pointer, in a small note beside it that screen readers read out.

import type { ReadonlySignal } from '@preact/signals';
import type { Mark } from './emphasis';
import type { Hit } from './hit-test';
import { describe, type Model } from './model';
import { colourVariable } from './palette';
import type { Viewport } from './viewport';

interface TooltipProps {
  model: Model;
  mark: ReadonlySignal<Hit | Mark | null>;
  pointer: ReadonlySignal<{ x: number; y: number } | null>;
  view: ReadonlySignal<Viewport>;
}

/** Room in CSS px that the note needs; with less it stands on the pointer's other side. */
const WIDTH = 250;

export function Tooltip({ model, mark, pointer, view }: TooltipProps) {
  const hit = mark.value;
  const at = pointer.value;
  if (!hit || !at) return <div class="timeline-tooltip" role="status" hidden />;
  const { lane, what, facts } = describe(model, hit);
  const { width } = view.value;
  // The note stands on the side with more room, and above the pointer in the lower half, so that it never leaves the
  // plot.
  const narrow = width < 2 * WIDTH;
  const toLeft = at.x + WIDTH > width && at.x > width / 2;
  const above = at.y > model.geometry.height / 2;
  const x = narrow ? 'right:4px' : toLeft ? `right:${width - at.x + 14}px` : `left:${at.x + 14}px`;
  const y = above ? `bottom:${model.geometry.height - at.y + 14}px` : `top:${at.y + 18}px`;
  return (
    <div class="timeline-tooltip" role="status" style={`${x};${y}`}>
      <strong>
        <i class="timeline-swatch" style={`background:var(${colourVariable(hit.lane.lane.info, 'work', 'thread')})`} />
        {lane} <span>{what}</span>
      </strong>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
