// Which stage shows a family of scenarios. To add a family: a component, and a line here.

import type { ComponentType } from 'preact';
import { LoopLab } from './LoopLab';
import { SumsLab } from './SumsLab';

const STAGES: Readonly<Record<string, ComponentType>> = {
  fractals: LoopLab,
  sums: SumsLab,
};

/** The stage of a family. */
export function stageOf(family: string): ComponentType {
  return STAGES[family] ?? LoopLab;
}
