// What the families bring to the page: each folder here with a `family.tsx` is one, named by its id in the catalog.

import type { ComponentType } from 'preact';
import type { ParamValues } from '../contract/protocol';
import './notations';
import type { FamilyPage } from '../stage/family-page';
import { LoopStage } from '../stage/LoopStage';

const found = import.meta.glob<FamilyPage>('./*/family.tsx', { eager: true, import: 'default' });

const of = (family: string): FamilyPage => found[`./${family}/family.tsx`] ?? {};

/** The stage of a family's scenarios. */
export const stageOf = (family: string): ComponentType => of(family).Stage ?? LoopStage;

/** ms that a second of a run lasts, as its figures count it. */
export const paceOf = (family: string, values: ParamValues): number => of(family).pace?.(values) ?? 1000;

/** The editors of all notations. */
export const editors: NonNullable<FamilyPage['editors']> = Object.assign(
  {},
  ...Object.values(found).map((page) => page.editors ?? {}),
);
