// The part of the plane that a picture shows, and a view that a gesture is leading to. Types only.

export interface View {
  /** Centre. */
  x: number;
  y: number;
  /** Distance from the first to the last column. */
  width: number;
}

/** A view that a gesture has led to, until its picture is there. */
export interface Exploration {
  view: View;
  /** Whether the gesture is still going on. */
  moving: boolean;
}
