// Lines and positions of a text as an acknowledgement counts them: both from 1, positions in characters (code points),
// a line ended by LF, CR LF or a lone CR as XML reads them.

export interface Place {
  readonly line: number
  readonly position: number
}

const LF = 0x0a
const CR = 0x0d
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/**
 * The places of the characters at `offsets` (UTF-16 units, ascending), found in one walk through the text. An offset
 * at or past the end gives the last character's place; an empty text has the one place 1, 1.
 */
export const placesAt = (text: string, offsets: readonly number[]): readonly Place[] => {
  let line = 1
  let position = 1
  let at = 0
  return offsets.map((offset) => {
    const target = Math.min(offset, text.length - 1)
    for (; at < target; at += 1) {
      const unit = text.charCodeAt(at)
      const next = text.charCodeAt(at + 1)
      if (unit === LF || (unit === CR && next !== LF)) {
        line += 1
        position = 1
      } else if (!isSecondHalf(next)) position += 1
    }
    return { line, position }
  })
}

/** The place of the one character at `offset`. */
export const placeAt = (text: string, offset: number): Place => placesAt(text, [offset])[0] ?? { line: 1, position: 1 }
