// What a family of scenarios brings to the page, as the default export of its `family.tsx`. Every field is optional.
// Its `notations.ts` checks the texts of its parameters.

import type { ComponentType } from 'preact';
import type { ParamValues } from '../contract/protocol';
import type { LoadEditor } from '../widgets/TextField';
import type { StoryParts } from './story-state';

export interface FamilyPage {
  /** Shows the family's scenarios, in place of the stage of a loop. */
  Stage?: ComponentType;
  /** Shows some of them, by scenario. */
  stages?: Readonly<Record<string, ComponentType>>;
  /** What its stories draw themselves, by scenario. */
  stories?: Readonly<Record<string, () => Promise<StoryParts>>>;
  /** Editors for the texts of its parameters, by notation. */
  editors?: Readonly<Record<string, LoadEditor>>;
  /** Length in ms of one second of the family's clock, in which its figures are given; 1000 by default. */
  pace?: (values: ParamValues) => number;
}
