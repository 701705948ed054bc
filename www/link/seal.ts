// The seal of a sender's result in a link.

/** Settings that a result belongs to: the link's own, without the result, decoded. */
export interface Sealed {
  scenario: string;
  pairs: readonly (readonly [key: string, value: string])[];
}

/**
 * A checksum of a result with its settings, which tells what was cut off, mistyped or edited. It ends in a letter or
 * a digit, as chat programs may leave other characters out of a link's end. It is no signature.
 */
export function sealOf(payload: string, { scenario, pairs }: Sealed): string {
  const settings = pairs.map(([key, value]) => `${key}=${value}`).join('&');
  return crc32(new TextEncoder().encode(`${scenario}?${settings}#${payload}`)).toString(36);
}

/** CRC-32/IEEE, bit by bit: for texts as short as a link. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
