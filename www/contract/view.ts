// The part of the plane that a picture shows, and a gesture on its way to another. Types only.

export interface View {
  /** Centre. */
  x: number;
  y: number;
  /** Distance from the first to the last column. */
  width: number;
}

/** A view that a gesture has led to while the picture of it is not there. */
export interface Exploration {
  view: View;
  /** The gesture has not ended yet. */
  moving: boolean;
}
