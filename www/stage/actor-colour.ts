// The colour of a program's actors, by their number.

import { threadVariable } from '../text/colours';

/** CSS variable with an actor's colour. */
export const actorColour = (number: number): string => threadVariable(number, 'worker');
