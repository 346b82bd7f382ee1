// Lengths and places counted in characters (code points), as acknowledgements and main count them; JavaScript counts
// UTF-16 units, which differ where a register writes an emoji.

export const lengthInCharacters = (text: string): number => {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** Index in UTF-16 units of the character at a place (from 0); the text's length when it lies beyond. */
export const indexOfCharacter = (text: string, place: number): number => {
  let index = 0
  let left = place
  for (const character of text) {
    if (left <= 0) break
    index += character.length
    left -= 1
  }
  return index
}
