// Formats a program's text: indents its lines by their braces and brackets, and trims what is blank at their ends. Between
// tokens, blanks mean nothing to the core, and texts and comments end with their line. Pure.

/** Blanks of one level, where a text has no indentation of its own. */
const USUAL = 2;
/** Blanks that can be meant as one level. */
const LEAST = 2;
const MOST = 8;

/** Returns a line without its comment, and with nothing in its quotes. */
export const codeOf = (line: string): string =>
  line.replace(/"(?:[^"\\]|\\.)*"?|\/\/.*/g, (part) => (part[0] === '"' ? '""' : ''));

const countOf = (code: string, signs: RegExp): number => code.match(signs)?.length ?? 0;

interface Level {
  /** How deep the line stands. */
  at: number;
  /** How deep what follows it stands. */
  after: number;
}

/** Returns how deep a line stands, where the one before it has left this depth. */
function levelOf(line: string, depth: number): Level {
  const code = codeOf(line).trim();
  const closing = countOf(/^[\s)\]}]*/.exec(code)?.[0] ?? '', /[)\]}]/g);
  const opens = countOf(code, /[([{]/g);
  const closes = countOf(code, /[)\]}]/g);
  return { at: Math.max(0, depth - closing), after: Math.max(0, depth + opens - closes) };
}

/** Returns how deep the end of a text stands. */
export const depthOf = (text: string): number =>
  text.split('\n').reduce((depth, line) => levelOf(line, depth).after, 0);

/** Returns how many blanks a text has for one level: those of its first line that stands one level deep. */
export function unitOf(text: string): number {
  let depth = 0;
  for (const line of text.split('\n')) {
    const { at, after } = levelOf(line, depth);
    depth = after;
    if (at !== 1 || line.trim() === '') continue;
    const blanks = (/^\s*/.exec(line)?.[0] ?? '').replaceAll('\t', '    ').length;
    if (blanks > 0) return Math.min(Math.max(blanks, LEAST), MOST);
  }
  return USUAL;
}

/** Returns a text with its lines indented by braces. */
export function formatted(text: string): string {
  const unit = unitOf(text);
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    const { at, after } = levelOf(line, depth);
    depth = after;
    const bare = line.trim();
    return bare === '' ? '' : ' '.repeat(unit * at) + bare;
  });
  return lines.join('\n');
}
