// A range of time on a timeline. Type only.

/** From and to, in µs since the start of the shown section. */
export interface Range {
  start: number;
  end: number;
}
