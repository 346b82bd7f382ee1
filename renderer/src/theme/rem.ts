// Lengths in rem, so that the text-size setting (root font size, 100 % = 16 px) scales text and what holds it.

/** Pixels at 100 % text size as a CSS length in rem. */
export const rem = (pixels: number): string => `${pixels / 16}rem`
