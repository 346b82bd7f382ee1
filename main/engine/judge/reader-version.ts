/**
 * Grows when the reader would judge some document differently than before; documents judged by an older one are
 * judged again in the background (design 4.2).
 */
export const readerVersion = 2
