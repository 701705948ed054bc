// The stage of a program: its text with the line at which everybody is, who can do what or holds what, what it can come to,
// and the steps taken. A real run is replayed from its trace, and has its lanes; otherwise the reader chooses the steps.

import './program.css';
import './steps.css';
import '../stage/story.css';
import * as app from '../app/app';
import { reading } from '../app/declared';
import type { Position, Standing } from '../contract/program';
import { EditorDoor, EditorPlace } from '../editor/door';
import { isEdited } from '../editor/editing';
import { Board } from '../stage/Board';
import { Scene } from '../stage/Scene';
import { legendOf, nameOf } from '../stage/story-look';
import { storyState } from '../stage/story-state';
import { Replay } from '../timeline/Replay';
import { Timeline } from '../timeline/Timeline';
import type { Moment } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane } from '../trace/table';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';
import { Steady } from '../widgets/Steady';
import { Actors } from './Actors';
import { AnswerView } from './AnswerView';
import { GraphView } from './GraphView';
import { keptShown, position, told } from './hand';
import { KeptRuns } from './KeptRuns';
import { Outcomes } from './Outcomes';
import { ProgramText } from './ProgramText';
import { SequenceView } from './SequenceView';
import { Stepper } from './Stepper';
import { unordered } from './survey';
import { Taken } from './Taken';
import { Variants } from './Variants';

/** A second of the timeline is one of the run. */
const state = storyState(
  () => 1000,
  () => keptShown.value?.part ?? null,
);

/** Writes a time of the replay, which is given in µs. */
const format = (time: number): string => `${(time / 1000).toFixed(time < 10_000 ? 2 : 0)} ms`;

/** Where everybody was at the moment of a replay, as the trace has it. */
function replayed(at: Position, { actors }: Moment, story: Story): Standing[] {
  const lanes = new Map(actors.map((actor) => [nameOf(story.table.lanes[actor.lane] as Lane), actor]));
  return at.actors.map((standing) => {
    const { doing = 'before', line = 0 } = lanes.get(standing.name) ?? {};
    const over = doing === 'done' || doing === 'failed';
    return { ...standing, line: over ? 0 : line, next: doing === 'work' ? [{ code: '', words: '' }] : [] };
  });
}

const NONE: ReadonlySet<number> = new Set();

/** Who ran when, waited for what, and held what. */
function Lanes({ actors }: { actors: number }) {
  return (
    <Timeline
      tracks={state.tracks.value}
      cursor={app.cursor}
      hovered={app.linked}
      selection={app.selection}
      hold={app.busy.value}
      expected={{ threads: actors, tracks: ['story'] }}
      noun="span"
      legend={legendOf(state.story.value)}
    />
  );
}

export function ProgramStage() {
  const program = told.value;
  // The reader's own text, which is known before it has run; other scenarios have none.
  const own = app.scenario.value.declared_by === undefined ? null : reading.value;
  // If it is no program, it is shown with what is wrong with it, while what ran before stays.
  const wrong = app.stage.value === 'error' && own && own.faults.length > 0 ? own : null;
  const at = wrong ? null : position.value;
  const isReal = ['threads', 'event-loop', 'forced'].includes(
    String((state.run.value?.values ?? app.values.value).driver),
  );
  const story = isReal ? state.story.value : null;
  const replaying = story !== null && app.cursor.value !== null;
  const actors = at === null ? [] : replaying ? replayed(at, state.moment.value, story) : at.actors;
  const log = keptShown.value?.position.printed ?? app.told.value?.log ?? [];
  return (
    <>
      <Scene answer={<AnswerView />}>
        <div class="program" data-films>
          <div class="program-side">
            <div class="program-head">
              <Variants />
              <EditorDoor />
            </div>
            {isEdited.value ? (
              <EditorPlace />
            ) : (
              <ProgramText
                lines={(wrong ?? program ?? own)?.lines ?? []}
                actors={actors}
                remarks={wrong?.faults ?? program?.warnings ?? []}
                areFaults={wrong !== null}
                unordered={wrong ? NONE : unordered.value}
              />
            )}
          </div>
          {story && (replaying || at?.end?.kind === 'stuck') ? <Board {...state.view.value} /> : <Actors at={at} />}
        </div>
        {story && (
          <Replay
            duration={app.busy.value ? 0 : story.section.end}
            cursor={app.cursor}
            format={format}
            moments={story.moments}
          />
        )}
        <Stepper at={at} brief={isReal} />
      </Scene>
      <Steady>
        <KeptRuns />
        {isReal && <Lanes actors={at?.actors.length ?? 2} />}
        <Outcomes />
        <GraphView />
        {!isReal && <Taken at={at} />}
        {!isReal && <SequenceView at={at} />}
        <Panel title="Output">
          {log.length === 0 ? (
            <Empty minHeight={80}>What the program prints stands here.</Empty>
          ) : (
            <ol class="program-output" data-output>
              {log.map((line, i) => (
                <li key={i}>{line}</li>
              ))}
            </ol>
          )}
        </Panel>
      </Steady>
    </>
  );
}
