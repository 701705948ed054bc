// The Rust code behind a run: the files of the repository, as they were compiled for this page.

import '../styles/code.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import * as app from '../state/app';
import { plural } from '../state/format';
import { ErrorView } from '../views/ErrorView';
import { Rust } from './highlight';
import { filesOf, load } from './sources';

type Loaded = { path: string; text: string } | { path: string; failed: true };

export function CodePanel() {
  const scenario = app.scenario.value;
  const schedule = app.values.value.schedule;
  const files = useMemo(() => filesOf(scenario, app.values.value), [scenario, schedule]);
  const [chosen, choose] = useState(files[0]);
  // Another scenario has other files.
  const path = chosen !== undefined && files.includes(chosen) ? chosen : files[0];
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (path === undefined) return undefined;
    let wanted = true;
    load(path).then(
      (text) => wanted && setLoaded({ path, text }),
      () => wanted && setLoaded({ path, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [path, attempt]);

  const now = loaded?.path === path ? loaded : null;
  const text = now && 'text' in now ? now.text : null;
  return (
    <div class="code" data-code={path}>
      <div class="code-head">
        <label>
          File{' '}
          <select value={path} data-control="code-file" onChange={(event) => choose(event.currentTarget.value)}>
            {files.map((file) => (
              <option key={file} value={file}>
                {file}
              </option>
            ))}
          </select>
        </label>
        <span class="code-lines">{text === null ? '' : plural(text.trimEnd().split('\n').length, 'line')}</span>
      </div>
      {now && 'failed' in now ? (
        <ErrorView
          title="This file could not be loaded"
          message="Check the connection and try again."
          onRetry={() => setAttempt(attempt + 1)}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section class="code-text" tabIndex={0} aria-label={`Source code of ${path}`} aria-busy={text === null}>
          <pre>{text === null ? 'Loading…' : <Rust text={text} />}</pre>
        </section>
      )}
    </div>
  );
}
