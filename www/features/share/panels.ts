// Bundles the dialog and the panel, because they have most of their code in common.

export { Comparison } from './Comparison';
export { ShareDialog } from './ShareDialog';
