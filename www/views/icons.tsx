// The few icons of the page, drawn on a grid of 16 × 16 in the colour of the text around them.
// All are decoration: a text or a label always says the same.

import type { ComponentChildren } from 'preact';

const SHAPES = {
  run: <path d="M5 3.2v9.6l7.6-4.8z" fill="currentColor" />,
  compare: <path d="M2.5 4.5h11M2.5 8h6M2.5 11.5h4" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />,
  share: <path d="M8 10V2.5M5.2 5 8 2.3 10.8 5M4.5 7.5h-1v6h9v-6h-1" />,
  light: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M12.5 3.5l-1.1 1.1M4.6 11.4l-1.1 1.1" />
    </>
  ),
  dark: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />,
  check: <path d="m3 8.6 3.2 3.2L13 4.6" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  reset: <path d="M3.2 6.4A5.2 5.2 0 1 1 2.8 9M3 2.8v3.6h3.6" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.4v3.4M8 5.2v.1" />
    </>
  ),
  warning: <path d="M8 2.2 14.4 13.4H1.6zM8 6.6v3M8 11.5v.1" />,
  edit: <path d="M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.6 4.2l2.2 2.2" />,
  up: <path d="M8 13V3.2M4.2 7 8 3.2 11.8 7" />,
  down: <path d="M8 3v9.8M4.2 9 8 12.8 11.8 9" />,
  add: <path d="M8 3v10M3 8h10" />,
  chevron: <path d="m4.5 6.2 3.5 3.5 3.5-3.5" />,
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
