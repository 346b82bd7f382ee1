// Two things the XML parser tells too late to say where they are: a DOCTYPE (it tells when the whole of it is over) and
// an "&" that begins no reference (it reads on to the next ";", or to the end). Here they are found in the text before
// the parser gets it; whether one stands where it means something, and not in a comment, only the parser knows. Pure.

export const doctypeStart = '<!DOCTYPE'

const longestReference = 256
const reference = /&(?:lt|gt|amp|apos|quot|#[0-9]{1,250}|#x[0-9A-Fa-f]{1,250});/y
const endOfOpaque = /-->|\]\]>|\?>/g

/** Index of the first "&" from `from` on that does not begin a reference; Infinity when there is none. */
export const nextBadReference = (text: string, from: number): number => {
  let index = text.indexOf('&', from)
  while (index >= 0) {
    // By far the most frequent one needs no regular expression.
    if (!text.startsWith('&amp;', index)) {
      reference.lastIndex = index
      if (!reference.test(text)) return index
    }
    index = text.indexOf('&', index + 1)
  }
  return Infinity
}

/** Index of the first DOCTYPE from `from` on; Infinity when there is none. */
export const nextDoctype = (text: string, from: number): number => {
  const index = text.indexOf(doctypeStart, from)
  return index < 0 ? Infinity : index
}

/**
 * Where a comment, a CDATA section or a processing instruction may end at the earliest; the length of the text when
 * none can. A suspect that turned out to stand in one makes all suspects before that harmless.
 */
export const earliestEndOfOpaque = (text: string, from: number): number => {
  endOfOpaque.lastIndex = from
  return endOfOpaque.exec(text)?.index ?? text.length
}

/** Where the end of `text` must be held back because what it means depends on what follows. */
export const heldBackFrom = (text: string): number => {
  const ampersand = text.lastIndexOf('&')
  if (ampersand >= 0 && text.length - ampersand < longestReference && !text.includes(';', ampersand)) return ampersand
  const markup = text.lastIndexOf('<')
  return markup >= 0 && text.length - markup < doctypeStart.length && doctypeStart.startsWith(text.slice(markup))
    ? markup
    : text.length
}

/** Whether the text from an "&" on may be a reference of which the end is missing. */
export const isUnfinishedReference = (text: string): boolean => /^&(?:#(?:x[0-9A-Fa-f]*|[0-9]*)|[A-Za-z]*)$/.test(text)
