// The frame of the page: top bar, rail, stage and side. Narrower screens get the same elements in the same order, the
// rail as a menu and the side as a drawer, so that nothing is mounted twice.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { StageState } from '../contract/stage';
import { closeDrawer, drawerOpen } from './drawer';
import { Icon } from './icons';

interface ShellProps {
  topBar: ComponentChildren;
  /** Stands above the columns; may be empty. */
  head: ComponentChildren;
  rail: ComponentChildren;
  /** A `Stage`. */
  children: ComponentChildren;
  /** Parameters and presets. */
  side: ComponentChildren;
  /** Dialogs, which stand outside the columns. */
  overlays?: ComponentChildren;
}

export function Shell({ topBar, head, rail, children, side, overlays }: ShellProps) {
  const drawer = useRef<HTMLElement>(null);
  const open = drawerOpen.value;
  // After the drawer has been shown, because a hidden element cannot take the focus.
  useLayoutEffect(() => {
    if (open) drawer.current?.focus({ preventScroll: true });
  }, [open]);
  return (
    <div class="shell">
      <button type="button" class="skip-link" onClick={() => document.getElementById('stage')?.focus()}>
        Skip to the experiment
      </button>
      {topBar}
      {head}
      <div class="shell-body">
        <div class="shell-rail">{rail}</div>
        {children}
        <aside
          ref={drawer}
          class={open ? 'shell-side shell-side-open' : 'shell-side'}
          id="settings"
          tabIndex={-1}
          aria-label="Settings"
          onKeyDown={({ key }) => key === 'Escape' && closeDrawer()}
        >
          <button
            type="button"
            class="button button-quiet button-icon shell-close"
            aria-label="Close the settings"
            data-action="close-settings"
            onClick={closeDrawer}
          >
            <Icon name="cross" />
          </button>
          {side}
        </aside>
      </div>
      {overlays}
    </div>
  );
}

interface StageProps {
  scenario: string;
  state: StageState;
  children: ComponentChildren;
}

export function Stage({ scenario, state, children }: StageProps) {
  return (
    <main class="stage" id="stage" tabIndex={-1} data-scenario={scenario} data-state={state}>
      {children}
    </main>
  );
}

interface PanelProps {
  title: string;
  /** Stand beside the title, at the end of the line. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A titled part of the stage or the side. */
export function Panel({ title, tools, children }: PanelProps) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
        {tools}
      </div>
      {children}
    </section>
  );
}
