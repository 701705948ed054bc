// Says which features are off without threads, why, and what still works.

import './fallback.css';
import { Icon } from '../widgets/icons';

interface FallbackProps {
  /** Why there are no threads: a sentence. */
  reason: string;
  /** Features that are off, each a few words. */
  off: readonly string[];
  /** What still works: a sentence. */
  works?: string;
}

export function Fallback({ reason, off, works }: FallbackProps) {
  return (
    <section class="fallback" aria-labelledby="fallback-title" data-fallback>
      <span class="message-icon">
        <Icon name="info" />
      </span>
      <div>
        <h2 id="fallback-title">No threads here</h2>
        <p>
          {reason} {works}
        </p>
        {off.length > 0 && (
          <p class="fallback-off">
            <span>Off:</span> {off.join(' · ')}
          </p>
        )}
      </div>
    </section>
  );
}
