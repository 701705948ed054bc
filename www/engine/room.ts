// Room for a threaded module. Its shared memory is reserved whole, as large as the module was built for; a phone may
// refuse that, and then gives less.

/** Bytes of a page of memory, in which WebAssembly counts. */
const PAGE = 65_536;
/** More pages than any module has when it starts. */
const AT_FIRST = 64;
/** MiB that are asked for one after the other, where what the module was built for is refused. */
const LESS = [512, 256, 128];

/**
 * Instantiates a module with the memory that it was built for, or with the most that is given. Returns what
 * `instantiate` does, and the bytes of memory; null: what it was built for.
 */
export async function withRoom<T>(
  instantiate: (memory?: WebAssembly.Memory) => Promise<T>,
): Promise<{ result: T; bytes: number | null }> {
  let refused: unknown;
  for (const size of [null, ...LESS]) {
    try {
      if (size === null) return { result: await instantiate(), bytes: null };
      const bytes = size * 2 ** 20;
      const memory = new WebAssembly.Memory({ initial: AT_FIRST, maximum: bytes / PAGE, shared: true });
      return { result: await instantiate(memory), bytes };
    } catch (error) {
      // Only this means that there is no room.
      if (!(error instanceof RangeError)) throw error;
      refused = error;
    }
  }
  throw refused;
}
