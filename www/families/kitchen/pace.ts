// How fast the kitchen's clock goes. Pure.

import type { ParamValues } from '../../contract/protocol';

/** Real ms for a kitchen second; null on the virtual clock. */
export const paceOf = (values: ParamValues): number | null =>
  values.clock === 'virtual' ? null : Number(values.scale ?? 1000);
