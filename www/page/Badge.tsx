// Shows what the reader's machine and page offer, in one line. Opened, it says what each fact means for the figures.

import { useEffect, useRef } from 'preact/hooks';
import type { MachineFacts } from '../contract/machine';
import { plural } from '../text/format';

interface Fact {
  name: string;
  value: string;
  /** What follows from the fact. */
  help: string;
}

export function Badge({ facts }: { facts: MachineFacts }) {
  const details = useRef<HTMLDetailsElement>(null);

  // The panel floats above the page, so it closes like a menu: by Escape, or by a press outside.
  useEffect(() => {
    const element = details.current;
    if (!element) return undefined;
    const onPress = (event: PointerEvent): void => {
      if (!element.contains(event.target as Node)) element.open = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !element.open) return;
      element.open = false;
      element.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', onPress);
    element.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      element.removeEventListener('keydown', onKey);
    };
  }, []);

  const threads = facts.threads === null ? 'No threads' : plural(facts.threads, 'thread');
  return (
    <details class="badge" ref={details} data-threads={facts.threads ?? 0} data-isolated={facts.isolated}>
      <summary class="badge-summary">
        <span class={facts.threads === null ? 'badge-dot badge-dot-off' : 'badge-dot'} aria-hidden="true" />
        <span>{threads}</span>
        <span class="badge-more">{plural(facts.cores, 'core')}</span>
        <span class="badge-more">{clock(facts.timerUs)} clock</span>
        <span class="badge-more">{facts.isolated ? 'isolated' : 'not isolated'}</span>
        {facts.simd && <span class="badge-more">SIMD</span>}
      </summary>
      <dl class="badge-panel">
        {explain(facts).map(({ name, value, help }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="badge-value">{value}</dd>
            <dd class="badge-help">{help}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function clock(us: number): string {
  return us >= 1000 ? `${us / 1000}\u00a0ms` : `${us}\u00a0µs`;
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
      value: clock(facts.timerUs),
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
