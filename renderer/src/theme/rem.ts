// Lengths in rem: text, and what holds it, follow the root font size (16 px unless the system says otherwise).

/** Pixels at 100 % text size as a CSS length in rem. */
export const rem = (pixels: number): string => `${pixels / 16}rem`
