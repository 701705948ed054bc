// The board of the program on the stage: the moment of a real run that is shown, or where everybody stands by hand.

import { effect, signal } from '@preact/signals';
import * as app from '../app/app';
import type { Position } from '../contract/program';
import { eventText } from '../stage/board-words';
import type { StoryView } from '../stage/story-state';
import { BoardView } from './board/BoardView';
import { fromMoment, fromPosition } from './board/scenery';
import { go, programOf } from './hand';
import { WhyView } from './WhyView';
import { type Why, whyMomentWaits, whyStepsWait, whyUnknown, whyValue } from './why';

interface ProgramBoardProps {
  /** Where it stands; null before anything has run. */
  at: Position | null;
  /** The trace of a real run; its story is null where nothing real is shown. */
  view: Omit<StoryView, 'width'>;
  /** Writes a time of the replay, in µs. */
  format: (time: number) => string;
}

/** What was asked last; it stays while the reader looks at the reasons. */
const why = signal<Why | null>(null);

// Steps of another program, or another run, are no reasons here.
let asked = '';
effect(() => {
  const run = app.shown.value;
  const { driver } = run?.values ?? {};
  const now = run ? `${programOf(run.link)} ${driver} ${driver === 'hand' ? '' : run.key}` : '';
  if (now !== asked) why.value = null;
  asked = now;
});

export function ProgramBoard({ at, view: { story, moment, time, running }, format }: ProgramBoardProps) {
  const answer = why.value && (
    <WhyView
      why={why.value}
      onClose={() => {
        why.value = null;
      }}
    />
  );
  if (story && moment.actors.length > 0) {
    // What variables were in between no trace tells.
    const ended = !running && app.cursor.value === null;
    return (
      <BoardView
        scenery={fromMoment(story, moment, time, ended ? at : null)}
        happened={eventText(story, moment)}
        variables={ended ? (at?.variables ?? null) : null}
        onWhyWait={(figure) => {
          why.value = whyMomentWaits(story, moment, figure, format);
        }}
        onWhyValue={(variable) => {
          why.value = whyUnknown(at?.variables[variable]?.[0] ?? '');
        }}
      >
        {answer}
      </BoardView>
    );
  }
  if (!at) return <p class="program-empty">Who does what, holds what and waits for whom is shown here.</p>;
  return (
    <BoardView
      scenery={fromPosition(at)}
      variables={at.variables}
      onStep={(code) => void go(code)}
      onWhyWait={(figure) => {
        why.value = whyStepsWait(at, figure);
      }}
      onWhyValue={(variable) => {
        why.value = whyValue(at, variable);
      }}
    >
      {answer}
    </BoardView>
  );
}
