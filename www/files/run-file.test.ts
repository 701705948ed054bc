// Saved runs: opening a file gives the run that was saved; and reading any bytes ends with a run that every part of the
// page can show, or with a sentence.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import type { Metric, Outcome, RunLayout } from '../contract/protocol';
import { RunView } from '../engine/memory';
import { filmsOf } from '../families/kitchen/film';
import { RULES } from '../families/kitchen/KnifePicture';
import { loopAt } from '../families/kitchen/LoopPicture';
import { chunksOf } from '../families/sums/chunks';
import { boundsOf } from '../study/bounds';
import { buildModel, statsOf } from '../timeline/model';
import { accessesOf } from '../trace/access';
import { anyDeal, type Deal, traceOfDeal } from '../trace/arbitrary-trace';
import { beatsOf } from '../trace/lag';
import { representative, sections, spansOf, wholeRun } from '../trace/lanes';
import { momentAt } from '../trace/moment';
import { replayOf } from '../trace/replay';
import { storyOf } from '../trace/story';
import { storyTable } from '../trace/story-table';
import { BUILT_IN_LABELS, EVENT_BYTES, type TraceTable } from '../trace/table';
import { cycleOf, stuckOf } from '../trace/waits-for';
import { withHeadlines } from './before';
import { crc32 } from './crc32';
import { LIMITS } from './file-format';
import { readRun } from './read';
import { type Ended, partsOf, runFile } from './save';

const ABOUT = {
  scenario: 'julia',
  link: '#/v1/julia?n=64&threads=2&compare=1',
  machine: { cores: 8, isolated: true, threads: 2, timer_us: 5, simd: true, browser: 'Chromium 156' },
  ran: Date.UTC(2026, 10, 22, 3, 4, 5),
  saved: Date.UTC(2026, 10, 22, 3, 5),
};

/** Makes a view as the engine leaves it: headers, events and pictures in a buffer. */
function viewOf(table: TraceTable, side: number): RunView {
  const counts = table.lanes.map((_, i) => table.lane.filter((lane) => lane === i).length);
  const buffer = new ArrayBuffer(16 + table.lanes.length * 8 + table.count * EVENT_BYTES + 2 * side * (side + 1) + 8);
  const data = new DataView(buffer);
  let at = 16 + table.lanes.length * 8;
  for (let row = 0; row < table.count; row++) {
    data.setFloat64(at + row * 16, table.time[row] as number, true);
    data.setUint32(at + row * 16 + 8, table.arg[row] as number, true);
    data.setUint16(at + row * 16 + 12, table.label[row] as number, true);
    data.setUint8(at + row * 16 + 14, table.phase[row] as number);
  }
  const take = (bytes: number): number => {
    at += bytes;
    return at - bytes;
  };
  const layout: RunLayout = {
    stop: 0,
    progress: 8,
    notice: 0,
    origin_ms: ABOUT.ran,
    labels: table.labels.map((label) => ({ argument: 'none' as const, act: null, ...label })),
    resources: [
      { name: 'a', kind: 'lock', size: null },
      { name: 'b', kind: 'semaphore', size: 2 },
    ],
    lanes: table.lanes.map(({ name, role, thread }, i) => {
      new Uint32Array(buffer, 16 + 8 * i, 2).set([counts[i] ?? 0, i === 0 ? table.dropped : 0]);
      const header = 16 + 8 * i;
      const events = take((counts[i] ?? 0) * EVENT_BYTES);
      const told = { name, thread, track: null, actor: i === 0 ? null : `actor ${i}`, on_loop: false };
      return { ...told, role: role === 'page' || role === 'resource' ? 'task' : role, header, events, capacity: 1e4 };
    }),
    images: ['parallel', 'sequential'].map((id) => {
      const pixels = take(side * side);
      new Uint8Array(buffer, pixels, side * side).forEach((_, i, all) => {
        all[i] = (i * 37 + side) & 255;
      });
      const owners = take(side);
      new Uint8Array(buffer, owners, side).fill(2);
      return { id, width: side, height: side, pixels, owners };
    }),
  };
  return new RunView(layout, buffer);
}

