// The left column: a title for each track and, for each lane, its name, colour and how busy it was.

import type { ReadonlySignal } from '@preact/signals';
import type { SelectionStats } from '../trace/stats';
import { percent, shortTime } from './format';
import { TITLE_HEIGHT } from './geometry';
import type { Model } from './model';
import { type ColourBy, colourVariable } from './palette';

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
          <h3 class="timeline-title" style={`height:${TITLE_HEIGHT}px`}>
            {model.tracks[index]?.title} <span>{shortTime(box.length)}</span>
          </h3>
          {box.lanes.map((lane, i) => {
            const { info } = lane.lane;
            const share = stats.value[index]?.lanes[i]?.share ?? 0;
            return (
              <div
                key={info.name}
                class={`timeline-lane${lane.height <= 18 ? ' is-slim' : ''}${lane.lane.idle ? ' is-idle' : ''}`}
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
