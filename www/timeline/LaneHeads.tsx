// Draws the left column: a title for each track and, for each lane, its name, its colour and how busy it was.

import type { ReadonlySignal } from '@preact/signals';
import type { SelectionStats } from '../trace/stats';
import { type LaneBox, NAMED_HEIGHT } from './geometry';
import type { Model } from './model';
import { type ColourBy, colourVariable } from './palette';
import { percent, shortTime } from './wording';

interface LaneHeadsProps {
  model: Model;
  stats: ReadonlySignal<SelectionStats[]>;
  colourBy: ReadonlySignal<ColourBy>;
}

export function LaneHeads({ model, stats, colourBy }: LaneHeadsProps) {
  const by = colourBy.value;
  return (
    <div class="timeline-heads">
      {model.geometry.tracks.map((box, index) => (
        <div key={box.id} class="timeline-track" data-track={box.id} style={`height:${box.height}px`}>
          <h3 class={box.title < 20 ? 'timeline-title is-low' : 'timeline-title'} style={`height:${box.title}px`}>
            {model.tracks[index]?.title} <span>{shortTime(box.length)}</span>
          </h3>
          <Folded lanes={box.lanes} top={box.y} />
          {box.lanes.map((lane, i) => {
            const { info } = lane.lane;
            const share = stats.value[index]?.lanes[i]?.share ?? 0;
            return (
              <div
                key={info.name}
                class={laneClass(lane)}
                style={`height:${lane.height}px`}
                data-lane={info.name}
                data-busy={share.toFixed(4)}
              >
                <i
                  class="timeline-swatch"
                  style={`background:var(${colourVariable(info, info.role === 'page' ? 'frame' : 'work', by)})`}
                />
                <span class="timeline-name">{info.name}</span>
                <span class="timeline-busy">{percent(share)}</span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function laneClass(lane: LaneBox): string {
  const size = lane.height < NAMED_HEIGHT ? ' is-folded' : lane.height <= 18 ? ' is-slim' : '';
  return `timeline-lane${size}${lane.lane.idle ? ' is-idle' : ''}`;
}

/** Draws one name for all lanes that are too thin for names of their own. */
function Folded({ lanes, top }: { lanes: readonly LaneBox[]; top: number }) {
  const folded = lanes.filter((lane) => lane.height < NAMED_HEIGHT);
  const first = folded[0];
  const last = folded.at(-1);
  if (!first || !last) return null;
  const idle = folded.every((lane) => lane.lane.idle);
  return (
    <div
      class="timeline-folded"
      aria-hidden="true"
      style={`top:${first.y - top}px;height:${last.y + last.height - first.y}px`}
    >
      {folded.length} threads{idle && ', idle'}
    </div>
  );
}
