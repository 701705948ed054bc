// What a program can come to: each outcome with the orders that lead to it, and a way there to open by hand.

import * as app from '../app/app';
import { run } from '../app/run';
import { change } from '../app/settings';
import type { Possible } from '../contract/program';
import { plural } from '../text/format';
import { Empty } from '../widgets/Empty';
import { Icon } from '../widgets/icons';
import { Panel } from '../widgets/Shell';
import { explored, isBad, open } from './hand';
import { ordersText } from './order';

/** Outcomes that are listed at once. */
const LISTED = 100;

function exploreAll(): void {
  change('driver', 'explore');
  change('steps', '');
  void run(false);
}

export function Outcomes() {
  const found = explored.value;
  const tools = (
    <button
      type="button"
      class="button button-small"
      data-action="explore-all"
      disabled={app.busy.value}
      onClick={exploreAll}
    >
      <Icon name="run" />
      <span>Explore all orders</span>
    </button>
  );
  if (!found) {
    return (
      <Panel title="What it can come to" tools={tools}>
        <Empty minHeight={120}>Every outcome will be listed here, with the shortest way to it.</Empty>
      </Panel>
    );
  }
  const { outcomes, findings, endless } = found.told;
  return (
    <Panel title="What it can come to" tools={tools}>
      <table class="outcomes stacks" data-outcomes={outcomes.length}>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col" title="How many orders of the steps lead to it: its interleavings">
              Orders
            </th>
            <th scope="col">Shortest way</th>
            <th scope="col">Open it by hand</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.slice(0, LISTED).map((outcome, i) => (
            <Row key={i} outcome={outcome} />
          ))}
        </tbody>
      </table>
      {outcomes.length > LISTED && <p class="outcomes-more">And {outcomes.length - LISTED} more.</p>}
      {findings.length > 0 && (
        <ul class="findings" data-findings>
          {findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
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

function Row({ outcome }: { outcome: Possible }) {
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
      <td>{plural(length, 'step')}</td>
      <td class="outcome-open">
        {places.map(([name, after]) => (
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
