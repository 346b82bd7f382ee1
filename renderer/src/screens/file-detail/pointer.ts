// Where the "▲" below a marked line stands: under the character the position names, whatever stands before it.

import { indexOfCharacter, lengthInCharacters } from '../../format/characters.ts'

export interface Pointer {
  /** The same position counted in UTF-16 units, from 1. */
  readonly unit: number
  /** Blanks as wide as what stands before the character; tabs stay tabs. */
  readonly lead: string
}

/** `position` in characters from 1; null when the line has no such place (one after its end still is one). */
export const pointerAt = (line: string, position: number | null): Pointer | null => {
  if (position === null || position < 1 || position > lengthInCharacters(line) + 1) return null
  const unit = indexOfCharacter(line, position - 1)
  return { unit: unit + 1, lead: line.slice(0, unit).replaceAll(/[^\t]/gu, ' ') }
}
