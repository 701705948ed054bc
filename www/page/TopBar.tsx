// The bar at the top: the page's name, the gallery, what this machine offers, theme and share.

import type { MachineFacts } from '../contract/machine';
import { GalleryButton } from '../features/gallery/door';
import type { Theme } from '../text/colours';
import { Icon } from '../widgets/icons';
import { Badge } from './Badge';

interface TopBarProps {
  /** Null until they are known. */
  facts: MachineFacts | null;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onShare: () => void;
}

export function TopBar({ facts, theme, onTheme, onShare }: TopBarProps) {
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return (
    <header class="topbar">
      <a class="brand" href="#/">
        <Mark />
        <span class="brand-name">Brigade</span>
        <span class="brand-line">parallelism, seen</span>
      </a>
      <div class="topbar-tools">
        <GalleryButton />
        {facts && <Badge facts={facts} />}
        <button
          type="button"
          class="button button-quiet button-icon"
          aria-label={`Switch to the ${other} theme`}
          title={`Switch to the ${other} theme`}
          data-action="theme"
          onClick={() => onTheme(other)}
        >
          <Icon name={other} />
        </button>
        <button type="button" class="button topbar-share" data-action="share" onClick={onShare}>
          <Icon name="share" />
          <span>Share</span>
        </button>
      </div>
    </header>
  );
}

/** The page's mark: four lanes of a timeline, each thread in its colour. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect class="mark-0" x="1" y="2" width="15" height="4" rx="1.5" />
      <rect class="mark-1" x="5" y="7.3" width="18" height="4" rx="1.5" />
      <rect class="mark-2" x="1" y="12.6" width="11" height="4" rx="1.5" />
      <rect class="mark-3" x="9" y="17.9" width="14" height="4" rx="1.5" />
    </svg>
  );
}
