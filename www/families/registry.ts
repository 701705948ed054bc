// What the families bring to the page: each folder here with a `family.tsx` is one, named by its id in the catalog.

import { type ComponentType, h } from 'preact';
import type { ParamValues, ScenarioInfo } from '../contract/protocol';
import './notations';
import type { FamilyPage } from '../stage/family-page';
import { LoopStage } from '../stage/LoopStage';
import { Lazy } from '../widgets/Lazy';

const found = import.meta.glob<FamilyPage>('./*/family.tsx', { eager: true, import: 'default' });

const of = (family: string): FamilyPage => found[`./${family}/family.tsx`] ?? {};

/** The stage of a scenario: its family's, or the one of what it is. */
export function stageOf({ id, family, stage }: ScenarioInfo): ComponentType {
  const page = of(family);
  return (
    page.stages?.[id] ??
    page.Stage ??
    (stage === 'story' ? storyStage(id, family) : stage === 'program' ? Program : LoopStage)
  );
}

const loadProgram = () => import('../program/ProgramStage').then(({ ProgramStage }) => ProgramStage);
const Program = () => h(Lazy, { load: loadProgram, minHeight: 760 });

/** The same each time, so that a stage is not put up anew with every change. */
const stages = new Map<string, ComponentType>();

/** Loaded when it is first shown, together with what the scenario draws itself. */
function storyStage(id: string, family: string): ComponentType {
  const known = stages.get(id);
  if (known) return known;
  const page = of(family);
  const pace = page.pace ?? (() => 1000);
  const load = async (): Promise<ComponentType> => {
    const [{ StoryStage }, parts] = await Promise.all([import('../stage/StoryStage'), page.stories?.[id]?.()]);
    return () => h(StoryStage, { ...parts, pace });
  };
  const Stage = () => h(Lazy, { load, minHeight: 760 });
  stages.set(id, Stage);
  return Stage;
}

/** ms that a second of a run lasts, as its figures count it. */
export const paceOf = (family: string, values: ParamValues): number => of(family).pace?.(values) ?? 1000;

/** The editors of all notations. */
export const editors: NonNullable<FamilyPage['editors']> = Object.assign(
  {},
  ...Object.values(found).map((page) => page.editors ?? {}),
);
