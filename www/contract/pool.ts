// When a run needs a pool of threads, and of which size; mirrors `src/contract/pool.rs`.

/** Met while the named parameter has one of these values. */
export interface Condition {
  param: string;
  values: string[];
}

/** As many threads as there are actors, unless the parameter `given` says another number than 0. */
export interface ActorsPool {
  given: string;
  /** Actors where all parameters of `each` are 0. */
  base: number;
  /** Parameters, and how many actors one more of each makes. */
  each: [param: string, more: number][];
  most: number;
}

export interface PoolRule {
  /** The name of an integer parameter, a number, or a number of actors. */
  size: string | number | ActorsPool;
  /** The rule for runs for which this one has no pool. */
  otherwise?: PoolRule;
  /** All of these must be met. */
  when: Condition[];
  /** The conditions for a run that compares, where they differ; null: the same. */
  compared: Condition[] | null;
}
