// The stage of a program: its text with everybody's next line, who can do what, what it can come to, and the steps taken.

import './program.css';
import './steps.css';
import * as app from '../app/app';
import { reading } from '../app/declared';
import { Scene } from '../stage/Scene';
import { legendOf } from '../stage/story-look';
import { storyState } from '../stage/story-state';
import { Timeline } from '../timeline/Timeline';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';
import { Steady } from '../widgets/Steady';
import { Actors } from './Actors';
import { AnswerView } from './AnswerView';
import { keptShown, position, told } from './hand';
import { KeptRuns } from './KeptRuns';
import { Outcomes } from './Outcomes';
import { ProgramText } from './ProgramText';
import { Stepper } from './Stepper';
import { Taken } from './Taken';

/** A second of the timeline is one of the run. */
const state = storyState(
  () => 1000,
  () => keptShown.value?.part ?? null,
);

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
  const log = keptShown.value?.position.printed ?? app.told.value?.log ?? [];
  return (
    <>
      <Scene answer={<AnswerView />}>
        <div class="program" data-films>
          <ProgramText
            lines={(wrong ?? program ?? own)?.lines ?? []}
            actors={at?.actors ?? []}
            remarks={wrong?.faults ?? program?.warnings ?? []}
            areFaults={wrong !== null}
          />
          <Actors at={at} />
        </div>
        <Stepper at={at} />
      </Scene>
      <Steady>
        <KeptRuns />
        {isReal && <Lanes actors={at?.actors.length ?? 2} />}
        <Outcomes />
        {!isReal && <Taken at={at} />}
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
