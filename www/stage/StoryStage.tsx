// The stage of whatever is no loop: the scenario's own picture, if it has one, the board, the replay, event by event, the
// lanes of actors and resources, and what was written. All of it from the trace alone.

import './story.css';
import type { ComponentType } from 'preact';
import { useMemo } from 'preact/hooks';
import * as app from '../app/app';
import type { ParamValues } from '../contract/protocol';
import { Replay } from '../timeline/Replay';
import { Timeline } from '../timeline/Timeline';
import { MICROS } from '../trace/story-table';
import { Panel } from '../widgets/Shell';
import { Steady } from '../widgets/Steady';
import { useWidth } from '../widgets/width';
import { Board } from './Board';
import { useLiveRun } from './live-run';
import { Scene } from './Scene';
import { legendOf } from './story-look';
import { type StoryParts, type StoryState, type StoryView, storyState } from './story-state';

export interface StoryStageProps extends StoryParts {
  /** Real ms for a second of the story. */
  pace: (values: ParamValues) => number;
}

/** How often a live run's trace is read again, in ms; the picture moves on in between. */
const PULSE_MS = 60;

/** As shares of the story's time. */
const SPEEDS = [
  { value: 0.1, label: '1/10' },
  { value: 1 / 3, label: '1/3' },
  { value: 1, label: '1' },
  { value: 2, label: '2' },
  { value: 5, label: '5' },
];

const format = (time: number): string => `${(time / MICROS).toFixed(1)} s`;

export function StoryStage({ pace, Picture, Below }: StoryStageProps) {
  const state = useMemo(() => storyState(pace), [pace]);
  useLiveRun(state, PULSE_MS);
  const story = state.story.value;
  const actors = story?.history.actors.length ?? 0;
  const ended = state.run.value !== null && !state.running.value;
  return (
    <>
      <Scene>
        <Moments state={state} {...(Picture && { Picture })} />
        <Replay
          duration={story && ended ? story.section.end : 0}
          cursor={app.cursor}
          speeds={SPEEDS}
          format={format}
          autoplay={ended && !app.environment.value.threadsAvailable}
          moments={story?.moments ?? []}
        />
      </Scene>
      <Steady>
        <Timeline
          tracks={state.tracks.value}
          cursor={app.cursor}
          hovered={app.linked}
          selection={app.selection}
          hold={app.busy.value}
          expected={{ threads: Math.max(actors, 2), tracks: ['story'] }}
          noun="span"
          legend={legendOf(story)}
        />
        {Below && <Under state={state} View={Below} />}
        <Output lines={app.told.value?.log ?? []} />
      </Steady>
    </>
  );
}

/** All that changes with every frame; the rest of the stage does not. */
function Moments({ state, Picture }: { state: StoryState; Picture?: ComponentType<StoryView> }) {
  const [box, width] = useWidth();
  const view = state.view.value;
  return (
    <div class="story-picture" ref={box} data-films>
      {Picture && <Picture {...view} width={width - 2} />}
      <Board {...view} />
    </div>
  );
}

function Under({ state, View }: { state: StoryState; View: ComponentType<StoryView> }) {
  const [box, width] = useWidth();
  return (
    <div ref={box}>
      <View {...state.view.value} width={width} />
    </div>
  );
}

function Output({ lines }: { lines: readonly string[] }) {
  return (
    <Panel title="Output">
      <ol class="output" data-output>
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ol>
    </Panel>
  );
}
