// Opens the share dialog and the sender's panel. Both are loaded when they are first needed, because most visits
// neither share anything nor bring a result.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import * as app from '../../app/app';
import { relevant } from '../../app/received';
import { Lazy } from '../../widgets/Lazy';

interface ShareProps {
  /** Saves the run on the stage as a file: for links that are too long to be sent. */
  save: () => void;
}

const dialog = signal<{ Component: ComponentType<ShareProps> } | null>(null);

/** Opens the share dialog. */
export async function openShare(): Promise<void> {
  try {
    const { ShareDialog } = await import('./panels');
    dialog.value = { Component: ShareDialog };
    app.sharing.value = true;
  } catch {
    app.problem.value =
      'The share dialog could not be loaded: check the connection. The link is in the address bar all the same.';
  }
}

export function ShareOverlay({ save }: ShareProps) {
  const view = dialog.value;
  return view && <view.Component save={save} />;
}

const loadComparison = () => import('./panels').then(({ Comparison }) => Comparison);

/** Shows the sender's result beside the reader's if the link has brought one. */
export function SenderPanel() {
  return relevant.value && <Lazy load={loadComparison} minHeight={420} />;
}
