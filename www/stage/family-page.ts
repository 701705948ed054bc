// What a family of scenarios brings to the page: the default export of its `family.tsx`. What checks
// the texts of its parameters is in `notations.ts`. All of it may be left out.

import type { ComponentType } from 'preact';
import type { ParamValues } from '../contract/protocol';
import type { LoadEditor } from '../widgets/TextField';

export interface FamilyPage {
  /** Shows its scenarios, in place of the stage of a loop. */
  Stage?: ComponentType;
  /** What edits the texts of its parameters, by notation. */
  editors?: Readonly<Record<string, LoadEditor>>;
  /** ms that one of its seconds lasts on this clock; 1000 where it is left out. Its figures are in its own seconds. */
  pace?: (values: ParamValues) => number;
}
