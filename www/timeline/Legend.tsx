// Says what the shapes on the timeline mean. They are drawn in neutral ink, because the colours belong to the threads.

export interface LegendEntry {
  /** Class of the shape in the style sheet, after `timeline-key`. */
  shape: string;
  text: string;
  title: string;
}

/** The entries of a timeline that has no legend of its own. */
export const ENTRIES: readonly LegendEntry[] = [
  {
    shape: 'work',
    text: 'working',
    title: 'Computing a chunk. Where spans are narrower than a pixel, the height is the share of time spent working.',
  },
  {
    shape: 'waking',
    text: 'not yet running',
    title: 'The repeat has begun, this thread has not yet begun its first chunk.',
  },
  { shape: 'wait', text: 'waiting', title: 'Between two chunks, or finished and waiting for the last thread.' },
  { shape: 'blocked', text: 'blocked', title: 'Held up by a lock or a full channel.' },
  { shape: 'idle', text: 'idle', title: 'Took no part.' },
  { shape: 'control', text: 'measured time', title: 'What the coordinator took the time of.' },
];

export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul class="timeline-legend" aria-label="Legend">
      {entries.map(({ shape, text, title }) => (
        <li key={shape} title={title}>
          <i class={`timeline-key is-${shape}`} /> {text}
        </li>
      ))}
    </ul>
  );
}