function outcomeOf(view: RunView): Outcome {
  return {
    scenario: 'julia',
    params: {},
    state: 'done',
    metrics: [
      { name: 'time_ms', label: 'time', value: 12.345678901234567, unit: 'ms', help: 'A median.' },
      { name: 'odd', label: 'odd', value: Number.NaN, unit: 'none', help: '' },
      { name: 'least', label: 'least', value: 12, unit: 'ms', help: '', of: 'time_ms', role: 'min' },
    ],
    headlines: [
      { metric: 'time_ms', notes: ['of {least}'] },
      { metric: 'gone', notes: [], label: 'Gone', help: 'Why it is.', word: 'gone', tone: 'odd' },
    ],
    vague: true,
    values: { total: '123456789012345678901234567890' },
    images: view.images().map((image) => {
      const pixels = view.pixels(image);
      const sum = pixels.reduce((all, pixel) => all + pixel, 0);
      return { id: image.id, width: image.width, height: image.height, sum, crc32: crc32(pixels) };
    }),
    verdict: 'Fast.',
    log: ['a line'],
    notices: [],
  };
}

const VALUES = {
  ...Object.fromEntries(catalog.scenarios[0]?.params.map((param) => [param.name, param.default]) ?? []),
  n: 64,
  threads: 2,
};

function runOf(deal: Deal, side = 16): Ended {
  const view = viewOf(traceOfDeal(deal).table, side);
  const frames = [1, 17].map((at): [number, number] => [ABOUT.ran + at, ABOUT.ran + at + 1.5]);
  return { values: VALUES, compare: true, explored: false, state: 'done', outcome: outcomeOf(view), view, frames };
}

const DEAL: Deal = { threads: 2, chunks: [0, 1, 0, 1].map((thread) => ({ columns: 4, thread, pause: 1, steps: 9 })) };

const read = (file: Blob) => readRun(file, 'a file', catalog);
const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const raw = (): Promise<Uint8Array<ArrayBuffer>> => bytesOf(new Blob(partsOf(runOf(DEAL), ABOUT)));
const zip = (parts: BlobPart[]): Promise<Blob> =>
  new Response(new Blob(parts).stream().pipeThrough(new CompressionStream('gzip'))).blob();

async function problemOf(file: Blob): Promise<string> {
  const result = await read(file);
  return 'problem' in result ? result.problem : 'it was opened';
}

/** Calls everything that shows or counts a run. */
function exercise(view: RunView, frames: readonly (readonly [number, number])[]): void {
  expect(frames.every(([begin, end]) => begin <= end)).toBe(true);
  const table = view.trace();
  const spans = spansOf(table);
  const all = sections(spans);
  const section = representative(all, 'repeat') ?? all.at(-1) ?? wholeRun(spans);
  const track = { id: 'parallel', title: '', spans, section, table };
  statsOf(buildModel([track]), null);
  for (const image of view.images()) replayOf(spans, section, view.owners(image).length);
  chunksOf(track);
  boundsOf(spans);
  const kitchen = storyTable(table, 1000);
  filmsOf(kitchen, { tasks: [{ id: 'a', name: 'a', needs: [], steps: [] }] as never }, 'async', true);
  const story = storyOf(kitchen, false);
  const moment = momentAt(story.history, story.history.rows.length);
  accessesOf(story, RULES);
  beatsOf(story.spans);
  loopAt(story, moment, 1);
  stuckOf(moment, table.resources);
  cycleOf(moment);
}

/** Checks that a text is a sentence for people: without markup, and not too long. */
function isSentence(text: string): void {
  expect(text).toMatch(/^“a file” could not be opened as a saved run: .*\. What is shown stays\.$/);
  expect(text.length).toBeLessThan(400);
}

async function endsWell(file: Blob): Promise<void> {
  const result = await read(file);
  if ('problem' in result) isSentence(result.problem);
  else exercise(result.view, result.frames);
}

