// Shows the Rust code behind a run: the files of the repository, as they were compiled for this page, each opened at
// the lines that matter.

import './code.css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as app from '../../app/app';
import { plural } from '../../text/format';
import { ErrorView } from '../../widgets/ErrorView';
import { Rust } from './highlight';
import { filesOf, itemOf, load, openingOf } from './sources';

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
  const item = path === undefined ? null : itemOf(path, scenario);
  const opening = useMemo(() => (text === null ? null : openingOf(text, item)), [text, item]);
  const box = useRef<HTMLElement>(null);
  const mark = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!opening || !box.current || !mark.current) return;
    const { line, top } = opening;
    const { offsetTop, offsetHeight } = mark.current;
    // Leaves half a line of room above the first line that is shown.
    box.current.scrollTop = offsetTop - (line - top + 0.5) * offsetHeight;
    box.current.scrollLeft = 0;
  }, [opening]);
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
        <section
          class="code-text"
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          aria-label={`Source code of ${path}`}
          aria-busy={text === null}
        >
          <pre>
            {opening && (
              <i class="code-mark" ref={mark} style={`--line:${opening.line}`} data-line={opening.line + 1} />
            )}
            {text === null ? 'Loading…' : <Rust text={text} />}
          </pre>
        </section>
      )}
    </div>
  );
}
