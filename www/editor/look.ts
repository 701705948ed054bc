// Looks at a text while it is written: it is read at once, and explored in the background when nobody writes. What runs on
// the stage comes first.

import { type ReadonlySignal, signal } from '@preact/signals';
import * as app from '../app/app';
import { engine } from '../app/owner';
import type { Outcome, Reading, ScenarioInfo } from '../contract/protocol';
import { logicalCores } from '../engine/facilities';
import { resolveValues } from '../params/values';
import { carried, declaredBy } from './target';
import type { Look } from './verdict-line';

/** Time in ms after a key before the text is read, and after that before it is explored. */
const READ_REST = 150;
const EXPLORE_REST = 150;
/** Longest time in ms for exploring. */
const LIMIT = 1000;
/** How often exploring begins anew if something else on the page has ended it. */
const TRIES = 5;

export interface Looking {
  look: ReadonlySignal<Look>;
  /** What is worth a look in a text without faults, and what is wrong with one that has some. */
  reading: ReadonlySignal<Reading | null>;
  /** Looks at a text: a moment after the last call. `patient`: also after all that the page does by itself. */
  lookAt(text: string, options?: { patient?: boolean }): void;
  /** Reads a text at once, to run it; null if the engine does not. */
  read(text: string): Promise<Reading | null>;
  end(): void;
}

const rested = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when no run is under way. */
function whenFree(): Promise<void> {
  return new Promise((resolve) => {
    let end: (() => void) | undefined;
    end = app.busy.subscribe((busy) => {
      if (busy) return;
      resolve();
      // Called before `subscribe` has returned, if nothing runs.
      queueMicrotask(() => end?.());
    });
  });
}

/** Resolves when the page has nothing left to ask of the engine. */
async function allDone(): Promise<void> {
  for (let last: unknown = null; last !== engine().idle(); ) {
    last = engine().idle();
    await last;
    // Whoever waited for it may ask for more.
    await rested(0);
  }
}

/** `own`: the scenario of own texts. */
export function lookInto(own: ScenarioInfo): Looking {
  const look = signal<Look>({ is: 'new' });
  const reading = signal<Reading | null>(null);
  let asked = 0;
  let known: { text: string; reading: Reading } | null = null;

  async function read(text: string): Promise<Reading | null> {
    if (known?.text === text) return known.reading;
    const request = { scenario: own.id, params: { [own.declared_by ?? '']: text } };
    const answer = await engine().read(request, { family: own.family, threads: null });
    if (answer) known = { text, reading: answer };
    return answer;
  }

  async function explore(text: string, declared: Reading, isWanted: () => boolean): Promise<Outcome | null> {
    for (let tries = 0; tries < TRIES; tries++) {
      await whenFree();
      if (!isWanted()) return null;
      const info = declaredBy(own, declared);
      const env = app.environment.peek();
      const given = carried(info, app.link.peek().explicit, env);
      const asked = { ...given, [own.declared_by ?? '']: text, driver: 'explore', search: 'one', steps: '' };
      const { values: params } = resolveValues(info, asked, env);
      const request = { scenario: own.id, params, compare: false, record: false, cores: logicalCores() };
      const kind = { family: own.family, threads: app.poolSize(info, params) };
      const begun = performance.now();
      const { state, outcome } = await engine().aside({ ...request, budget_ms: LIMIT }, kind, LIMIT);
      if (state !== 'stopped' || performance.now() - begun >= LIMIT) return outcome;
    }
    return null;
  }

  async function lookAt(text: string, patient: boolean): Promise<void> {
    const mine = ++asked;
    const isWanted = (): boolean => mine === asked;
    if (known?.text !== text) look.value = { is: 'new' };
    await rested(READ_REST);
    await whenFree();
    if (patient) await allDone();
    if (!isWanted()) return;
    const answer = await read(text);
    if (!isWanted()) return;
    reading.value = answer;
    if (!answer) {
      look.value = { is: 'unread' };
      return;
    }
    if (answer.faults.length > 0) {
      look.value = { is: 'faulty', faults: answer.faults };
      return;
    }
    look.value = { is: 'exploring' };
    await rested(EXPLORE_REST);
    if (!isWanted()) return;
    const outcome = await explore(text, answer, isWanted);
    if (isWanted()) look.value = { is: 'explored', outcome };
  }

  return {
    look,
    reading,
    lookAt: (text, { patient = false } = {}) => void lookAt(text, patient),
    async read(text) {
      const mine = ++asked;
      const answer = await read(text);
      if (mine === asked && answer) {
        reading.value = answer;
        if (answer.faults.length > 0) look.value = { is: 'faulty', faults: answer.faults };
      }
      return answer;
    },
    end() {
      asked++;
    },
  };
}
