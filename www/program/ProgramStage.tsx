// The stage of a program: its text with the line at which everybody is, who can do what or holds what, what it can come to,
// and the steps taken. A real run is replayed from its trace, and has its lanes; otherwise the reader chooses the steps.

import './program.css';
import './ways.css';
import './steps.css';
import '../stage/story.css';
import { signal } from '@preact/signals';
import * as app from '../app/app';
import { reading } from '../app/declared';
import { EditorDoor, EditorPlace } from '../editor/door';
import { isEdited } from '../editor/editing';
import { useLooks } from '../stage/live-run';
import { Scene } from '../stage/Scene';
import { legendOf, nameOf } from '../stage/story-look';
import { storyState } from '../stage/story-state';
import { Replay } from '../timeline/Replay';
import { Timeline } from '../timeline/Timeline';
import type { Moment } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane } from '../trace/table';
import { Steady } from '../widgets/Steady';
import { AnswerView } from './AnswerView';
import { GraphView } from './GraphView';
import { keptShown, position, told } from './hand';
import { KeptRuns } from './KeptRuns';
import { Outcomes } from './Outcomes';
import { Output } from './Output';
import { ProgramBoard } from './ProgramBoard';
import { type Marked, ProgramText } from './ProgramText';
import { SequenceView } from './SequenceView';
import { Stepper } from './Stepper';
import { REAL, unordered } from './survey';
import { Taken } from './Taken';
import { Variants } from './Variants';
import { pressed, Ways } from './Ways';

/** How often the trace of a run that is under way is read again, in ms: seldom, because its threads have the cores. */
const PULSE_MS = 250;

/** On a narrow screen either the text or the board is shown. */
const onBoard = signal(false);

/** A second of the timeline is one of the run. */
const state = storyState(
  () => 1000,
  () => keptShown.value?.part ?? null,
);

/** Writes a time of the replay, which is given in µs. */
const format = (time: number): string => `${(time / 1000).toFixed(time < 10_000 ? 2 : 0)} ms`;

/** Who stands at which line at a moment of a real run; whoever does something there can go on. */
function markersAt({ actors }: Moment, { table }: Story): Marked[] {
  return actors.map(({ lane, doing, line }) => ({
    name: nameOf(table.lanes[lane] as Lane),
    line: doing === 'done' || doing === 'failed' ? 0 : line,
    goesOn: doing === 'work',
  }));
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

const NO_MOMENTS: readonly number[] = [];

function keys(event: KeyboardEvent): void {
  const [target] = event.composedPath();
  // What is typed there is text.
  if (target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))) return;
  if (pressed(event)) event.preventDefault();
}

/** Which of text and board is shown where there is no room for both. */
function Sides() {
  return (
    <div class="segments program-sides" role="radiogroup" aria-label="Shown">
      {['Program', 'Board'].map((label, i) => (
        <label class="segment" key={label}>
          <input
            type="radio"
            name="program-side"
            data-side={label.toLowerCase()}
            checked={onBoard.value === (i === 1)}
            onChange={() => {
              onBoard.value = i === 1;
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

export function ProgramStage() {
  const program = told.value;
  // The reader's own text, which is known before it has run; other scenarios have none.
  const own = app.scenario.value.declared_by === undefined ? null : reading.value;
  // If it is no program, it is shown with what is wrong with it, while what ran before stays.
  const wrong = app.stage.value === 'error' && own && own.faults.length > 0 ? own : null;
  const at = wrong ? null : position.value;
  const values = state.run.value?.values ?? app.values.value;
  const isReal = REAL.includes(String(values.driver));
  // Of several runs parts of the trace are forgotten while they go on.
  useLooks(state, PULSE_MS, isReal && values.runs === 1);
  const story = isReal ? state.story.value : null;
  const replaying = story !== null && (app.cursor.value !== null || state.running.value);
  const markers = replaying
    ? markersAt(state.moment.value, story)
    : (at?.actors ?? []).map(({ name, line, next }) => ({ name, line, goesOn: next.length > 0 }));
  return (
    <>
      <Scene answer={<AnswerView />}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: its keys do what the buttons in it do. */}
        <div class="program-stage" onKeyDown={keys}>
          <Sides />
          <div class={onBoard.value ? 'program is-on-board' : 'program'} data-films>
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
                  markers={markers}
                  remarks={wrong?.faults ?? program?.warnings ?? []}
                  areFaults={wrong !== null}
                  unordered={wrong ? NONE : unordered.value}
                />
              )}
            </div>
            <ProgramBoard at={at} view={{ ...state.view.value, story }} format={format} />
          </div>
          <Ways />
          {isReal ? (
            <Replay
              duration={app.busy.value ? 0 : (story?.section.end ?? 0)}
              cursor={app.cursor}
              format={format}
              moments={story?.moments ?? NO_MOMENTS}
            />
          ) : (
            <Stepper at={at} />
          )}
        </div>
      </Scene>
      <Steady>
        <KeptRuns />
        {isReal && <Lanes actors={at?.actors.length ?? 2} />}
        <Outcomes />
        <GraphView />
        {!isReal && <Taken at={at} />}
        {!isReal && <SequenceView at={at} />}
        <Output
          printed={at?.printed ?? (app.told.value?.log ?? []).map((line): [string, string] => ['', line])}
          actors={at?.actors.map(({ name }) => name) ?? []}
        />
      </Steady>
    </>
  );
}
