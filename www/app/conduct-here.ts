// Conducts a study on the page's engine and stage. Loaded with the first study.

import { batch } from '@preact/signals';
import { logicalCores } from '../engine/facilities';
import type { LinkState } from '../link/link';
import * as app from './app';
import { conduct } from './conduct';
import { engine, haltWith, owns } from './owner';
import { BUDGET } from './run';
import { type Summary, summarise } from './summary';

/** Conducts the study of a link for the owner of the stage with this key, and reports its end there. */
export async function conductHere(link: LinkState, key: number): Promise<Summary> {
  const client = engine();
  const { family } = app.findScenario(link.scenario);
  const conducted = await conduct(link, {
    run: (params, threads, record) =>
      client.run(
        { scenario: link.scenario, params, compare: false, record, cores: logicalCores(), budget_ms: BUDGET },
        { family, threads },
        { prepared: () => undefined },
      ),
    hold: () => client.hold(),
    release: () => client.release(),
    current: () => owns(key),
    halt: haltWith,
  });
  const failed = 'problem' in conducted ? conducted.problem : conducted.data.error;
  const state = 'problem' in conducted || conducted.data.state === 'running' ? 'error' : conducted.data.state;
  if (owns(key)) {
    haltWith(null);
    batch(() => {
      app.stage.value = state;
      app.failure.value = failed;
      if (state === 'done') app.progress.value = 1;
      const fresh = 'problem' in conducted ? [] : conducted.data.notices;
      app.notices.value = [...new Set([...app.notices.value, ...fresh])];
    });
  }
  const summary: Summary = { ...summarise(null, null, app.notices.value), scenario: link.scenario, state };
  if (!('problem' in conducted)) Object.assign(summary, { metrics: conducted.metrics, values: conducted.values });
  if (failed !== null) summary.error = failed;
  return summary;
}
