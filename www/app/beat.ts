// How seldom the page looks at a run while its repeats are measured, and what those looks come to. What the page does
// then, it takes from the threads that are measured.

/** However cheap a look was, the page rests so long after it, in ms. */
export const LEAST_REST = 500;
/** A look that cost something rests so many times as long. */
export const RESTS = 20;

/** How long the page rests after a look that cost so much, both in ms. */
export const restAfter = (cost: number): number => Math.max(LEAST_REST, RESTS * cost);

/** Adds up the looks at a run and the time that passed between them. All times in ms, of one clock. */
export class Tally {
  #last: number | null = null;
  #passed = 0;
  #spent = 0;

  /** A look begins. `measuring`: whether repeats are being measured now, and so until the next look. */
  look(now: number, measuring: boolean): void {
    if (this.#last !== null) this.#passed += now - this.#last;
    this.#last = measuring ? now : null;
  }

  /** That look has ended, and cost so much. */
  spend(cost: number): void {
    if (this.#last !== null) this.#spent += cost;
  }

  /** Of the time in which repeats were measured, the share that the looks took, 0 to 1; null if no look met any. */
  share(): number | null {
    return this.#passed > 0 ? Math.min(1, this.#spent / this.#passed) : null;
  }
}
