// What is loaded in one go when either is first needed: they have most of their code in common.

export { Comparison } from './Comparison';
export { ShareDialog } from './ShareDialog';
