// A place in a document as people count it: line and column from 1, columns in characters (code points), and a line
// ends with LF, CR LF or a lone CR, in every encoding. Pure.

export interface Place {
  readonly line: number
  readonly column: number
}

export const startOfDocument: Place = { line: 1, column: 1 }

/** A JavaScript string counts a character outside the basic plane twice; this is how many are counted too often. */
const surrogatePairs = (text: string): number => {
  let pairs = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff) pairs += 1
  }
  return pairs
}

/** How many characters (code points) a well-formed text has. */
export const lengthInCharacters = (text: string): number => text.length - surrogatePairs(text)

/** The place right after `text`, when `text` begins at `from`. A CR LF pair must not be split between two calls. */
export const placeAfter = (from: Place, text: string): Place => {
  let { line } = from
  let lineStart = -1
  for (const lineEnd of text.matchAll(/\r\n?|\n/g)) {
    line += 1
    lineStart = lineEnd.index + lineEnd[0].length
  }
  return lineStart < 0
    ? { line, column: from.column + lengthInCharacters(text) }
    : { line, column: 1 + lengthInCharacters(text.slice(lineStart)) }
}
