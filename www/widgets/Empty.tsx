// Takes the place of a picture, a timeline or a table until there is anything to show, and is as high as what will
// stand there.

import type { ComponentChildren } from 'preact';

interface EmptyProps {
  /** What will be here, or what to do to get it. */
  children: ComponentChildren;
  /** In CSS pixels. */
  minHeight?: number;
}

export function Empty({ children, minHeight = 160 }: EmptyProps) {
  return (
    <div class="empty" style={{ minHeight: `${minHeight}px` }}>
      <p>{children}</p>
    </div>
  );
}
