// Whether a file is written to its end, told from its two ends (design 4.1, "Settled"). Writers are not atomic: they
// pause, cut, and make files longer before they fill them. Pure; two equal looks at size and time come on top of this.

import { contentOf } from './content.ts'
import { bytesPerUnit, decideEncoding, decodePiece, type Encoding } from './decode.ts'
import { readProlog } from './prolog.ts'

export type Ends =
  | { readonly kind: 'complete' }
  /** More bytes may make it whole. */
  | { readonly kind: 'unfinished'; readonly why: 'empty' | 'growing' }
  /** No more bytes can mend it: it is stored as it is, at once. */
  | { readonly kind: 'hopeless'; readonly why: 'not-xml' | 'doctype' | 'encoding' }

const complete: Ends = { kind: 'complete' }
const growing: Ends = { kind: 'unfinished', why: 'growing' }
const hopeless = (why: 'not-xml' | 'doctype' | 'encoding'): Ends => ({ kind: 'hopeless', why })

/** The bytes as characters; bytes that are not allowed do not matter here, only the markup does. */
const looseText = (bytes: Uint8Array, from: number, encoding: Encoding): string => {
  if (bytesPerUnit(encoding) === 1)
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, bytes.length - from)).toString('latin1')
  let text = ''
  for (let at = from; at + 1 < bytes.length;) {
    const piece = decodePiece(bytes, at, bytes.length, encoding)
    text += piece.text
    if (piece.problem !== 'bad') break
    // Half of a surrogate pair becomes one character that means nothing.
    text += '\ufffd'
    at = piece.next + 2
  }
  return text
}

/** Drops what may follow the root: white space, comments and processing instructions, and one 0x1A among them. */
const withoutTrailers = (text: string): string => {
  let rest = text
  let sawCtrlZ = false
  for (;;) {
    const before = rest.length
    rest = rest.replace(/[ \t\r\n]+$/, '')
    if (!sawCtrlZ && rest.endsWith('\x1a')) {
      rest = rest.slice(0, -1)
      sawCtrlZ = true
    }
    const opening = rest.endsWith('-->') ? '<!--' : rest.endsWith('?>') ? '<?' : null
    // One that begins before these characters leaves nothing to be seen.
    if (opening !== null) rest = rest.slice(0, Math.max(0, rest.lastIndexOf(opening)))
    if (rest.length === before) return rest
  }
}

const endsWithRoot = (tail: string, root: string | null, isWhole: boolean): boolean => {
  const rest = withoutTrailers(tail)
  const lastTag = rest.lastIndexOf('<')
  // More trailers than can be seen, or a tag that begins before the tail: rather let the reader say than wait for ever.
  if (lastTag < 0) return !isWhole && (rest === '' || rest.endsWith('>'))
  const closed = /^<\/([^\s<>/]+)[ \t\r\n]*>$/.exec(rest.slice(lastTag))?.[1]
  return closed !== undefined && (root === null || closed === root)
}

const marks = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const

/** A file may be caught when not even its byte order mark is whole. */
const isPartOfMark = (head: Uint8Array): boolean =>
  marks.some((mark) => head.length < mark.length && head.every((byte, index) => byte === mark[index]))

/**
 * @param head the first bytes of the file, up to 4,096
 * @param tail its last bytes, up to 4,096; in a small file the two overlap
 * @param size its length in bytes
 */
export const lookAtEnds = (head: Uint8Array, tail: Uint8Array, size: number): Ends => {
  if (size === 0) return { kind: 'unfinished', why: 'empty' }
  if (isPartOfMark(head)) return growing
  const decision = decideEncoding(head)
  if (decision.kind === 'refused') return hopeless('encoding')
  const { encoding, start } = decision
  const prolog = readProlog(looseText(head, start, encoding))
  if (prolog.kind === 'not-xml' || prolog.kind === 'doctype') return hopeless(prolog.kind)
  const width = bytesPerUnit(encoding)
  if ((size - start) % width !== 0) return growing
  // The tail as whole characters after the byte order mark.
  const tailAt = size - tail.length
  const firstAt = Math.max(start, tailAt)
  const from = firstAt - tailAt + ((firstAt - start) % width)
  if (contentOf(tail, encoding, from).zeros > 0) return growing
  if (prolog.kind === 'root' && prolog.selfClosing === true) return complete
  const isWhole = size <= tail.length
  if (isWhole && prolog.kind === 'open') return growing
  const root = prolog.kind === 'root' ? prolog.name : null
  return endsWithRoot(looseText(tail, from, encoding), root, isWhole) ? complete : growing
}
