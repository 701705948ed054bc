// Where two numbers as text begin to differ. Pure.

/** Characters of a text from the first on that another does not have in this place; 0 where they are the same. */
export function differing(text: string, other: string): number {
  let same = 0;
  while (same < text.length && text[same] === other[same]) same++;
  return text.length - same;
}
