// Collects what a link says of the run on the stage: its figures, its timeline, and labels of the machine. Nothing here
// identifies a person; the share dialog lists what is sent.

import * as app from '../../app/app';
import { tracks } from '../../app/shown';
import { studying } from '../../app/study';
import { browserLabel } from '../../engine/browser';
import { fitted, sentOf, sentOutcomes } from '../../link/encode';
import { encodeLink, withResult } from '../../link/link';
import { MAX_LINK, type SharedResult } from '../../link/sent';
import { timelineOf } from '../../link/strips';

const DAY = 86_400_000;

/** Returns a sentence on why there is no result to send now; null if there is one. */
export function whyNoResult(): string | null {
  const run = app.shown.value;
  if (studying.value) return 'A study is too long for a link: export it as a file.';
  if (app.stage.value === 'starting' || app.stage.value === 'running') return 'The run has not ended yet.';
  if (!run?.outcome || run.state !== 'done') return 'No run has finished yet: run the experiment first.';
  if (run.explored) return 'Zooming in the picture measures nothing: run the experiment first.';
  if (encodeLink(run.link, app.catalog) !== app.fragment.value) {
    return 'The settings have changed since the last run: run again first.';
  }
  return null;
}

/** Returns whether the run on the stage has ended and is of the present settings, so that its file has them. */
export function savable(): boolean {
  const run = app.shown.value;
  if (studying.value || !run?.view || run.state === 'running') return false;
  return encodeLink(run.link, app.catalog) === app.fragment.value;
}

/** Returns the result on the stage; null if `whyNoResult` has a reason. */
export function captured(): SharedResult | null {
  const run = app.shown.value;
  if (whyNoResult() !== null || !run?.outcome) return null;
  const track = tracks.value.find(({ id }) => id === 'parallel');
  // What real runs came to is of this machine and moment: a result carries what is possible.
  const explored = run.outcome.program?.runs === 0 ? run.outcome.program.outcomes : [];
  const outcomes = sentOutcomes(explored);
  return {
    // The date and the machine are those of an opened run's file, if the run comes from one.
    day: Math.floor((run.opened?.ran ?? Date.now()) / DAY),
    cores: run.opened?.machine.cores ?? app.environment.value.logicalCores,
    browser: run.opened?.machine.browser ?? browserLabel(navigator),
    metrics: sentOf(run.outcome.metrics),
    timeline: track ? timelineOf(track.spans, track.section) : null,
    ...(outcomes && { outcomes }),
  };
}

/**
 * Returns the fragment with a result, and what of the result it carries, such that the whole address keeps within
 * `MAX_LINK`; null if that leaves too little room.
 */
export function linkWithResult(
  result: SharedResult,
  site: string,
  fragment: string,
): { link: string; carried: SharedResult } | null {
  // 16 characters for `&result=`, a point and the seal.
  const room = MAX_LINK - site.length - fragment.length - 16;
  const fit = fitted(result, room);
  return fit && { link: withResult(fragment, fit.payload), carried: fit.result };
}
