// Keeps the height of its children while a run is under way, so that nothing below moves until there are new figures.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import * as app from '../app/app';

export function Steady({ children }: { children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const busy = app.busy.value;
  // Measured when a run starts, while the former run is still shown.
  useLayoutEffect(() => {
    if (box.current) box.current.style.minHeight = busy ? `${box.current.offsetHeight}px` : '';
  }, [busy]);
  return (
    <div class="steady" ref={box}>
      {children}
    </div>
  );
}
