// What the heatmap shows: one picture of bytes, and the thread that computed each of its columns.
// Types only, so that the state and the tests can name them without the component.

/** A picture, finished or still being filled in by threads. */
export interface PictureSource {
  /** Changes with each run: another key means another picture, for which the earlier drawing is dropped. */
  key: number;
  /** Columns. */
  width: number;
  /** Rows. */
  height: number;
  /**
   * Returns width × height bytes, column-major: pixel (column j, row i) at j·height + i, row 0 at the bottom. Called
   * in every frame, as the shared memory may have grown; may return a view of shared memory.
   */
  pixels(): Uint8Array;
  /** One byte for each column: 0 not computed yet, 1 coordinator, t + 2 thread t. */
  owners(): Uint8Array;
  /** Whether threads still write to it. */
  live: boolean;
  /** Says for a live picture, in every frame, whether painting must pause until it is finished. */
  held?(): boolean;
  /** The count of a point that never escaped: the largest value of a pixel. */
  maxIter: number;
  /**
   * Identifies what the picture shows apart from the view: c and the iterations. Where it is the same as before, the
   * former picture stays visible, faintly and in its new place, until the new one covers it.
   */
  subject?: string;
}

/** Owner bytes, see `PictureSource.owners`. */
export const NOBODY = 0;
export const COORDINATOR = 1;
export const FIRST_THREAD = 2;
