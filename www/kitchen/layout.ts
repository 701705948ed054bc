// Where stations and cooks stand, for the width there is: in one row or, on narrow screens, in several. In CSS
// px, so that texts keep their size. Pure.

export interface Place {
  x: number;
  row: number;
}

export interface Layout {
  width: number;
  height: number;
  stationWidth: number;
  rows: number[];
  /** Middle of each station. */
  stations: Place[];
  /** The counter's edge in a row. */
  counterOf(row: number): number;
  /** Where cook `index` stands for a task, or where the cooks rest. */
  cookAt(task: number | null, index: number): Place;
}

const LEAST_STATION = 104;
const MOST_STATION = 150;
/** From the top of a row to the counter, and below it. */
const ABOVE = 96;
const BELOW = 62;
/** A cook stands so far left of the middle of a station. */
const BESIDE = 27;

export function layoutKitchen(tasks: number, cooks: number, width: number): Layout {
  const rest = Math.min(58 + 17 * (cooks - 1), Math.max(58, width * 0.28));
  const perRow = Math.max(1, Math.min(tasks, Math.floor((width - rest) / LEAST_STATION)));
  const rows = Math.max(1, Math.ceil(tasks / perRow));
  // Rows of about the same length look better than one full and one nearly empty.
  const columns = Math.max(1, Math.ceil(tasks / rows));
  const stationWidth = Math.min(MOST_STATION, (width - rest) / columns);
  const stations = Array.from({ length: tasks }, (_, i): Place => {
    const row = Math.floor(i / columns);
    return { x: rest + ((i % columns) + 0.5) * stationWidth, row };
  });
  const spread = cooks > 1 ? (rest - 46) / (cooks - 1) : 0;
  return {
    width,
    height: rows * (ABOVE + BELOW),
    stationWidth,
    rows: Array.from({ length: rows }, (_, row) => row),
    stations,
    counterOf: (row) => row * (ABOVE + BELOW) + ABOVE,
    cookAt(task, index) {
      const station = task === null ? undefined : stations[task];
      if (!station) return { x: 24 + index * spread, row: 0 };
      return { x: station.x - BESIDE, row: station.row };
    },
  };
}
