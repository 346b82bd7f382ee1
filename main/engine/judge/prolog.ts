// What stands before the root element, seen in the first characters of a document: enough to tell a document that can
// still become whole from one that cannot, and to know what its end must look like. Pure; the strict reader judges.

export type Prolog =
  /** `name` as written, with its prefix; `selfClosing` null when the start tag does not end in these characters. */
  | { readonly kind: 'root'; readonly name: string; readonly selfClosing: boolean | null; readonly end: number }
  /** Whatever follows, this cannot be XML. */
  | { readonly kind: 'not-xml' }
  | { readonly kind: 'doctype' }
  /** The characters end before the root's name is known. */
  | { readonly kind: 'open' }

const blank = /[ \t\r\n]*/y
const misc = /<\?[^]*?\?>|<!--[^]*?-->/y
const doctypeStart = '<!DOCTYPE'
const commentStart = '<!--'
const rootName = /<([^\s<>/!?&"'=\0]+)(?=[\s/>])/y
// Attribute values may hold "/>" and ">".
const restOfTag = /(?:[^<>"']|"[^"<]*"|'[^'<]*')*>/y

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const isBeginningOf = (whole: string, text: string, at: number): boolean =>
  whole.startsWith(text.slice(at, at + whole.length))

const rootAt = (text: string, at: number): Prolog => {
  const name = match(rootName, text, at)?.[1]
  if (name === undefined) {
    // Unfinished as long as nothing in it is impossible in a name.
    return /^<[^\s<>/!?&"'=\0]*\0*$/.test(text.slice(at)) ? { kind: 'open' } : { kind: 'not-xml' }
  }
  const tag = match(restOfTag, text, at + 1 + name.length)
  return tag === null
    ? { kind: 'root', name, selfClosing: null, end: text.length }
    : { kind: 'root', name, selfClosing: tag[0].endsWith('/>'), end: tag.index + tag[0].length }
}

/** @param text the first characters of a document, without byte order mark; zero characters may stand for what is not written yet */
export const readProlog = (text: string): Prolog => {
  let at = 0
  for (;;) {
    at += match(blank, text, at)?.[0].length ?? 0
    if (/^\0*$/.test(text.slice(at))) return { kind: 'open' }
    if (text.charAt(at) !== '<') return { kind: 'not-xml' }
    const skipped = match(misc, text, at)
    if (skipped !== null) {
      at += skipped[0].length
      continue
    }
    if (text.startsWith(doctypeStart, at)) return { kind: 'doctype' }
    const next = text.charAt(at + 1)
    if (next === '?' || text.startsWith(commentStart, at)) return { kind: 'open' }
    if (next === '!') {
      const written = text.slice(at).replace(/\0+$/, '')
      return isBeginningOf(doctypeStart, written, 0) || isBeginningOf(commentStart, written, 0)
        ? { kind: 'open' }
        : { kind: 'not-xml' }
    }
    return rootAt(text, at)
  }
}
