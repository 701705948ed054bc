// Shows what the reader's machine and page offer, in one line. Opened, it says what each fact means for the figures;
// that is loaded when it is first opened.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { MachineFacts } from '../contract/machine';
import { clockText, plural } from '../text/format';
import { Lazy } from '../widgets/Lazy';

const loadFacts = () => import('./Facts').then(({ Facts }) => Facts);

export function Badge({ facts }: { facts: MachineFacts }) {
  const details = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);

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
    <details
      class="badge"
      ref={details}
      data-threads={facts.threads ?? 0}
      data-isolated={facts.isolated}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary class="badge-summary">
        <span class={facts.threads === null ? 'badge-dot badge-dot-off' : 'badge-dot'} aria-hidden="true" />
        <span>{threads}</span>
        <span class="badge-more">{plural(facts.cores, 'core')}</span>
        <span class="badge-more">{clockText(facts.timerUs)} clock</span>
        <span class="badge-more">{facts.isolated ? 'isolated' : 'not isolated'}</span>
        {facts.simd && <span class="badge-more">SIMD</span>}
      </summary>
      <div class="badge-panel">{open && <Lazy load={loadFacts} minHeight={320} given={{ facts }} />}</div>
    </details>
  );
}
