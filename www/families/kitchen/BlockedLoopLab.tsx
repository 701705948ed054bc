// The stage of the blocked loop: the lag of its heartbeat, and the timeline with the loop's lane, its tasks and
// the page's own loop, which stays free.

import { computed } from '@preact/signals';
import * as app from '../../app/app';
import { pulse, runTable } from '../../app/shown';
import { Scene } from '../../stage/Scene';
import type { LegendEntry } from '../../timeline/Legend';
import { Replay } from '../../timeline/Replay';
import { Timeline } from '../../timeline/Timeline';
import type { Section } from '../../trace/lanes';
import { type SpanTable, spansOf } from '../../trace/spans';
import type { TraceTable } from '../../trace/table';
import type { Track } from '../../trace/track';
import { Steady } from '../../widgets/Steady';
import { kitchenTime } from './DinnerLab';
import { kitchenTable } from './film';
import { LagChart } from './LagChart';
import { LoopScene } from './LoopScene';
import { numberOf } from './labels';
import { zoomFor } from './layout';
import { type LoopStory, loopAt, loopStory, UNTOLD, worstOf } from './loop';
import * as state from './state';
import { useWidth } from './width';

/** A run takes two seconds: slower is what one would want. */
const SPEEDS = [
  { value: 0.1, label: '1/10' },
  { value: 0.25, label: '1/4' },
  { value: 0.5, label: '1/2' },
  { value: 1, label: '1' },
];

const LEGEND: readonly LegendEntry[] = [
  { shape: 'work', text: 'on the thread', title: 'A poll, or blocking: nobody else gets a turn on this loop.' },
  { shape: 'wait', text: 'awaits', title: 'Has let go of the thread, and waits for its time.' },
  { shape: 'blocked', text: 'ready, no turn', title: 'Its time has come, but the loop is not free.' },
  { shape: 'idle', text: 'done', title: 'Nothing more to do; or, on the loops’ lanes, free.' },
];

interface Told {
  table: TraceTable;
  spans: SpanTable;
  section: Section;
}

const told = computed<Told | null>(() => {
  const run = state.run.value;
  if (!run?.view || (run.state === 'running' && pulse.value < 0)) return null;
  const recorded = runTable(run);
  if (!recorded) return null;
  // Its seconds are real ones.
  const table = kitchenTable(recorded, 1000);
  const spans = spansOf(table);
  const end = endOf(spans);
  return { table, spans, section: { kind: 'film', index: 0, start: 0, end, span: -1, open: run.state !== 'done' } };
});

/** When the last task ended; the page's own frames go on. */
function endOf(spans: SpanTable): number {
  let end = 0;
  spans.lanes.forEach(({ role }, lane) => {
    if (role === 'page') return;
    for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
      end = Math.max(end, spans.end[row] as number);
    }
  });
  return end;
}

const tracks = computed<Track[]>(() => {
  if (!told.value) return [];
  const { table, spans, section } = told.value;
  const lanes = spans.lanes.flatMap(({ role }, lane) => {
    if (role === 'coordinator') return [{ lane, name: 'event loop' }];
    // An engine that was started for another run may have threads; this one has no use for them.
    if (role === 'worker') return [];
    return role === 'page' ? [{ lane, name: 'the page’s loop' }] : [{ lane }];
  });
  const blocks = numberOf(spans.labels, 'blocks the thread');
  const look = {
    text: (row: number) => {
      if (spans.label[row] === blocks) return 'blocks';
      // The loop’s long block is one poll of whoever holds it.
      const lane = spans.lanes[spans.lane[row] as number];
      return lane?.role === 'coordinator'
        ? (['consumer', 'producer', 'heartbeat'][spans.first[row] as number] ?? '')
        : '';
    },
    colour: () => null,
    facts: () => [],
  };
  return [{ id: 'loop', title: 'One event loop, three tasks', spans, section, table, look, lanes }];
});

const plot = computed<LoopStory>(() => (told.value ? loopStory(told.value.spans) : UNTOLD));

export function LoopLab() {
  const [box, width] = useWidth();
  const running = state.run.value?.state === 'running';
  return (
    <>
      <Scene>
        <div class="films" ref={box} data-films>
          <Moment width={width - 2} />
        </div>
        <Replay
          duration={told.value && !running ? told.value.section.end : 0}
          cursor={app.cursor}
          speeds={SPEEDS}
          format={kitchenTime}
          autoplay={state.unseen.value}
        />
      </Scene>
      <Steady>
        <Timeline
          tracks={tracks.value}
          cursor={app.cursor}
          hovered={app.linked}
          selection={app.selection}
          hold={app.busy.value}
          expected={{ threads: 3, tracks: ['loop'] }}
          noun="span"
          legend={LEGEND}
        />
        <Lag />
      </Steady>
    </>
  );
}

/** How far the story is, in ms. */
const end = computed(() => {
  if (!told.value) return 0;
  return state.run.value?.state === 'running' ? state.live.value * 1e3 : told.value.section.end / 1e3;
});

/** The film comes to rest at its worst moment, in ms: its end is calm whatever came before. */
const rest = computed<number | null>(() => {
  if (!told.value || state.run.value?.state === 'running') return null;
  return worstOf(plot.value, end.value);
});

/** The moment that is shown, in ms, and whether that is the one at which the film rests. */
const shown = computed<{ time: number; worst: boolean }>(() => {
  const cursor = app.cursor.value;
  const running = state.run.value?.state === 'running';
  const over = !running && (cursor === null || cursor >= end.value * 1e3);
  if (over && rest.value !== null) return { time: rest.value, worst: true };
  return { time: running || cursor === null ? end.value : cursor / 1e3, worst: false };
});

/** With `Lag`, all that changes with every frame; the rest of the stage does not. */
function Moment({ width }: { width: number }) {
  const { time, worst } = shown.value;
  const zoom = zoomFor(width);
  return (
    <LoopScene
      moment={loopAt(plot.value, time)}
      time={time}
      told={told.value !== null}
      worst={worst}
      moving={state.moving.value}
      width={width / zoom}
    />
  );
}

function Lag() {
  const [box, width] = useWidth();
  return (
    <div ref={box}>
      <LagChart
        beats={plot.value.beats}
        end={end.value}
        running={state.run.value?.state === 'running'}
        limit={Number(state.settings.value.limit) * 1e3}
        width={width}
      />
    </div>
  );
}
