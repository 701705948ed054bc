// The labels of the kitchen's scenarios, as `src/families/kitchen/` numbers them after those that every trace has;
// and the argument of a step. Pure.

import { BUILT_IN_LABELS } from '../../trace/table';

const OWN = BUILT_IN_LABELS.length;

/** Of the dinner and of the knife. */
export const ACTIVE = OWN;
export const PASSIVE = OWN + 1;
export const POLL = OWN + 2;
export const NEEDS = OWN + 3;
export const HANDS = OWN + 4;
export const OPEN = OWN + 5;
export const DONE = OWN + 6;
export const FAILED = OWN + 7;
/** Of the knife alone. */
export const LOOKS = OWN + 8;
export const COPIES = OWN + 9;
/** Not in runs that were saved before it was written down. */
export const REACHES = OWN + 10;

/** Of the blocked loop. */
export const LOOP = {
  awaits: OWN,
  blocks: OWN + 1,
  starves: OWN + 3,
  looks: OWN + 4,
  sets: OWN + 5,
  beats: OWN + 6,
  givesUp: OWN + 7,
  opens: OWN + 8,
} as const;

/** Task and step of a step's argument. */
export const placeOf = (arg: number): { task: number; step: number } => ({ task: arg >>> 8, step: arg & 255 });
