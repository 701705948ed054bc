// What reading and writing the bytes of a result have in common. These two are separate files, because every visit
// may read, and few write.

/** The characters of base64url, which need no escaping in an address. */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Added to the exponent of a decimal number, so that it fits five bits. */
export const BIAS = 16;
/** The characters of orders of steps: sixteen, so that two take a byte. */
export const ORDER_CHARACTERS = '0123456789.xagwf';
const STEP = String.raw`\d+(?:a\d+|[gwf])?(?:x\d+)?`;
/** An order of steps, as `src/program/drivers/notation.rs` has it. */
export const ORDER = new RegExp(`^(?:${STEP}(?:\\.${STEP})*)?$`);
/** In the byte in front of an outcome, beside how it ended: how many orders there are, and what else follows. */
export const WITH_ENDLESS = 8;
export const WITH_ORDERS = 16;
export const WITH_SEEN = 32;
export const WITH_WAY = 64;
/** Marks a role's byte: the figure that it is of follows. */
export const OF = 128;
