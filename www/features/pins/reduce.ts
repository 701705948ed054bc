// Reduces a pinned run to what is kept: its times, its first other figure, and the coarse timeline that links carry
// too.

import { catalog, findScenario, type Shown } from '../../app/app';
import type { SideTrack } from '../../app/shown';
import { paceOf } from '../../families/registry';
import { encodeLink } from '../../link/link';
import { timelineOf } from '../../link/strips';
import type { Section } from '../../trace/lanes';
import { kindOf } from '../../trace/spans';
import type { PinnedRun } from './pins';
import { headlineOf, timesOf } from './times';

/**
 * Returns null if the run has neither a time nor a timeline, or is a look around the picture, which measures nothing.
 */
export function reduced(run: Shown, tracks: readonly SideTrack[]): PinnedRun | null {
  if (run.state === 'running' || run.explored) return null;
  const times = run.outcome ? timesOf(run.outcome, run.compare) : [];
  const track = tracks.find(({ id }) => id === 'parallel');
  const timeline = track ? timelineOf(track.spans, within(track), true) : null;
  if (times.length === 0 && !timeline) return null;
  // Figures are in the seconds of the family's clock, which may be shorter than real ones.
  const pace = 1000 / paceOf(findScenario(run.link.scenario).family, run.values);
  const notes = [
    times.length > 1 ? 'compared' : '',
    run.state === 'done' ? '' : run.state,
    run.opened ? `from ${run.opened.file}` : '',
  ];
  return {
    key: run.key,
    scenario: run.link.scenario,
    link: encodeLink(run.link, catalog),
    values: run.values,
    times,
    headline: run.outcome ? headlineOf(run.outcome) : '',
    notes: notes.filter(Boolean),
    timeline: timeline && { ...timeline, duration: timeline.duration * pace },
  };
}

/**
 * Returns the section. If it spans all that was recorded, leaves out the time before the first work, as the figures do.
 */
function within({ spans, section }: SideTrack): Section {
  if (section.span >= 0) return section;
  let start = section.end;
  for (let lane = 0; lane < spans.lanes.length; lane++) {
    for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
      const kind = kindOf(spans.labels, spans.label[row] as number);
      if (kind !== 'control' && kind !== 'frame') start = Math.min(start, spans.start[row] as number);
    }
  }
  return { ...section, start: Math.max(section.start, start) };
}
