// What reading and writing the bytes of a result have in common. These two are separate files, because every visit
// may read, and few write.

/** The characters of base64url, which need no escaping in an address. */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Added to the exponent of a decimal number, so that it fits five bits. */
export const BIAS = 16;
/** Marks a role's byte: the figure that it is of follows. */
export const OF = 128;
