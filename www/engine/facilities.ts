// Finds out what the reader's machine and browser offer, by trying and never by the browser's name.

/** Returns the step of the page's clock in µs: the smallest difference between two readings. */
export function clockStep(): number {
  let smallest = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  let last = begin;
  // A coarse clock steps by a millisecond; waits for a few steps at most.
  while (last - begin < 3) {
    const now = performance.now();
    if (now > last) {
      smallest = Math.min(smallest, now - last);
      last = now;
    }
    if (last - begin > 0.5 && smallest < 0.05) break;
  }
  return Math.round(smallest * 1e6) / 1e3;
}

/** Returns whether WebAssembly has 128-bit SIMD, by validating a module whose only function makes one vector. */
export function hasSimd(): boolean {
  const module = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];
  return WebAssembly.validate(new Uint8Array(module));
}

/** Returns whether threads of this page can share memory. */
export function hasSharedMemory(): boolean {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === 'undefined') return false;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}

export function logicalCores(): number {
  return Math.max(1, navigator.hardwareConcurrency || 1);
}
