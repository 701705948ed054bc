// @ts-check
// Measures the real page, dist/, from outside: the cold load, the bytes over the wire, and how the main thread and
// the picture do during a large run.

/**
 * @typedef {object} Paint One painting of a picture in an animation frame.
 * @property {string} id Id of the picture.
 * @property {number} frame Time of the animation frame.
 * @property {number} time
 * @property {number} covered Share of its columns that have been painted so far, 0 to 1.
 */

/**
 * @typedef {object} Log Notes of the instrumented page; times in ms since its navigation began.
 * @property {{ state: string, time: number }[]} states States of the stage.
 * @property {Paint[]} paints
 * @property {Map<string, Uint8Array>} columns For each picture's canvas, the columns that have been painted.
 * @property {number[]} longTasks Durations that the browser itself reports, 50 ms and more.
 * @property {((state: string) => void) | null} onState
 */

/** Runs in the page before its own scripts: notes states, paints of the pictures and long tasks. */
function instrument() {
  /** @type {Log} */
  const log = { states: [], paints: [], columns: new Map(), longTasks: [], onState: null };
  Object.assign(window, { benchLog: log });

  const put = CanvasRenderingContext2D.prototype.putImageData;
  /** @this {CanvasRenderingContext2D} @param {ImageData} image @param {number} x @param {number} y @param {number[]} dirty */
  function noted(image, x, y, ...dirty) {
    // @ts-expect-error The optional arguments are passed on as they came.
    put.call(this, image, x, y, ...dirty);
    const id = this.canvas.dataset.picture;
    if (!id) return;
    const { width } = this.canvas;
    let columns = log.columns.get(id);
    if (columns?.length !== width) {
      columns = new Uint8Array(width);
      log.columns.set(id, columns);
    }
    // A picture is painted in strips of columns: from x + dirtyX, dirtyWidth of them.
    const first = x + (dirty[0] ?? 0);
    columns.fill(1, first, first + (dirty[2] ?? image.width));
    const time = performance.now();
    const frame = Number(document.timeline.currentTime);
    const covered = columns.reduce((sum, one) => sum + one, 0) / width;
    const same = log.paints.findLast((paint) => paint.id === id);
    if (same?.frame === frame) Object.assign(same, { time, covered });
    else log.paints.push({ id, frame, time, covered });
  }
  CanvasRenderingContext2D.prototype.putImageData = noted;

  new MutationObserver(() => {
    const state = document.getElementById('stage')?.dataset.state;
    if (!state || log.states.at(-1)?.state === state) return;
    log.states.push({ state, time: performance.now() });
    log.onState?.(state);
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-state'] });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) log.longTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * @typedef {object} ColdLoad ms since the navigation began.
 * @property {number} firstPixels When the first columns of a picture are on the canvas.
 * @property {number} wholePicture When the first picture is complete.
 * @property {number} compared When the first comparison has ended.
 */

/**
 * Loads the site in a fresh browser process and waits for the comparison of the first visit.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @returns {Promise<{ page: import('playwright-core').Page, load: ColdLoad }>}
 */
export async function coldLoad(browser, url) {
  const page = await browser.newPage();
  await page.addInitScript(instrument);
  await page.goto(url);
  await page.waitForSelector('#stage[data-state="done"], #stage[data-state="error"]', { timeout: 30_000 });
  // Waits until what follows a run (the copy, the last frames) is over too.
  await page.waitForTimeout(500);
  const { states, paints } = await page.evaluate(
    () => /** @type {{ benchLog: Log }} */ (/** @type {unknown} */ (window)).benchLog,
  );
  const compared = states.find(({ state }) => state === 'done')?.time;
  const firstPixels = paints[0]?.time;
  const wholePicture = paints.find(({ covered }) => covered === 1)?.time;
  if (compared === undefined || firstPixels === undefined || wholePicture === undefined) {
    throw new Error(`The first visit shows no picture; its states: ${states.map(({ state }) => state).join(', ')}.`);
  }
  return { page, load: { firstPixels, wholePicture, compared } };
}

/**
 * @typedef {object} LargeRun
 * @property {number} longestTask ms of wall time of the main thread's longest task, from the trace.
 * @property {number} longestTaskCpu ms of processor time of the task that took most of it.
 * @property {number} longTasks Number of tasks of 50 ms and more that the browser reports to the page.
 * @property {number} refreshRate Frames in which a picture was painted, for each second from the run's begin until
 *   95 % of every picture's columns were on its canvas. The repeat after a warm-up changes no byte, so nothing is painted.
 * @property {number} longestGap ms between two such frames, or from the run's begin to the first.
 * @property {number} frameRate Animation frames for each second of the whole run.
 * @property {number} duration ms from state running to done.
 */

/**
 * Follows a link on the page, as a reader would, and watches the run until shortly after its end.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} fragment
 * @param {string} [traceFile] The file for the browser's trace.
 * @returns {Promise<LargeRun>}
 */
export async function largeRun(page, fragment, traceFile) {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  await browser.startTracing(page, {
    ...(traceFile ? { path: traceFile } : {}),
    categories: ['blink.user_timing', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  const seen = await page.evaluate(async (hash) => {
    const { benchLog: log } = /** @type {{ benchLog: Log }} */ (/** @type {unknown} */ (window));
    Object.assign(log, { states: [], paints: [], columns: new Map(), longTasks: [] });
    /** @type {number[]} */
    const frames = [];
    let watching = true;
    const count = () => {
      frames.push(performance.now());
      if (watching) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    performance.mark('bench:begin');
    await new Promise((resolve) => {
      log.onState = (state) => {
        if (state === 'done' || state === 'error' || state === 'stopped') resolve(undefined);
      };
      window.location.hash = hash;
    });
    // The copy out of the engine's memory and the last painting come after this state.
    await new Promise((resolve) => setTimeout(resolve, 700));
    performance.mark('bench:end');
    watching = false;
    return { states: log.states, paints: log.paints, longTasks: log.longTasks, frames };
  }, fragment);
  const trace = JSON.parse((await browser.stopTracing()).toString());

  const running = seen.states.find(({ state }) => state === 'running')?.time;
  const done = seen.states.find(({ state }) => state === 'done')?.time;
  if (running === undefined || done === undefined) {
    throw new Error(`${fragment} did not run; its states: ${seen.states.map(({ state }) => state).join(', ')}.`);
  }
  const inRun = (/** @type {number} */ time) => time >= running && time <= done;
  const paints = seen.paints.filter(({ time }) => inRun(time));
  // The last columns of a warm-up may appear only in the next repeat, and would stretch the interval.
  const filled = [...new Set(paints.map(({ id }) => id))].map(
    (id) => paints.find((paint) => paint.id === id && paint.covered >= 0.95)?.time ?? done,
  );
  const end = Math.max(...filled);
  const painted = [...new Map(paints.map(({ frame, time }) => [frame, time])).values()].filter((time) => time <= end);
  if (painted.length === 0) throw new Error(`${fragment}: no picture was painted during the run.`);
  const gaps = painted.map((time, i) => time - (painted[i - 1] ?? running));
  return {
    ...longestTasks(trace.traceEvents),
    longTasks: seen.longTasks.length,
    refreshRate: (1000 * painted.length) / (end - running),
    longestGap: Math.max(...gaps),
    frameRate: (1000 * seen.frames.filter(inRun).length) / (done - running),
    duration: done - running,
  };
}

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts µs
 * @property {number} [dur] µs
 * @property {number} [tdur] µs of processor time.
 */

/**
 * Returns the longest tasks of the thread that made the marks, between these marks.
 *
 * @param {TraceEvent[]} events
 */
function longestTasks(events) {
  const begin = events.find(({ name }) => name === 'bench:begin');
  const end = events.find(({ name }) => name === 'bench:end');
  if (!begin || !end) throw new Error('The browser’s trace has no marks of the page.');
  const tasks = events.filter(
    ({ name, ph, pid, tid, ts, dur = 0 }) =>
      ph === 'X' &&
      name.endsWith('RunTask') &&
      pid === begin.pid &&
      tid === begin.tid &&
      ts + dur >= begin.ts &&
      ts <= end.ts,
  );
  if (tasks.length === 0) throw new Error('The browser’s trace has no tasks of the main thread.');
  return {
    longestTask: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1e3,
    longestTaskCpu: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1e3,
  };
}

/**
 * @typedef {object} OwnComparison The page's own comparison of the lecture's picture.
 * @property {number} [speedup] The speed-up that it reports; missing if it withholds it.
 * @property {number} left_out Repeats whose threads had no core each.
 * @property {number} start_up_ms
 * @property {number} start_line_ms
 */

/**
 * Makes the page compare, as a script would.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<OwnComparison>}
 */
export async function ownComparison(page) {
  const { metrics, state } = await page.evaluate(() => window.brigade.run('#/v1/julia?threads=2&compare=1'));
  if (state !== 'done') throw new Error(`The page’s comparison ended as “${state}”.`);
  const { speedup, left_out = 0, start_up_ms = Number.NaN, start_line_ms = Number.NaN } = metrics;
  return { ...(speedup !== undefined && { speedup }), left_out, start_up_ms, start_line_ms };
}
