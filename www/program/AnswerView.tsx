// The answer for a program beside its verdict: what is possible, what was seen here, how near something wrong is; and a bar
// for each outcome, its outline for the orders that lead to it, its filling for the real runs that came to it.

import './answer.css';
import { figure, text } from '../text/format';
import { type Answer, answerOf, type Bar } from './answer';
import { rows, seenHere } from './survey';

/** Bars that are drawn; there may be hundreds of outcomes. */
const MOST_BARS = 24;

export function AnswerView() {
  const runs = seenHere.value?.runs ?? 0;
  const all = rows.value;
  const answer = answerOf(all, runs);
  return (
    <section class="answer" aria-label="What is possible, and what was seen" data-answer={all.length}>
      <Numbers answer={answer} />
      <Histogram bars={answer.bars.slice(0, MOST_BARS)} left={answer.bars.length - MOST_BARS} />
    </section>
  );
}

function Numbers({ answer: { possible, seen, shortest } }: { answer: Answer }) {
  const known = possible !== null;
  return (
    <dl class="answer-numbers">
      <Numeral name="Possible" how="explored" value={possible ?? 'not explored yet'} />
      <Numeral name="Seen here" how="measured" value={seen ?? 'no runs yet'} />
      <Numeral
        name="To a wrong one"
        how="explored"
        value={shortest ?? (known ? 'none was found' : 'not explored yet')}
      />
    </dl>
  );
}

function Numeral({ name, how, value }: { name: string; how: 'explored' | 'measured'; value: string }) {
  return (
    <div data-number={name}>
      <dt>
        {name} <small class={`answer-how is-${how}`}>{how}</small>
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

function Histogram({ bars, left }: { bars: readonly Bar[]; left: number }) {
  if (bars.length === 0) return null;
  return (
    <figure class="answer-bars">
      <ul>
        {bars.map((bar, i) => (
          <li key={i} class={bar.kind === 'done' ? 'is-good' : 'is-bad'} title={words(bar)} aria-label={words(bar)}>
            <span class="answer-name">{bar.name}</span>
            <span class="answer-bar">
              <span
                class={bar.orders === null ? 'answer-outline is-open' : 'answer-outline'}
                style={{ width: `${100 * (bar.orders ?? 1)}%` }}
              />
              <span class="answer-fill" style={{ width: `${100 * (bar.runs ?? 0)}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <figcaption>
        Outline: share of the orders. Filled: share of the runs.{left > 0 && ` And ${left} more outcomes.`}
      </figcaption>
    </figure>
  );
}

const percent = (share: number): string => text(figure({ value: share, unit: 'ratio' }));

function words({ name, orders, runs }: Bar): string {
  const possible = orders === null ? 'possible' : `${percent(orders)} of the orders`;
  return `${name}: ${possible}${runs === null ? '' : `, ${percent(runs)} of the runs`}`;
}
