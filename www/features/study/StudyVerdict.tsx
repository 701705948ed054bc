// Shows the verdict of a study: the sentence, and its large figures.

import type { Analysis } from '../../study/analysis';
import type { StudyData } from '../../study/runner';
import { noiseText, rangeOf, referenceOf, verdictOf } from '../../study/sentences';
import { duration, list, significant } from '../../text/format';

interface VerdictProps {
  data: StudyData | null;
  analysis: Analysis | null;
  /** Label of the swept parameter. */
  param: string;
}

export function StudyVerdict({ data, analysis, param }: VerdictProps) {
  const { state, sentence } = verdictOf(data, analysis, param);
  const best = analysis?.ranking.best ?? null;
  const speedup = best?.speedup ?? null;
  return (
    <section class="verdict" aria-label="Verdict of the study">
      <p class="verdict-sentence" aria-live="polite" data-verdict={state}>
        {sentence}
      </p>
      <dl class="verdict-figures">
        <Figure
          label={data?.plan.mode === 'weak' ? 'Largest scaled speed-up' : 'Largest speed-up'}
          metric="best_speedup"
          value={speedup?.value ?? null}
          text={speedup ? `${significant(speedup.value)}×` : '–'}
          note={bestNote(data, analysis, param)}
        />
        <Figure
          label="Reference"
          metric="reference_ms"
          value={analysis?.reference?.median ?? null}
          text={analysis?.reference ? duration(analysis.reference.median) : '–'}
          note={data ? referenceOf(data.plan) : 'not measured yet'}
        />
        <Figure
          label="Noise of this machine"
          metric="noise"
          value={analysis?.noise ?? null}
          text={analysis?.noise == null ? '–' : noiseText(analysis.noise)}
          note="the reference against itself"
        />
      </dl>
    </section>
  );
}

/** Says whose the largest speed-up is, and how sure that is. Names a value only if it won. */
function bestNote(data: StudyData | null, analysis: Analysis | null, param: string): string {
  if (!data || !analysis) return 'not measured yet';
  const { best, winner, equals } = analysis.ranking;
  if (!best?.speedup) return analysis.complete ? 'nothing could be ranked' : 'known after the last round';
  const who = winner
    ? `${param} ${winner.label}`
    : equals.length > 3
      ? 'within the noise'
      : list(
          equals.map(({ label }) => label),
          'or',
        );
  return `${who}, ${rangeOf(best.speedup)}`;
}

function Figure(props: { label: string; metric: string; value: number | null; text: string; note: string }) {
  return (
    <div class="large">
      <dt>{props.label}</dt>
      <dd>
        <span
          class={props.value === null ? 'large-figure large-blank' : 'large-figure'}
          data-metric={props.metric}
          data-value={props.value ?? undefined}
        >
          {props.text}
        </span>
        <span class="large-note">{props.note}</span>
      </dd>
    </div>
  );
}
