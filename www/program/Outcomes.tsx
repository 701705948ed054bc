// What a program can come to: each outcome with the orders that lead to it, and a way there to open by hand.

import * as app from '../app/app';
import { run } from '../app/run';
import { change } from '../app/settings';
import { plural } from '../text/format';
import { Empty } from '../widgets/Empty';
import { Icon } from '../widgets/icons';
import { Panel } from '../widgets/Shell';
import { explored, isBad, open, position, told } from './hand';
import { ordersText } from './order';
import { Races } from './Races';
import { canForce, FREELY, type Row as Outcome, races, rows, seenHere } from './survey';

/** Outcomes that are listed at once. */
const LISTED = 100;

/** Lets a way that was found happen on real threads. */
function force(way: string): void {
  change('driver', 'forced');
  change('steps', [explored.peek()?.from, way].filter(Boolean).join('.'));
  void run(false);
}

export function Outcomes() {
  const all = rows.value;
  const found = explored.value;
  const runs = seenHere.value?.runs ?? 0;
  if (all.length === 0) {
    return (
      <Panel title="What it can come to">
        <Empty minHeight={120}>Every outcome will be listed here, with the shortest way to it.</Empty>
      </Panel>
    );
  }
  const endless = found?.told.endless ?? null;
  const findings = [...new Set([...(found?.told.findings ?? []), ...(seenHere.value?.findings ?? [])])];
  return (
    <Panel title="What it can come to">
      <Beside />
      <table class="outcomes stacks" data-outcomes={all.length} data-runs={runs}>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col" title="How many orders of the steps lead to it: its interleavings">
              Orders
            </th>
            {runs > 0 && (
              <th scope="col" title={`How many of ${runs} real runs came to it`}>
                Seen
              </th>
            )}
            <th scope="col">Shortest way</th>
            <th scope="col">Open it</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, LISTED).map((outcome, i) => (
            <Row key={i} outcome={outcome} runs={runs} />
          ))}
        </tbody>
      </table>
      {all.length > LISTED && <p class="outcomes-more">And {all.length - LISTED} more.</p>}
      {findings.length > 0 && (
        <ul class="findings" data-findings>
          {findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      <Races
        races={races.value}
        lines={told.value?.lines ?? []}
        actors={position.value?.actors.map(({ name }) => name) ?? []}
      />
      {endless !== null && (
        <button
          type="button"
          class="button button-small"
          data-action="open-endless"
          onClick={() => void open(endless, 0)}
        >
          Open the way into the circle
        </button>
      )}
    </Panel>
  );
}

/** What the run on the stage came to, beside what is listed, where its settings were others. */
function Beside() {
  const run = app.shown.value;
  const small = told.value?.small ?? [];
  const ended = told.value?.position?.end;
  if (!FREELY.includes(String(run?.values.driver)) || run?.values.sized === 'explored' || small.length === 0 || !ended)
    return null;
  const settings = small.map(([name, value]) => `${name} = ${value}`).join(', ');
  return (
    <p class="outcomes-beside" data-beside>
      This run{' '}
      {ended.kind === 'stuck' ? (
        'got stuck'
      ) : (
        <>
          came to <strong>{ended.outcome || ended.kind}</strong>
        </>
      )}
      . Listed is what can happen with {settings}.
    </p>
  );
}

function Row({ outcome, runs }: { outcome: Outcome; runs: number }) {
  const { kind, outcome: text, details, interleavings, steps, length, no_return } = outcome;
  const places: [name: string, after: number][] = [
    ['beginning', 0],
    ...(no_return !== undefined && no_return > 0 && no_return < length
      ? [['point of no return', no_return] as [string, number]]
      : []),
    ['end', length],
  ];
  return (
    <tr data-outcome={text} data-kind={kind}>
      <th scope="row">
        <span class={`outcome-kind is-${isBad(outcome) ? 'bad' : 'good'}`}>
          <Icon name={isBad(outcome) ? 'cross' : 'check'} />
          {kind}
        </span>{' '}
        {kind === 'stuck' ? '' : text}
        {details.map((detail) => (
          <span key={detail} class="outcome-detail">
            {detail}
          </span>
        ))}
      </th>
      <td class="outcome-orders">{ordersText(interleavings)}</td>
      {runs > 0 && <td data-seen={outcome.seen}>{outcome.seen === undefined ? '–' : `${outcome.seen} of ${runs}`}</td>}
      <td>{outcome.found ? plural(length, 'step') : '–'}</td>
      <td class="outcome-open">
        {outcome.found && canForce.value && (
          <button
            type="button"
            class="link-button"
            data-action="force"
            title="Lets these steps happen on real threads"
            onClick={() => force(steps)}
          >
            on threads
          </button>
        )}
        {(outcome.found ? places : []).map(([name, after]) => (
          <button
            key={name}
            type="button"
            class="link-button"
            data-action={`open-${name.replaceAll(' ', '-')}`}
            onClick={() => void open(steps, after)}
          >
            {name}
          </button>
        ))}
      </td>
    </tr>
  );
}
