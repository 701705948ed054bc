// What reading and writing the bytes of a result have in common. The two are apart because every visit may
// read, and few write.

/** Of base64url, which an address takes as it is. */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** What is added to the exponent of a decimal number, to keep it in five bits. */
export const BIAS = 16;
/** Marks a role's byte: the figure that it is of follows. */
export const OF = 128;
