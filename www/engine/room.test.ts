import { afterEach, expect, test, vi } from 'vitest';
import { withRoom } from './room';

/** Lets the browser give so many MiB at most, and notes what is asked for. */
function give(most: number): number[] {
  const asked: number[] = [];
  class Memory {
    constructor({ maximum = 0 }: WebAssembly.MemoryDescriptor) {
      asked.push(maximum / 16);
      if (maximum / 16 > most) throw new RangeError('could not allocate memory');
    }
  }
  vi.stubGlobal('WebAssembly', { Memory });
  return asked;
}

/** As the bindings do: makes a memory of 1 GiB unless one is given. */
const instantiate = async (memory?: WebAssembly.Memory): Promise<string> => {
  new (memory ? Object : WebAssembly.Memory)({ initial: 1, maximum: 16_384, shared: true });
  return memory ? 'given' : 'own';
};

afterEach(() => vi.unstubAllGlobals());

test('a module has the memory that it was built for', async () => {
  const asked = give(1024);
  expect(await withRoom(instantiate)).toEqual({ result: 'own', bytes: null });
  expect(asked).toEqual([1024]);
});

test('where that is refused, it has the most that is given', async () => {
  const asked = give(300);
  expect(await withRoom(instantiate)).toEqual({ result: 'given', bytes: 256 * 2 ** 20 });
  expect(asked).toEqual([1024, 512, 256]);
});

test('where nothing is given, or something else is wrong, that is told', async () => {
  give(1);
  await expect(withRoom(instantiate)).rejects.toThrow(RangeError);
  await expect(withRoom(() => Promise.reject(new TypeError('no module')))).rejects.toThrow('no module');
});
