// Says what was changed or ignored, for instance in a link, and why a link could not be used at all.

import { plural } from '../text/format';
import { Icon } from '../widgets/icons';

/** Largest number of notices that are shown, so that they do not hide the page; the rest is counted. */
const SHOWN = 5;

interface NoticesProps {
  /** Each a sentence. */
  notices: readonly string[];
  /** Why the link could not be used: a sentence. */
  problem: string | null;
  onDismiss: () => void;
}

export function Notices({ notices, problem, onDismiss }: NoticesProps) {
  const more = notices.length - SHOWN;
  const any = notices.length > 0 || problem !== null;
  // The element of role status is always there, so that screen readers read out what appears in it.
  return (
    <div class={any ? 'notices' : 'notices notices-none'}>
      {problem !== null && (
        <p class="notices-problem" role="alert">
          <Icon name="warning" />
          <span>{problem}</span>
        </p>
      )}
      <div role="status">
        {notices.length > 0 && (
          <div class="notices-list">
            <Icon name="info" />
            <ul>
              {notices.slice(0, SHOWN).map((notice, index) => (
                <li key={`${index} ${notice}`}>{notice}</li>
              ))}
              {more > 0 && <li>And {plural(more, 'more notice')}.</li>}
            </ul>
          </div>
        )}
      </div>
      {any && (
        <button
          type="button"
          class="button button-quiet button-icon button-small notices-close"
          aria-label="Dismiss the notices"
          data-action="dismiss"
          onClick={onDismiss}
        >
          <Icon name="cross" />
        </button>
      )}
    </div>
  );
}
