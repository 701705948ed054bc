// Says what failed and what to do about it, and offers to try again.

import { Icon } from './icons';

interface ErrorViewProps {
  title?: string;
  /** What happened, in a sentence. */
  message: string;
  /** What the reader can do about it. */
  advice?: string;
  /** Text of the retry button. */
  retryLabel?: string;
  onRetry: () => void;
}

export function ErrorView(props: ErrorViewProps) {
  const { title = 'The run failed', message, advice, retryLabel = 'Try again', onRetry } = props;
  return (
    <section class="error">
      <span class="message-icon">
        <Icon name="warning" />
      </span>
      <div class="error-body" role="alert">
        <h2>{title}</h2>
        <p class="error-message">{message}</p>
        {advice !== undefined && <p>{advice}</p>}
      </div>
      <button type="button" class="button" data-action="retry" onClick={onRetry}>
        <Icon name="reset" />
        <span>{retryLabel}</span>
      </button>
    </section>
  );
}
