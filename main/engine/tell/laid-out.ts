// Lays out the element around a place over several lines, for files whose lines are too long to read (ux 1.4). It
// looks at a window of text only: forward for the end tags and backward for the start tags that enclose the place, so
// that the size of the document does not matter and a broken one can be shown too. Pure.

export interface LaidOutText {
  readonly lines: readonly string[]
  /** 1-based; null when the place lies in white space that was left out. */
  readonly markedLine: number | null
  /** 1-based, in UTF-16 units of the line as it is shown. */
  readonly markedColumn: number | null
}

interface Token {
  readonly kind: 'start' | 'end' | 'empty' | 'other' | 'text'
  readonly name: string
  readonly from: number
  readonly to: number
}

const markup = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([^\s<>/!?&"'=]+)(?:"[^"]*"|'[^']*'|[^<>"'])*>/g

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  let end = 0
  const textUntil = (to: number): void => {
    if (to > end) tokens.push({ kind: 'text', name: '', from: end, to })
  }
  for (const match of text.matchAll(markup)) {
    textUntil(match.index)
    end = match.index + match[0].length
    const name = match[2] ?? ''
    const kind = name === '' ? 'other' : match[1] === '/' ? 'end' : match[0].endsWith('/>') ? 'empty' : 'start'
    tokens.push({ kind, name, from: match.index, to: end })
  }
  textUntil(text.length)
  return tokens
}

interface Enclosing {
  /** Index of the start tag's token. */
  readonly start: number
  readonly end: number
}

/** The elements around a token, innermost first, as far as both their tags lie in the window. */
const enclosingOf = (tokens: readonly Token[], at: number): Enclosing[] => {
  const own = tokens[at]
  const starts: number[] = []
  for (let i = own?.kind === 'start' ? at : at - 1, depth = 0; i >= 0; i -= 1) {
    const kind = tokens[i]?.kind
    if (kind === 'end') depth += 1
    else if (kind === 'start' && depth > 0) depth -= 1
    else if (kind === 'start') starts.push(i)
  }
  const ends: number[] = []
  for (let i = own?.kind === 'end' ? at : at + 1, depth = 0; i < tokens.length; i += 1) {
    const kind = tokens[i]?.kind
    if (kind === 'start') depth += 1
    else if (kind === 'end' && depth > 0) depth -= 1
    else if (kind === 'end') ends.push(i)
  }
  const found: Enclosing[] = []
  for (const [i, start] of starts.entries()) {
    const end = ends[i]
    // Tags that do not match belong to a document that is broken there.
    if (end === undefined || tokens[start]?.name !== tokens[end]?.name) break
    found.push({ start, end })
  }
  return found
}

const mostLines = 120

interface Piece {
  readonly depth: number
  /** Tokens of one line, first to last. */
  readonly first: number
  readonly last: number
}

/** One line per tag or text; an element that holds nothing but text stays on one line. */
const piecesOf = (tokens: readonly Token[], text: string, { start, end }: Enclosing): Piece[] => {
  const isBlank = ({ kind, from, to }: Token): boolean => kind === 'text' && text.slice(from, to).trim() === ''
  const pieces: Piece[] = []
  let depth = 0
  for (let i = start; i <= end; i += 1) {
    const token = tokens[i]
    if (token === undefined || isBlank(token)) continue
    if (token.kind === 'end') {
      depth = Math.max(0, depth - 1)
      pieces.push({ depth, first: i, last: i })
      continue
    }
    const leafEnd =
      token.kind !== 'start'
        ? i
        : tokens[i + 1]?.kind === 'end'
          ? i + 1
          : tokens[i + 2]?.kind === 'end' && tokens[i + 1]?.kind === 'text'
            ? i + 2
            : i
    pieces.push({ depth, first: i, last: leafEnd })
    if (token.kind === 'start' && leafEnd === i) depth += 1
    i = leafEnd
  }
  return pieces
}

const hasChildren = (tokens: readonly Token[], { start, end }: Enclosing): boolean =>
  tokens.slice(start + 1, end).some(({ kind }) => kind === 'start' || kind === 'empty')

const unbroken = (text: string): string => text.replaceAll(/[\r\n\t]/g, ' ')

/**
 * @param text a window of the document round the place
 * @param place index in `text`, in UTF-16 units
 * @returns the smallest element round the place that has elements in it, or the element itself where even that is too
 *   large; null when no whole element lies round the place
 */
export const layOut = (text: string, place: number): LaidOutText | null => {
  const tokens = tokensOf(text)
  const at = tokens.findIndex(({ from, to }) => place >= from && place < to)
  if (at < 0) return null
  const around = enclosingOf(tokens, at)
  const fitting = around.filter((each) => piecesOf(tokens, text, each).length <= mostLines)
  const chosen = fitting.find((each) => hasChildren(tokens, each)) ?? fitting[0]
  if (chosen === undefined) return null
  const pieces = piecesOf(tokens, text, chosen)
  const markedIndex = pieces.findIndex(
    ({ first, last }) => place >= (tokens[first]?.from ?? Infinity) && place < (tokens[last]?.to ?? -1),
  )
  const marked = pieces[markedIndex]
  const indent = ({ depth }: Piece): string => '  '.repeat(depth)
  return {
    lines: pieces.map(
      (piece) => `${indent(piece)}${unbroken(text.slice(tokens[piece.first]?.from, tokens[piece.last]?.to))}`,
    ),
    markedLine: marked === undefined ? null : markedIndex + 1,
    markedColumn: marked === undefined ? null : indent(marked).length + place - (tokens[marked.first]?.from ?? 0) + 1,
  }
}
