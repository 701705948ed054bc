// Reads what few links carry: a study, or a sender's result. Loaded with the first link that does.

export { readResult } from './decode';
export { readSweep } from './sweep';
