// The answer to “why?” under the board: the steps or moments from which it followed. Each leads there.

import * as app from '../app/app';
import { Icon } from '../widgets/icons';
import { goTo } from './hand';
import type { Reason, Why } from './why';

function look({ step, time }: Reason): void {
  if (step !== undefined) void goTo(step);
  else if (time !== undefined) app.cursor.value = time;
}

export function WhyView({ why: { question, reasons }, onClose }: { why: Why; onClose: () => void }) {
  return (
    <section class="why" aria-label={question} data-why={question}>
      <p class="why-question" aria-live="polite">
        <strong>{question}</strong>
        <button
          type="button"
          class="button button-quiet button-small button-icon"
          aria-label="Close the answer"
          data-action="close-why"
          onClick={onClose}
        >
          <Icon name="cross" />
        </button>
      </p>
      <ol>
        {reasons.map((reason) => (
          <li key={reason.words}>
            {reason.step === undefined && reason.time === undefined ? (
              reason.words
            ) : (
              <button type="button" class="link-button" data-action="reason" onClick={() => look(reason)}>
                {reason.words}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
