// Which stage shows a family of scenarios. To add a family: a component, and a line here.

import type { ComponentType } from 'preact';
import { Lazy } from './Lazy';
import { LoopLab } from './LoopLab';

// Loaded when it is first shown: the first visit is to another family.
const loadSums = () => import('./SumsLab').then(({ SumsLab }) => SumsLab);
const Sums = () => <Lazy load={loadSums} minHeight={640} />;

const STAGES: Readonly<Record<string, ComponentType>> = {
  fractals: LoopLab,
  sums: Sums,
};

/** The stage of a family. */
export function stageOf(family: string): ComponentType {
  return STAGES[family] ?? LoopLab;
}
