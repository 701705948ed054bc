// What is known of a machine: of the reader's, and of the one that a run was made on.

/** What the reader's machine and page offer. */
export interface MachineFacts {
  /** Cross-origin isolated: shared memory and the finer clock. */
  isolated: boolean;
  /** Logical cores. */
  cores: number;
  /** Step of the page's clock, in µs. */
  timerUs: number;
  /** Threads of the engine that is running now; null: the single-threaded build. */
  threads: number | null;
  simd: boolean;
}

/** What is known of the machine that a run was made on. */
export interface Machine {
  /** Logical cores. */
  cores: number;
  isolated: boolean;
  /** Threads of the engine; null: the single-threaded build. */
  threads: number | null;
  /** Step of the clock in µs. */
  timer_us: number;
  simd: boolean;
  /** A label for people; empty where it is not known. */
  browser: string;
}
