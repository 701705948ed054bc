// `Atomics.waitAsync` for engines that lack it (Firefox before 145, Safari before 16.4). The core's futures wait by
// it for whoever wakes them. The fallback that comes with their library starts a worker from a data URL, which the
// page's content policy forbids: a run that waits would then wait for ever.
//
// This one looks again and again: what wakes a future changes the word that it waits on, and nobody changes it
// back before the future has run. It costs a few ms of lateness, no thread and no address.

/** Between two looks, in ms; browsers make 4 of it. */
const LOOK_MS = 1;

/** The part of `Atomics.waitAsync` that the core uses: no time limit, and words that stay changed. */
export function waitAsync(words: Int32Array<ArrayBufferLike>, index: number, value: number) {
  if (Atomics.load(words, index) !== value) return { async: false, value: 'not-equal' } as const;
  const changed = new Promise<'ok'>((resolve) => {
    const look = (): void => {
      if (Atomics.load(words, index) !== value) resolve('ok');
      else setTimeout(look, LOOK_MS);
    };
    setTimeout(look, LOOK_MS);
  });
  return { async: true, value: changed } as const;
}

/** Puts it where it is missing. */
export function provideWaitAsync(atomics: object = Atomics): void {
  if (!('waitAsync' in atomics)) Object.assign(atomics, { waitAsync });
}
