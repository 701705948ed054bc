// Decides how seldom the page looks at a run while its repeats are measured, and adds up what those looks cost, because
// they take processors from the measured threads.

/** Least time in ms between the end of a look and the next one, however cheap the look was. */
export const LEAST_REST = 500;
/** Least rest after a look, as a multiple of what the look cost. */
export const RESTS = 20;

/** Returns how long the page rests after a look that took `cost`, both in ms. */
export const restAfter = (cost: number): number => Math.max(LEAST_REST, RESTS * cost);

/** Adds up the looks at a run and the time that passed between them. All times in ms, of one clock. */
export class Tally {
  #last: number | null = null;
  #passed = 0;
  #spent = 0;

  /** Begins a look. `measuring`: whether repeats are measured from now until the next look. */
  look(now: number, measuring: boolean): void {
    if (this.#last !== null) this.#passed += now - this.#last;
    this.#last = measuring ? now : null;
  }

  /** Adds what the look that has just ended cost. */
  spend(cost: number): void {
    if (this.#last !== null) this.#spent += cost;
  }

  /** Returns the looks' share, 0 to 1, of the time in which repeats were measured; null if no look fell into it. */
  share(): number | null {
    return this.#passed > 0 ? Math.min(1, this.#spent / this.#passed) : null;
  }
}
