import { describe, expect, it } from 'vitest';
import { provideWaitAsync, waitAsync } from './wait-async';

const words = () => new Int32Array(new SharedArrayBuffer(16));

describe('waiting without Atomics.waitAsync', () => {
  it('ends once the word has changed, and not before', async () => {
    const memory = words();
    const result = waitAsync(memory, 2, 0);
    expect(result.async).toBe(true);
    let over = false;
    const waiting = Promise.resolve(result.value).then(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(over).toBe(false);
    Atomics.store(memory, 2, 1);
    await waiting;
    expect(await result.value).toBe('ok');
  });

  it('does not wait for a word that has changed already', () => {
    const memory = words();
    Atomics.store(memory, 1, 1);
    expect(waitAsync(memory, 1, 0)).toEqual({ async: false, value: 'not-equal' });
  });

  it('is put where it is missing, and nowhere else', () => {
    const old: { waitAsync?: unknown } = {};
    provideWaitAsync(old);
    expect(old.waitAsync).toBe(waitAsync);
    const own = { waitAsync: () => undefined };
    const { waitAsync: before } = own;
    provideWaitAsync(own);
    expect(own.waitAsync).toBe(before);
  });
});
