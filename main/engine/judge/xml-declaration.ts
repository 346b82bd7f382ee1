// The XML declaration, read from the first characters of a document, before the encoding is known for certain.
// It only looks: whether the declaration is written correctly is for the strict reader to say.

import { placeAfter, startOfDocument, type Place } from './place.ts'

export interface XmlDeclaration {
  readonly version: string
  /** The encoding's name as written; null when the declaration names none. */
  readonly encoding: string | null
  /** Where the encoding's name stands, or the declaration itself when it names none. */
  readonly encodingPlace: Place
}

/** Characters that are enough to hold any declaration a register writes. */
export const declarationWindow = 1024

// Blanks around "=" are legal and one common register writes `version ="1.0"`.
const pattern = /^<\?xml\s+version\s*=\s*(["'])([^"'<>]*)\1(?:(\s+encoding\s*=\s*(["']))([^"'<>]*)\4)?/

/** Finds the declaration at the very beginning of `text` (without byte order mark); null when there is none. */
export const readXmlDeclaration = (text: string): XmlDeclaration | null => {
  const match = pattern.exec(text)
  if (match === null) return null
  const [whole, , version = '', opening, , encoding = null] = match
  const before = opening === undefined ? '' : whole.slice(0, whole.length - (encoding ?? '').length - 1)
  return { version, encoding, encodingPlace: placeAfter(startOfDocument, before) }
}
