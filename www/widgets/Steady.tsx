// Keeps the height of what is in it while a run is under way, so that nothing under it moves until there are new figures.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import * as app from '../app/app';

export function Steady({ children }: { children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const busy = app.busy.value;
  // The run before is still shown when the next one starts.
  useLayoutEffect(() => {
    if (box.current) box.current.style.minHeight = busy ? `${box.current.offsetHeight}px` : '';
  }, [busy]);
  return (
    <div class="steady" ref={box}>
      {children}
    </div>
  );
}
