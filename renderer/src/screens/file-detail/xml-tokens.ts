// Splits one line of a file into the few kinds of text the viewer colours: names of tags, punctuation and attribute
// names, values. Reads a line by itself, so that only lines in view are ever looked at; a tag or comment that began on
// an earlier line is drawn as plain text, which is right or harmless.

export type TokenKind = 'tag' | 'punctuation' | 'value' | 'comment'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Index of the first character in the line, 0-based. */
  readonly start: number
}

const comment = /<!--.*?(?:-->|$)|<!\[CDATA\[|\]\]>|<\?.*?(?:\?>|$)/y
const tagOpen = /<\/?/y
const tagName = /[\w:.-]+/y
const tagEnd = /\/?>/y
const attribute = /\s*[\w:.-]+\s*=\s*/y
const quoted = /"[^"]*"?|'[^']*'?/y
const space = /\s+/y

export const tokensOf = (line: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  const take = (expression: RegExp, kind: TokenKind): boolean => {
    expression.lastIndex = at
    const found = expression.exec(line)?.[0]
    if (found === undefined || found === '') return false
    tokens.push({ kind, text: found, start: at })
    at += found.length
    return true
  }
  const takeTag = (): void => {
    take(tagName, 'tag')
    while (at < line.length) {
      if (take(tagEnd, 'punctuation')) return
      if (take(attribute, 'punctuation')) {
        take(quoted, 'value')
        continue
      }
      if (take(space, 'value')) continue
      // Not a tag as we know it: leave the rest to the reader of text.
      return
    }
  }
  while (at < line.length) {
    if (take(comment, 'comment')) continue
    if (take(tagOpen, 'punctuation')) {
      takeTag()
      continue
    }
    const next = line.indexOf('<', at)
    const end = next < 0 ? line.length : next
    tokens.push({ kind: 'value', text: line.slice(at, end), start: at })
    at = end
  }
  return tokens
}

/**
 * The token to draw bold for a position (1-based, in characters): the value there, or the next one on the line; all
 * values when the position is not known. Indices into the tokens.
 */
export const boldTokens = (tokens: readonly Token[], position: number | null): ReadonlySet<number> => {
  const values = tokens.flatMap((token, index) => (token.kind === 'value' && token.text.trim() !== '' ? [index] : []))
  if (position === null || position < 1) return new Set(values)
  const at = position - 1
  const chosen = values.find((index) => {
    const token = tokens[index]
    return token !== undefined && token.start + token.text.length > at
  })
  return new Set(chosen === undefined ? [] : [chosen])
}
