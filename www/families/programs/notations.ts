// The notation in which a program's text travels in a link.

import type { Notations } from '../../params/notations';

export default {
  program: () => import('./packed').then(({ PROGRAM }) => PROGRAM),
} satisfies Notations;
