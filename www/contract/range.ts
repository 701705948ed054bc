// A stretch of a timeline. Type only.

/** From and to, in µs since the start of what is shown. */
export interface Range {
  start: number;
  end: number;
}
