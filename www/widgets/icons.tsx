// The few icons of the page, drawn on a grid of 16 × 16 in the colour of the text around them.
// All are decoration: a text or a label says the same.

/**
 * Paths of the icons, for SVG. They are texts, not elements, because an element that outlives its place on the page
 * would keep that place and all its content in memory for as long as the page is open.
 */
const SHAPES = {
  run: 'M5 3.2v9.6l7.6-4.8z',
  compare: 'M2.5 4.5h11M2.5 8h6M2.5 11.5h4',
  stop: 'M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z',
  share: 'M8 10V2.5M5.2 5 8 2.3 10.8 5M4.5 7.5h-1v6h9v-6h-1',
  light:
    'M5.2 8a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0-5.6 0M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M12.5 3.5l-1.1 1.1M4.6 11.4l-1.1 1.1',
  dark: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  check: 'm3 8.6 3.2 3.2L13 4.6',
  cross: 'm4 4 8 8M12 4l-8 8',
  settings: 'M2.5 4.5h6.5M12 4.5h1.5M10.5 3v3M2.5 11.5H4M7 11.5h6.5M5.5 10v3',
  reset: 'M3.2 6.4A5.2 5.2 0 1 1 2.8 9M3 2.8v3.6h3.6',
  info: 'M2 8a6 6 0 1 0 12 0 6 6 0 1 0-12 0M8 7.4v3.4M8 5.2v.1',
  warning: 'M8 2.2 14.4 13.4H1.6zM8 6.6v3M8 11.5v.1',
  edit: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.6 4.2l2.2 2.2',
  up: 'M8 13V3.2M4.2 7 8 3.2 11.8 7',
  down: 'M8 3v9.8M4.2 9 8 12.8 11.8 9',
  add: 'M8 3v10M3 8h10',
  gallery: 'M2.5 2.5h4.6v4.6H2.5zM8.9 2.5h4.6v4.6H8.9zM2.5 8.9h4.6v4.6H2.5zM8.9 8.9h4.6v4.6H8.9z',
  chevron: 'm4.5 6.2 3.5 3.5 3.5-3.5',
};

const FILLED: readonly string[] = ['run', 'stop'];

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} fill={FILLED.includes(name) ? 'currentColor' : undefined} />
    </svg>
  );
}
