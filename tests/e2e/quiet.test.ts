// Silence: while repeats are measured the page draws nothing, requests no frames and moves nothing; before and
// afterwards it draws everything. The tests watch the tasks that begin while the shared memory says that repeats are
// measured: these must neither paint nor request a frame, on a machine of any speed. A task that began before may end.
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import { act, begin, eventually, figures, finished, painted, paintedWhole, run, stage, waitForState } from './page';

interface Seen {
  measuring(): boolean;
  /** Acts that are forbidden while repeats are measured. */
  offences: string[];
  /** Number of times that the progress moved on while repeats were measured. */
  beats: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Watches the page's tasks. Must run first in the page. */
function observe(): void {
  let measuring = (): boolean => false;
  const seen: Seen = { measuring: () => measuring(), offences: [], beats: 0 };
  window.seen = seen;

  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      // Received before the page receives it.
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'finished' || data.type === 'failed') measuring = () => false;
        if (data.type !== 'prepared' || !data.shared) return;
        const { memory } = data.shared;
        const { layout } = data;
        measuring = () => new Uint32Array(memory.buffer, layout.progress, 3)[2] === 1;
      });
    }
  };

  /** Whether the present task began while repeats were measured. Tasks of readers' events do not count. */
  let silent = false;
  const offend = (what: string): void => {
    if (silent) seen.offences.push(`${what}${new Error().stack?.split('\n').slice(2, 5).join(' ')}`);
  };
  const task = <Arguments extends unknown[]>(callback: (...given: Arguments) => unknown) => {
    return function (this: unknown, ...given: Arguments): void {
      silent = measuring();
      try {
        callback.apply(this, given);
      } finally {
        // The task's microtasks still belong to it.
        queueMicrotask(() =>
          queueMicrotask(() => {
            silent = false;
          }),
        );
      }
    };
  };

  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    offend('asks for a frame');
    return request(task(callback));
  };
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const native = window[name].bind(window) as (callback: () => void, ...more: unknown[]) => number;
    Object.assign(window, {
      [name]: (callback: () => void, ...more: unknown[]) => native(task(callback), ...more),
    });
  }
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...onmessage,
    set(callback: ((event: MessageEvent) => void) | null) {
      onmessage?.set?.call(this, callback && task(callback));
    },
  });
  for (const name of ['putImageData', 'drawImage', 'clearRect', 'fillRect'] as const) {
    const native = CanvasRenderingContext2D.prototype[name] as (...given: unknown[]) => void;
    Object.assign(CanvasRenderingContext2D.prototype, {
      [name](this: CanvasRenderingContext2D, ...given: unknown[]) {
        offend(`${name} on a canvas`);
        native.apply(this, given);
      },
    });
  }

  new MutationObserver((records) => {
    if (!measuring() || !records.some(({ target }) => (target as Element).role === 'progressbar')) return;
    seen.beats++;
    for (const { effect } of document.getAnimations()) {
      seen.offences.push(`moves: ${(effect as KeyframeEffect | null)?.target?.outerHTML.slice(0, 80)}`);
    }
  }).observe(document, { subtree: true, attributeFilter: ['aria-valuenow'] });
}

const seen = (page: Page): Promise<Seen> =>
  page.evaluate(() => ({ ...window.seen, measuring: window.seen.measuring() }) as unknown as Seen);

describe('while repeats are measured', () => {
  const shared = onePage({}, '#/v1/julia?n=64', { scripts: [observe] });
  afterEach(async () => expect((await seen(shared.page)).offences).toEqual([]));

  it('the page draws nothing, tells how far it is, and shows what there is when it is stopped', async () => {
    const { page } = shared;
    await finished(page);
    const end = page.evaluate((link) => window.brigade.run(link), '#/v1/julia?n=4096&threads=2&warmup=0&repeats=100');
    await eventually(async () => expect((await seen(page)).beats).toBeGreaterThan(0));
    // A pointer that moves about makes nothing fade in or out.
    await page.locator('.preset').first().hover();
    await eventually(async () => expect((await seen(page)).beats).toBeGreaterThan(2));
    expect((await seen(page)).measuring).toBe(true);
    await act(page, 'stop').click();
    expect((await end).state).toBe('stopped');
    await waitForState(page, 'stopped');
    await eventually(async () => expect((await painted(page)).columns).toBeGreaterThan(0));
  });

  it.each([
    ['a picture', '#/v1/julia?n=2048&threads=2&compare=1&repeats=30'],
    ['sums', '#/v1/squares?threads=2&compare=1&count=8&repeats=30'],
    ['as many as are needed', '#/v1/julia?n=1500&threads=2&compare=1'],
  ])('the page draws nothing, and everything when they have ended: %s', async (_, link) => {
    const { page } = shared;
    const { state, metrics } = await run(page, link);
    expect(state).toBe('done');
    expect(metrics.page_share).toBeGreaterThanOrEqual(0);
    expect(metrics.page_share).toBeLessThan(1);
    await finished(page);
    expect((await figures(page)).page_share).toBe(metrics.page_share);
    if (!link.includes('julia')) return;
    await paintedWhole(page);
    await paintedWhole(page, 'sequential');
  });

  it('nothing of a run is left when a study has replaced it', async () => {
    const { page } = shared;
    await begin(page, '#/v1/julia?n=4096&threads=2&repeats=100');
    const study = await run(page, '#/v1/julia?n=64&sweep=threads:1,2');
    expect(study.state).toBe('done');
    expect(await page.getByRole('progressbar', { name: 'Work done' }).getAttribute('aria-valuenow')).toBe('100');
    expect(await stage(page).getAttribute('data-state')).toBe('done');
  });
});

describe('before repeats are measured', () => {
  const shared = onePage({}, '#/v1/julia?n=64', { scripts: [observe] });

  it('the picture is drawn while the warm-up fills it in', async () => {
    const { page } = shared;
    await finished(page);
    const link = '#/v1/julia?n=4096&kernel=scalar&threads=1&warmup=5&repeats=100&re=-0.4&im=0.6';
    const { ended } = await begin(page, link);
    await eventually(async () => {
      const { width, columns } = await painted(page);
      expect(width).toBeGreaterThan(64);
      expect(columns).toBeGreaterThan(0);
    });
    expect(await stage(page).getAttribute('data-state')).toBe('running');
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
  });
});
