// The verdict on a run: a few large figures, the times as bars, and a sentence, in this order, so that nothing moves with
// the length of the sentence. What may be said the core decides: a ratio that it withholds is none here.

import type { ComponentChildren } from 'preact';
import type { Outcome } from '../contract/protocol';
import { Icon } from '../widgets/icons';
import { BLANK, type Large as Headline, headlinesOf } from './headlines';
import { TimeBars } from './TimeBars';

interface VerdictProps {
  outcome: Outcome | null;
  /** Labels of the figures to come. */
  expected: readonly string[];
  /** Whether what is to come is a comparison of times. */
  comparing: boolean;
  /** An older result, while the next run is under way. */
  stale?: boolean;
  /** Instead of the sentence while there is no result. */
  placeholder?: string;
  /** Repeats the measurement with more time for it; not offered where that would change nothing. */
  onMeasureLonger: () => void;
  /** After the sentence. */
  tools?: ComponentChildren;
}

export function Verdict(props: VerdictProps) {
  const { outcome, expected, comparing, stale = false, placeholder, onMeasureLonger, tools } = props;
  const headlines = outcome ? headlinesOf(outcome) : [];
  const withheld = headlines.some(({ raw }) => raw === undefined);
  const state = withheld ? 'withheld' : outcome?.verdict ? 'told' : 'none';
  return (
    <section class={stale ? 'verdict verdict-stale' : 'verdict'} aria-label="Verdict">
      <dl class="verdict-figures">
        {headlines.length === 0
          ? expected.map((label, i) =>
              // Whether both are the same is a line of its own.
              comparing && i === expected.length - 1 ? (
                <div class="large large-line" key={label}>
                  <dt>{label}</dt>
                  <dd class="large-blank">–</dd>
                </div>
              ) : (
                <Large key={label} label={label} figure={BLANK} notes={['not measured yet']} />
              ),
            )
          : headlines.map((headline) =>
              headline.word !== undefined ? (
                <Told key={headline.name} {...headline} />
              ) : (
                <Large key={headline.name} {...headline} />
              ),
            )}
      </dl>
      <TimeBars outcome={outcome} coming={comparing} />
      <div class="verdict-told">
        <p class="verdict-sentence" aria-live="polite" data-verdict={state}>
          {stale && outcome?.verdict && 'Before: '}
          {outcome?.verdict || placeholder || 'No result yet: run it.'}
        </p>
        <div class="verdict-tools">
          {outcome?.vague && !stale && (
            <button
              type="button"
              class="link-button"
              data-action="measure-longer"
              title="Compares once more, with more time for more repeats"
              onClick={onMeasureLonger}
            >
              Measure longer
            </button>
          )}
          {tools}
        </div>
      </div>
    </section>
  );
}

/** Without `raw` there is no figure. */
type LargeProps = Pick<Headline, 'label' | 'figure' | 'notes'> & Partial<Headline>;

function Large({ name, label, figure: parts, raw, notes, help }: LargeProps) {
  return (
    <div class={name !== undefined && raw === undefined ? 'large large-withheld' : 'large'} title={help}>
      <dt>{label}</dt>
      <dd>
        <span
          class={raw === undefined ? 'large-figure large-blank' : 'large-figure'}
          data-metric={raw === undefined ? undefined : name}
          data-value={raw}
        >
          {parts.number}
          {parts.unit !== '' && <span class={parts.tight ? 'large-unit-tight' : 'large-unit'}>{parts.unit}</span>}
        </span>
        <span class="large-notes">
          {(notes.length > 0 ? notes : ['']).map((note) => (
            <span class="large-note" key={note}>
              {note}
            </span>
          ))}
        </span>
      </dd>
    </div>
  );
}

/** A word in a figure's place, on a line of its own. */
function Told({ name, label, raw, word, tone = 'odd', notes, help }: Headline) {
  return (
    <div class="large large-line" title={help}>
      <dt>{label}</dt>
      <dd>
        <span class={`large-figure large-word${TONES[tone]}`} data-metric={name} data-value={raw}>
          <Icon name={tone === 'good' ? 'check' : 'cross'} />
          {word}
        </span>
        {notes.map((note) => (
          <span class="large-note" key={note}>
            {note}
          </span>
        ))}
      </dd>
    </div>
  );
}

/** Classes of a word, by how it is meant. */
const TONES = { good: ' large-good', odd: '', bad: ' large-bad' } as const;
