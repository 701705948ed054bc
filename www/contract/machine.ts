// What is known of a machine: the reader's, or the one on which a run was made.

/** What the reader's machine and page offer. */
export interface MachineFacts {
  /** Whether the page is cross-origin isolated, and so has shared memory and the finer clock. */
  isolated: boolean;
  /** Logical cores. */
  cores: number;
  /** Step of the page's clock, in µs. */
  timerUs: number;
  /** Threads of the running engine; null: the single-threaded build. */
  threads: number | null;
  simd: boolean;
}

/** What is known of the machine on which a run was made. */
export interface Machine {
  /** Logical cores. */
  cores: number;
  isolated: boolean;
  /** Threads of the engine; null: the single-threaded build. */
  threads: number | null;
  /** Step of the clock in µs. */
  timer_us: number;
  simd: boolean;
  /** A label for people; empty where the browser is not known. */
  browser: string;
}
