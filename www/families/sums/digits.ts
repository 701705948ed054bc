// Finds where two numbers as text begin to differ. Pure.

/** Returns how many characters of a text follow from the first difference to another one on; 0 if they are the same. */
export function differing(text: string, other: string): number {
  let same = 0;
  while (same < text.length && text[same] === other[same]) same++;
  return text.length - same;
}
