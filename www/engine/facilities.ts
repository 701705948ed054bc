// What the reader's machine and browser offer, found out by trying, never by the browser's name.

/** Step of the page's clock in µs: the smallest difference seen between two readings. */
export function clockStep(): number {
  let smallest = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  let last = begin;
  // A coarse clock steps by a millisecond; never look longer than a few of those.
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

/** Whether WebAssembly's 128-bit SIMD is there: a module whose only function makes one vector. */
export function hasSimd(): boolean {
  const module = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];
  return WebAssembly.validate(new Uint8Array(module));
}

/** Whether memory can be shared between threads in this page. */
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
