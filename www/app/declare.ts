// Has the parameters of a text declared, where a scenario has such a text. The code for that is loaded with the first one.

import type { ParamValue, ScenarioInfo } from '../contract/protocol';

let loaded: typeof import('./declared') | null = null;

/** Loads what declares the parameters of this scenario. Never rejects: `canDeclare` tells whether it succeeded. */
export async function loadDeclaring({ declared_by }: ScenarioInfo): Promise<void> {
  if (declared_by !== undefined) loaded ??= await import('./declared').catch(() => null);
}

/** Returns whether all that declares the parameters of this scenario has been loaded. */
export const canDeclare = ({ declared_by }: ScenarioInfo): boolean => declared_by === undefined || loaded !== null;

/** Does what `declareBy` of `declared.ts` does, if there is anything to declare. Never rejects. */
export async function declare(scenario: ScenarioInfo, text: ParamValue | undefined): Promise<void> {
  await loadDeclaring(scenario);
  await loaded?.declareBy(scenario, text);
}
