// Shows a view whose code is loaded when it is first shown.

import { type ComponentType, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { awaitLoading } from '../app/drawn';
import { Empty } from './Empty';
import { ErrorView } from './ErrorView';

interface LazyProps<P extends object> {
  /** Imports the view. Must be the same function each time. */
  load: () => Promise<ComponentType<P>>;
  minHeight: number;
  /** What the view is given. */
  given?: P;
}

export function Lazy<P extends object>({ load, minHeight, given }: LazyProps<P>) {
  const [view, setView] = useState<{ Component: ComponentType<P> } | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    const loaded = load();
    awaitLoading(loaded);
    loaded.then(
      (Component) => wanted && setView({ Component }),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [load, attempt]);
  if (view) return h(view.Component, given ?? null);
  if (failed) {
    return (
      <ErrorView
        title="This part of the page could not be loaded"
        message="Check the connection and try again."
        onRetry={() => setAttempt(attempt + 1)}
      />
    );
  }
  return <Empty minHeight={minHeight}>Loading…</Empty>;
}
