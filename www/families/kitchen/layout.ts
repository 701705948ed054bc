// Where stations and cooks stand, for the width there is: in one row or, on narrow screens, in several. Pure.

export interface Place {
  x: number;
  row: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Whether the caption stands above the picture instead of on its wall. */
  narrow: boolean;
  above: number;
  below: number;
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

const MOST_STATION = 150;
/** A cook stands so far left of the middle of a station. */
const BESIDE = 27;
/** Where the first cook rests. */
const REST = 30;
/** From here on a caption fits on the wall above the cooks, in one line. */
export const WIDE = 440;
/** Where it does not, there is a little air above the cooks all the same. */
const AIR = 5;

interface Sizes {
  /** Width of a station, at least. */
  station: number;
  /** The caption, above the first row. */
  caption: number;
  /** From the top of a row to the counter: a cook with a word above the hat. */
  above: number;
  /** Below the counter's edge, with the station's words. */
  below: number;
  /** Of pots and cooks, at most. */
  scale: number;
  /** From one resting cook to the next, and beside the last. */
  apart: number;
  beside: number;
}

const ALONE: Sizes = { station: 76, caption: 26, above: 84, below: 54, scale: 0.92, apart: 17, beside: 64 };
/** Three below each other fit into a window, with their replay. */
const ONE_OF_THREE: Sizes = { station: 72, caption: 20, above: 54, below: 25, scale: 0.58, apart: 12, beside: 52 };

/** Width of the place where the cooks rest. */
const restOf = (cooks: number, width: number, { apart, beside }: Sizes): number =>
  Math.min(beside + apart * (cooks - 1), Math.max(beside, width * 0.24));

/** How much larger than its own size a picture is drawn where there is room. */
export const zoomFor = (width: number): number => Math.min(Math.max(width / 640, 1), 1.3);

export function layoutKitchen(tasks: number, cooks: number, width: number, pictures: number): Layout {
  const sizes = pictures > 1 ? ONE_OF_THREE : ALONE;
  const rest = restOf(cooks, width, sizes);
  const narrow = width < WIDE;
  const caption = narrow ? AIR : sizes.caption;
  const perRow = Math.max(1, Math.min(tasks, Math.floor((width - rest) / sizes.station)));
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
  const rowHeight = sizes.above + sizes.below;
  const scale = sizes.scale * Math.min(1, stationWidth / (pictures > 1 ? 84 : 104));
  return {
    width,
    height: caption + rows * rowHeight,
    narrow,
    above: sizes.above,
    below: sizes.below,
    stationWidth,
    scale,
    rows: Array.from({ length: rows }, (_, row) => row),
    stations,
    counterOf: (row) => caption + row * rowHeight + sizes.above,
    cookAt(task, index) {
      const station = task === null ? undefined : stations[task];
      if (!station) return { x: REST + index * spread, row: 0 };
      return { x: station.x - BESIDE * scale, row: station.row };
    },
  };
}
