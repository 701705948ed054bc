// Writes XML as text: everything is escaped, and characters that XML does not know are left out. Pure.

/** Escapes a text for use in an element, or in an attribute in double quotes. */
export function escapeXml(text: string): string {
  return (
    text
      // XML 1.0 has no other control characters, no lone surrogates and no non-characters.
      .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}

/** Writes an element. `children` are XML already; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  children?: string | readonly string[],
): string {
  const all = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === 'number' ? short(value) : String(value))}"`)
    .join('');
  if (children === undefined) return `<${name}${all}/>`;
  return `<${name}${all}>${typeof children === 'string' ? children : children.join('')}</${name}>`;
}

/** Rounds to hundredths of a pixel, which nobody can see. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Cuts a text to the room that there is. `each`: width of a character in px. */
export function shorten(text: string, room: number, each: number): string {
  const most = Math.max(1, Math.floor(room / each));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