describe('a saved run', () => {
  it('is opened as it was, with every event, byte and figure', async () => {
    await fc.assert(
      fc.asyncProperty(anyDeal, fc.integer({ min: 1, max: 40 }), async (deal, side) => {
        const run = runOf(deal, side);
        const back = await read(await runFile(run, ABOUT));
        if ('problem' in back) throw new Error(back.problem);
        expect(back.view.trace()).toEqual(run.view.trace());
        for (const image of run.view.images()) {
          const same = back.view.images().find(({ id }) => id === image.id);
          if (!same) throw new Error('a picture is missing');
          expect(back.view.pixels(same)).toEqual(run.view.pixels(image));
          expect(back.view.owners(same)).toEqual(run.view.owners(image));
        }
        expect(back.frames).toEqual(run.frames);
        expect(back.outcome).toEqual({ ...run.outcome, params: VALUES });
        expect(back).toMatchObject({ ran: ABOUT.ran, machine: ABOUT.machine, values: VALUES, compare: true });
        // Threads that the machine chose are written out, because another machine would choose another number.
        expect(back.link).toMatchObject({ scenario: 'julia', explicit: { n: 64, threads: 2 }, compare: true });
        exercise(back.view, back.frames);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what its link left to a default that has changed since', async () => {
    // Earlier versions repeated runs five times, and left that out of the link.
    const earlier = { ...runOf(DEAL), values: { ...VALUES, repeats: 5 } };
    const back = await read(await runFile(earlier, ABOUT));
    if ('problem' in back) throw new Error(back.problem);
    expect(back.values.repeats).toBe(5);
    expect(back.link.explicit).toEqual({ n: 64, threads: 2, repeats: 5 });
    // A look around was made with values that no link has.
    const around = await read(await runFile({ ...earlier, explored: true }, ABOUT));
    expect(around).toMatchObject({ values: { repeats: 5 }, link: { explicit: { n: 64, threads: 2 } } });
  });

  it('is completed if it is older than the roles of figures', async () => {
    const run = runOf(DEAL);
    const { headlines: _, vague: __, ...before } = run.outcome as Outcome;
    const metrics = before.metrics.map(({ of: ___, role: ____, ...metric }) => metric);
    const back = await read(await runFile({ ...run, outcome: { ...before, metrics } as Outcome }, ABOUT));
    const completed = withHeadlines({
      ...before,
      params: VALUES,
      metrics: [{ ...metrics[0], role: 'time' } as Metric, ...metrics.slice(1)],
    });
    expect(back).toMatchObject({ outcome: completed });
  });

  it('of the first version, whose labels had but names and kinds, is read as the same trace', async () => {
    const plain = await raw();
    const end = plain.indexOf(10);
    const { trace, ...header } = JSON.parse(new TextDecoder().decode(plain.subarray(0, end)));
    const lanes = trace.lanes.map(({ actor: _, on_loop: __, ...lane }: Record<string, unknown>) => lane);
    const labels = trace.labels.map(({ name, kind }: Record<string, unknown>) => ({ name, kind }));
    const old = { ...header, version: 1, trace: { ...trace, lanes, labels, resources: undefined } };
    const [now, back] = [
      await read(new Blob([plain])),
      await read(new Blob([JSON.stringify(old), plain.subarray(end)])),
    ];
    if ('problem' in now || 'problem' in back) throw new Error('not opened');
    const [is, was] = [now.view.trace(), back.view.trace()];
    expect(was.labels.slice(0, 6)).toMatchObject(BUILT_IN_LABELS);
    expect(sections(spansOf(was))).toEqual(sections(spansOf(is)));
    expect({ ...was, labels: [], lanes: [], resources: [] }).toEqual({ ...is, labels: [], lanes: [], resources: [] });
  });

  it('is opened also if the system has unpacked it', async () => {
    expect('problem' in (await read(new Blob([await raw()])))).toBe(false);
  });

  it('begins with a line that people and scripts can read', async () => {
    const [line = ''] = new TextDecoder().decode(await raw()).split('\n', 1);
    expect(JSON.parse(line)).toMatchObject({ format: 'brigade-run', version: 2, ran: '2026-11-22T03:04:05.000Z' });
  });
});

describe('a file that is no saved run, or is damaged', () => {
  it('gives a sentence wherever it is cut off', async () => {
    const whole = await bytesOf(await runFile(runOf(DEAL), ABOUT));
    for (let end = 0; end < whole.length; end += 7) isSentence(await problemOf(new Blob([whole.subarray(0, end)])));
    const plain = await raw();
    for (let end = 0; end < plain.length; end += 31) isSentence(await problemOf(new Blob([plain.subarray(0, end)])));
  });

  it('ends with a run or a sentence, whatever bytes are changed', async () => {
    const whole = await bytesOf(await runFile(runOf(DEAL), ABOUT));
    const plain = await raw();
    const edit = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const edited = (bytes: Uint8Array<ArrayBuffer>, edits: [number, number][]): Blob => {
      const copy = bytes.slice();
      for (const [at, byte] of edits) copy[at % copy.length] = byte;
      return new Blob([copy]);
    };
    await fc.assert(
      fc.asyncProperty(edit, fc.boolean(), (edits, packed) => endsWell(edited(packed ? whole : plain, edits))),
      { numRuns: 600 },
    );
  });

  it('ends with a run or a sentence, whatever events there are', async () => {
    const plain = await raw();
    const body = plain.indexOf(10) + 1;
    const events = runOf(DEAL).view.trace().count;
    const any = fc.record({
      at: fc.nat(events - 1),
      time: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, 1e300, 0, 1010)),
      arg: fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
      label: fc.nat(12),
      phase: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 4 }), async (changes) => {
        const copy = plain.slice();
        const view = new DataView(copy.buffer);
        for (const { at, time, arg, label, phase } of changes) {
          const row = body + at * 16;
          if (phase !== 5) view.setFloat64(row, time, true);
          view.setUint32(row + 8, arg, true);
          view.setUint16(row + 12, label, true);
          view.setUint8(row + 14, phase);
        }
        await endsWell(new Blob([copy]));
      }),
      { numRuns: 600 },
    );
  });

  it('ends with a run or a sentence, whatever its header says', async () => {
    const plain = await raw();
    const end = plain.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(plain.subarray(0, end)));
    const paths: (string | number)[][] = [];
    const collect = (value: unknown, path: (string | number)[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
    };
    collect(header, []);
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(
        0,
        -1,
        1e9,
        2 ** 53,
        1.5,
        '',
        '<img src=x onerror=alert(1)>',
        'x'.repeat(5000),
        '\u202e',
      ),
      fc.constantFrom<unknown>([], {}, null, true, new Array(5000).fill({}), ['__proto__'], 4096, 65536),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), values, fc.boolean(), async (path, value, removed) => {
        const copy = structuredClone(header);
        const last = path.at(-1) as string;
        const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
        if (removed) delete parent[last];
        else parent[last] = value;
        await endsWell(new Blob([JSON.stringify(copy), plain.subarray(end)]));
      }),
      { numRuns: 1500 },
    );
  });

  it('is not read further than it says, however much it unpacks to', async () => {
    const zeros = new Uint8Array(64 << 20);
    expect(await problemOf(await zip([await raw(), zeros]))).toContain('longer than it says');
    // The header's line is longer than it may be.
    expect(await problemOf(await zip(['{', zeros]))).toContain('it is not one');
    expect(await problemOf(await zip([zeros]))).toContain('it is not one');
  });

  it('is reported with what is wrong with it', async () => {
    const plain = await raw();
    const end = plain.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(plain.subarray(0, end)));
    const changed = (change: object): Promise<string> =>
      problemOf(new Blob([JSON.stringify({ ...header, ...change }), plain.subarray(end)]));
    expect(await problemOf(new Blob(['%PDF-1.7\n']))).toContain('it is not one');
    expect(await problemOf(new Blob([]))).toContain('it is not one');
    expect(await changed({ version: 3 })).toContain('newer version of this page');
    expect(await changed({ format: 'other' })).toContain('it is not one');
    expect(await changed({ run: { ...header.run, scenario: '<b>other</b>' } })).toContain(
      'a scenario that is not here',
    );
    expect(await changed({ run: { ...header.run, values: { ...VALUES, n: 99_999 } } })).toContain(
      'n=99999 is above 4096',
    );
    expect(await changed({ link: '#/v1/probe' })).toContain('link does not match it');
    expect(await changed({ trace: { ...header.trace, lanes: [] } })).toContain('coordinator');
    const lane = { ...header.trace.lanes[1], events: 10 ** 9 };
    expect(await changed({ trace: { ...header.trace, lanes: [header.trace.lanes[0], lane] } })).toContain(
      'between 0 and',
    );
    const damaged = plain.slice();
    const pixel = damaged.length - 2 * 16 - 16 - 5;
    damaged[pixel] = (damaged[pixel] ?? 0) ^ 1;
    expect(await problemOf(new Blob([damaged]))).toContain('pictures do not match its figures');
  });

  it('is refused if its spans are nested too deep, or cover a picture too often', async () => {
    const plain = await raw();
    const end = plain.indexOf(10);
    const header = JSON.parse(new TextDecoder().decode(plain.subarray(0, end)));
    const forged = async (count: number, phase: (i: number) => number, label: number): Promise<string> => {
      const [first] = header.trace.lanes;
      const trace = { ...header.trace, lanes: [{ ...first, events: count }] };
      const run = { ...header.run, state: 'stopped' };
      const changed = { ...header, run, trace, outcome: null, frames: 0 };
      const events = new DataView(new ArrayBuffer(count * 16));
      for (let i = 0; i < count; i++) {
        events.setUint32(i * 16 + 8, phase(i) === 1 ? 16 : 0, true);
        events.setUint16(i * 16 + 12, label, true);
        events.setUint8(i * 16 + 14, phase(i));
      }
      const pictures = new Uint8Array(2 * 16 * 17);
      return problemOf(new Blob([`${JSON.stringify(changed)}\n`, events.buffer, pictures]));
    };
    expect(await forged(LIMITS.depth + 1, () => 0, 6)).toContain('nested too deep');
    expect(await forged(LIMITS.depth, () => 0, 6)).toBe('it was opened');
    expect(await forged(2 * LIMITS.repeats + 2, (i) => i % 2, 0)).toContain('more columns than its pictures');
    expect(await forged(2 * LIMITS.repeats, (i) => i % 2, 0)).toBe('it was opened');
  });
});
