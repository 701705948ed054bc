// Dates and times in words, in the reader's time zone and in the page's language.

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });

/** Formats `time`, in ms since the epoch: “22 November 2026 at 03:53”. */
export const dateOf = (time: number): string => FORMAT.format(time);
