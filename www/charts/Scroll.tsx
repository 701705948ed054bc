// A wide table that scrolls by itself on a narrow screen, also by the keyboard.

import type { ComponentChildren } from 'preact';

export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="study-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
