// How the kitchen's spans look on the timeline: named and coloured by task, whoever does it. Pure.

import type { LegendEntry } from '../../timeline/Legend';
import type { SpanLook } from '../../trace/track';
import type { Film } from './film';
import { numbersOf, placeOf } from './labels';
import type { Recipe } from './recipe/recipe';

/**
 * CSS variable with a task's colour, the same in the picture and on the timeline. Dishes have colours of their own:
 * those of the threads belong to the cooks.
 */
export const taskVariable = (task: number): string => `--dish-${task % 8}`;

export const KITCHEN_LEGEND: readonly LegendEntry[] = [
  {
    shape: 'work',
    text: 'active step',
    title: 'Takes a cook’s hands. On the event loop’s lane: a poll, a task goes on.',
  },
  { shape: 'passive', text: 'passive step', title: 'Goes on by itself: boiling, frying.' },
  { shape: 'wait', text: 'waiting', title: 'For a task that must be done before.' },
  { shape: 'blocked', text: 'no hands free', title: 'The cook’s two hands are somewhere else.' },
  { shape: 'idle', text: 'free', title: 'Nothing to do.' },
];

export function lookOf(film: Film, recipe: Recipe): SpanLook {
  const { spans } = film;
  const { active, passive, hands, poll, needs } = numbersOf(spans.labels);
  const isStep = (label: number): boolean => label === active || label === passive;
  const names = (row: number): { task: string; step: string } => {
    const { task, step } = placeOf(spans.first[row] as number);
    return { task: recipe.tasks[task]?.name ?? '', step: recipe.tasks[task]?.steps[step]?.name ?? '' };
  };
  return {
    text(row) {
      const label = spans.label[row] as number;
      return isStep(label) ? names(row).step : '';
    },
    colour(row) {
      const label = spans.label[row] as number;
      return isStep(label) ? taskVariable(placeOf(spans.first[row] as number).task) : null;
    },
    facts(row) {
      const label = spans.label[row] as number;
      if (isStep(label) || label === hands) {
        const { task, step } = names(row);
        return [
          ['task', task],
          ['step', step],
        ];
      }
      const task = recipe.tasks[spans.first[row] as number]?.name;
      if (task !== undefined && (label === poll || label === needs)) return [['task', task]];
      return [];
    },
  };
}
