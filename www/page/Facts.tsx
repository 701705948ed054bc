// Says what each fact of the reader's machine and page means for the figures.

import type { MachineFacts } from '../contract/machine';
import { clockText } from '../text/format';

interface Fact {
  name: string;
  value: string;
  /** What follows from the fact. */
  help: string;
}

export function Facts({ facts }: { facts: MachineFacts }) {
  return (
    <dl class="badge-facts">
      {explain(facts).map(({ name, value, help }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="badge-value">{value}</dd>
          <dd class="badge-help">{help}</dd>
        </div>
      ))}
    </dl>
  );
}

function explain(facts: MachineFacts): Fact[] {
  return [
    {
      name: 'Threads',
      value: facts.threads === null ? 'none' : String(facts.threads),
      help:
        facts.threads === null
          ? 'The single-threaded build is running: sequential schedules only.'
          : 'Web workers that share one memory with the page.',
    },
    {
      name: 'Logical cores',
      value: String(facts.cores),
      help: 'As the browser reports them; they may share execution units in pairs.',
    },
    {
      name: 'Clock',
      value: clockText(facts.timerUs),
      help: 'Smallest step of the times. Browsers round them, more coarsely without isolation.',
    },
    {
      name: 'Isolation',
      value: facts.isolated ? 'yes' : 'no',
      help: facts.isolated
        ? 'Cross-origin isolated: memory can be shared between threads.'
        : 'Not cross-origin isolated: the browser shares no memory between threads.',
    },
    {
      name: 'SIMD',
      value: facts.simd ? 'yes' : 'no',
      help: facts.simd ? 'Two 64-bit numbers in one instruction.' : 'One number at a time.',
    },
  ];
}
