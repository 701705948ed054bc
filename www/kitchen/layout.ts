// Where stations and cooks stand, for the width there is: in one row or, on narrow screens, in several. Pure.

export interface Place {
  x: number;
  row: number;
}

export interface Layout {
  width: number;
  height: number;
  rowHeight: number;
  stationWidth: number;
  /** Of pots and cooks, where stations are narrow; texts keep their size. */
  scale: number;
  rows: number[];
  /** Middle of each station. */
  stations: Place[];
  /** The counter's edge in a row. */
  counterOf(row: number): number;
  /** Where cook `index` stands for a task, or where the cooks rest. */
  cookAt(task: number | null, index: number): Place;
}

const LEAST_STATION = 80;
const MOST_STATION = 150;
/** The caption, above the first row. */
const CAPTION = 28;
/** From the top of a row to the counter: a cook with a word above the hat; and below it, with the station's words. */
const ABOVE = 96;
const BELOW = 62;
/** A cook stands so far left of the middle of a station. */
const BESIDE = 27;
/** Where the first cook rests. */
const REST = 30;

/** Width of the place where the cooks rest. */
const restOf = (cooks: number, width: number): number => Math.min(64 + 17 * (cooks - 1), Math.max(64, width * 0.24));

/** How much larger than its own size a picture is drawn: one alone may fill the room, three must fit on the screen. */
export function zoomFor(tasks: number, cooks: number, width: number, pictures: number): number {
  if (pictures > 1) return 1;
  const needed = restOf(cooks, width) + tasks * 112;
  return Math.min(Math.max(width / needed, 1), 1.45);
}

export function layoutKitchen(tasks: number, cooks: number, width: number): Layout {
  const rest = restOf(cooks, width);
  const perRow = Math.max(1, Math.min(tasks, Math.floor((width - rest) / LEAST_STATION)));
  const rows = Math.max(1, Math.ceil(tasks / perRow));
  // Rows of about the same length look better than one full and one nearly empty.
  const columns = Math.max(1, Math.ceil(tasks / rows));
  const stationWidth = Math.min(MOST_STATION, (width - rest) / columns);
  // What a few stations leave over goes to both sides.
  const margin = Math.max(0, (width - rest - columns * stationWidth) / 2);
  const stations = Array.from({ length: tasks }, (_, i): Place => {
    const row = Math.floor(i / columns);
    return { x: rest + margin + ((i % columns) + 0.5) * stationWidth, row };
  });
  const spread = cooks > 1 ? (rest - REST - 22) / (cooks - 1) : 0;
  const rowHeight = ABOVE + BELOW;
  const scale = Math.min(1, stationWidth / 112);
  return {
    width,
    height: CAPTION + rows * rowHeight,
    rowHeight,
    stationWidth,
    scale,
    rows: Array.from({ length: rows }, (_, row) => row),
    stations,
    counterOf: (row) => CAPTION + row * rowHeight + ABOVE,
    cookAt(task, index) {
      const station = task === null ? undefined : stations[task];
      if (!station) return { x: REST + index * spread, row: 0 };
      return { x: station.x - BESIDE * scale, row: station.row };
    },
  };
}
