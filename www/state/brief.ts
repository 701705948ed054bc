// Which runs are not drawn while they go: what draws a run takes a processor from its threads, and a run that is over in the
// blink of an eye would be measured slower for pictures that nobody sees.

/** Runs that take less than this, ms, are not drawn while they go. */
export const BRIEF = 400;
/** While a run is younger than this, ms, its end is guessed from too little: then it is drawn only if it seems to be long. */
export const YOUNG = 40;
export const LONG = 1000;

/**
 * Whether a run is expected to be over too soon for being watched.
 *
 * @param elapsed Since its work began, ms.
 * @param share Of its work that is done, above 0 and up to 1.
 */
export function isBrief(elapsed: number, share: number): boolean {
  return elapsed < share * (elapsed < YOUNG ? LONG : BRIEF);
}
