// Kinds of stretches in a thumbnail of a story, in the order of the numbers in `outcomes.json`.

/** The last two are moments, which have no length. */
export const STRETCHES = ['work', 'passive', 'wait', 'blocked', 'failed', 'beat'] as const;
export type Stretch = (typeof STRETCHES)[number];
