// Follows a media query, for layouts that styles alone cannot choose.

import { useEffect, useState } from 'preact/hooks';

/** A window so low that everything in it takes less height, such as a projector's. */
export const LOW = '(max-height: 640px)';

/** A window that is too low for three tracks of usual height below what they belong to, such as a laptop's. */
export const NOT_HIGH = '(max-height: 900px)';

/** Returns whether a media query matches, kept up to date. */
export function useMedia(text: string): boolean {
  const [query] = useState(() => matchMedia(text));
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const changed = (): void => setMatches(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, [query]);
  return matches;
}
