// Programs in links: as they are where they are short, else compressed (deflate) in base64url, with a version in front that
// no program begins with. Loaded only for links that may have one.

import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Notation } from '../../params/notations';

/** In front of a compressed text; the number is the version. */
const MARK = '~1';
/** Longest text that is read, as the core has it, in bytes. */
const LONGEST = 100_000;
/** A text of this many characters stays readable in its link. */
const SHORT = 40;

function write(text: string): string {
  if (text.length <= SHORT && !text.startsWith('~')) return text;
  const bytes = deflateSync(strToU8(text), { level: 9 });
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const packed = MARK + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return packed.length < encodeURIComponent(text).length || text.startsWith('~') ? packed : text;
}

/** What is damaged stays as it is: the core then says that it is no program. */
function read(written: string): string {
  if (!written.startsWith(MARK)) return written;
  try {
    const base64 = written.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    // One byte more than is allowed tells a text that is too long, whatever it would unfold to.
    const text = strFromU8(inflateSync(bytes, { out: new Uint8Array(LONGEST + 1) }));
    return text.length > LONGEST ? written : text;
  } catch {
    return written;
  }
}

export const PROGRAM: Notation = {
  // Faults have places in the text: the core tells them all together.
  check: () => null,
  write,
  read,
};
