// Makes the notations of the families known: each folder here with a `notations.ts` has some. No views.

import { addNotations, type Notations } from '../params/notations';

const found = import.meta.glob<Notations>('./*/notations.ts', { eager: true, import: 'default' });

for (const notations of Object.values(found)) addNotations(notations);
