// What the picture and the timeline tell each other about the pointer: the columns under it, in which of the two
// pictures, and the thread that computed them.

export interface Linked {
  /** Id of the track and of the picture: `sequential` or `parallel`. */
  track: string;
  /** Columns first ≤ column < last; from the picture, one column. */
  first: number;
  last: number;
  /** Number of the thread; null for the coordinator; missing where the sender does not know it. */
  thread?: number | null;
  from: 'picture' | 'timeline';
}
