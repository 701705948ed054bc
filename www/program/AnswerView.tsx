// The answer for a program beside its verdict: what is possible, what was seen here, how near something wrong is; and a bar
// for each outcome, its outline for the orders that lead to it, its filling for the real runs that came to it.

import './answer.css';
import { figure, text } from '../text/format';
import { type Answer, answerOf, type Bar, type Fact } from './answer';
import { rows, seenHere } from './survey';

/** Bars that are drawn; there may be hundreds of outcomes. */
const MOST_BARS = 24;

export function AnswerView() {
  const runs = seenHere.value?.runs ?? 0;
  const all = rows.value;
  const answer = answerOf(all, runs);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="answer" tabIndex={0} aria-label="What is possible, and what was seen" data-answer={all.length}>
      <Numbers answer={answer} />
      <Histogram bars={answer.bars.slice(0, MOST_BARS)} left={answer.bars.length - MOST_BARS} />
    </section>
  );
}

const UNEXPLORED: Fact = { value: '–', note: 'not explored yet' };

function Numbers({ answer: { possible, seen, shortest } }: { answer: Answer }) {
  return (
    <ul class="answer-numbers">
      <Tile id="possible" how="explored" fact={possible ?? UNEXPLORED} />
      <Tile id="seen" how="measured" fact={seen ?? { value: '–', note: 'no runs yet' }} />
      <Tile id="shortest" how="explored" fact={shortest ?? UNEXPLORED} />
    </ul>
  );
}

function Tile({ id, how, fact: { value, note } }: { id: string; how: 'explored' | 'measured'; fact: Fact }) {
  return (
    <li data-number={id}>
      <strong>{value}</strong> <span>{note}</span> <small class={`answer-how is-${how}`}>{how}</small>
    </li>
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
      <figcaption>Outline: orders. Filled: runs.{left > 0 && ` And ${left} more outcomes.`}</figcaption>
    </figure>
  );
}

const percent = (share: number): string => text(figure({ value: share, unit: 'ratio' }));

function words({ name, orders, runs }: Bar): string {
  const possible = orders === null ? 'possible' : `${percent(orders)} of the orders`;
  return `${name}: ${possible}${runs === null ? '' : `, ${percent(runs)} of the runs`}`;
}
