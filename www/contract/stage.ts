// What the page is doing.

/** State of the stage, part of the page contract. */
export type StageState = 'idle' | 'starting' | 'running' | 'done' | 'stopped' | 'stuck' | 'error';
