// Reads a text out of a file that somebody has chosen or dropped.

/** Largest file that is read, in bytes. */
export const LARGEST = 64 * 1024;

/** Returns the text of a file, or a sentence that says why there is none. */
export async function textOf(file: Blob & { name: string }): Promise<{ text: string } | { problem: string }> {
  if (file.size > LARGEST) return { problem: `“${file.name}” is too large: a program has 64 KB at most.` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    // Of control characters, a text has only tabs and ends of lines.
    if (!/[^\P{Cc}\t\n\v\f\r]/u.test(text)) return { text: text.replace(/\r\n?/g, '\n') };
  } catch {
    // It is no text, or cannot be read.
  }
  return { problem: `“${file.name}” is no text.` };
}
