// Strict decoding (design 4.2): which of six encodings a document is written in, and its bytes as text, piece by
// piece. Nothing is guessed and nothing is replaced: a byte its encoding does not allow ends the decoding there.
// Stateless: a piece ends before a character that is not complete in it, and the caller goes on from `next`.

import { declarationWindow, readXmlDeclaration, type XmlDeclaration } from './xml-declaration.ts'
import { startOfDocument, type Place } from './place.ts'

export type Encoding = 'UTF-8' | 'US-ASCII' | 'ISO-8859-1' | 'windows-1252' | 'UTF-16LE' | 'UTF-16BE'
export type EncodingRule = 'encoding-unknown' | 'encoding-conflict' | 'encoding-no-bom'

export type EncodingDecision =
  | {
      readonly kind: 'decided'
      readonly encoding: Encoding
      /** The name in the XML declaration as written; null when it names none. */
      readonly declared: string | null
      /** Where the text begins: the length of the byte order mark. */
      readonly start: number
    }
  | { readonly kind: 'refused'; readonly rule: EncodingRule; readonly place: Place; readonly message: string }

export interface DecodedPiece {
  readonly text: string
  /** Offset of the first byte that is not in `text`. */
  readonly next: number
  /** `bad`: the bytes at `next` are not allowed. `incomplete`: the character at `next` does not end before `to`. */
  readonly problem: 'bad' | 'incomplete' | null
}

const namesWithoutMark: ReadonlyMap<string, Encoding> = new Map([
  ['utf-8', 'UTF-8'],
  ['us-ascii', 'US-ASCII'],
  ['iso-8859-1', 'ISO-8859-1'],
  ['windows-1252', 'windows-1252'],
])

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte)

export const bytesPerUnit = (encoding: Encoding): 1 | 2 => (encoding.startsWith('UTF-16') ? 2 : 1)

const asBuffer = (bytes: Uint8Array, from: number, to: number): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)

const utf16Text = (bytes: Uint8Array, from: number, to: number, encoding: 'UTF-16LE' | 'UTF-16BE'): string => {
  const view = asBuffer(bytes, from, to)
  return encoding === 'UTF-16LE' ? view.toString('utf16le') : Buffer.from(view).swap16().toString('utf16le')
}

/** A wide encoding that is never read, recognised by its first bytes; null when it is none of them. */
const wideEncoding = (bytes: Uint8Array): string | null => {
  // A file of which only "<" and zero bytes have been written yet looks like UTF-16 or UTF-32 too, so the second
  // character must be there.
  const second = (at: number): boolean => (bytes[at] ?? 0) !== 0
  if (startsWith(bytes, 0, 0, 0xfe, 0xff) || startsWith(bytes, 0, 0, 0, 0x3c)) return 'UTF-32'
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) && second(4)) return 'UTF-32'
  if (startsWith(bytes, 0x3c, 0, 0, 0) && second(4)) return 'UTF-32'
  if (startsWith(bytes, 0x3c, 0) && second(2)) return 'UTF-16'
  if (startsWith(bytes, 0, 0x3c, 0) && second(3)) return 'UTF-16'
  return startsWith(bytes, 0x4c, 0x6f, 0xa7, 0x94) ? 'EBCDIC' : null
}

const refused = (rule: EncodingRule, declaration: XmlDeclaration | null, message: string): EncodingDecision => ({
  kind: 'refused',
  rule,
  place: declaration?.encodingPlace ?? startOfDocument,
  message,
})

const decideByMark = (
  bytes: Uint8Array,
  encoding: Encoding,
  start: number,
  allowed: readonly string[],
): EncodingDecision => {
  const to = Math.min(bytes.length, start + declarationWindow * bytesPerUnit(encoding))
  const even = to - ((to - start) % bytesPerUnit(encoding))
  const text =
    encoding === 'UTF-16LE' || encoding === 'UTF-16BE'
      ? utf16Text(bytes, start, even, encoding)
      : asBuffer(bytes, start, to).toString('latin1')
  const declaration = readXmlDeclaration(text)
  const declared = declaration?.encoding ?? null
  if (declared !== null && !allowed.includes(declared.toLowerCase()))
    return refused(
      'encoding-conflict',
      declaration,
      `the byte order mark says ${encoding}, the XML declaration says ${JSON.stringify(declared.slice(0, 40))}`,
    )
  return { kind: 'decided', encoding, declared, start }
}

/**
 * Decides the encoding from the byte order mark and the XML declaration, and from nothing else. UTF-8 where there is
 * neither. `bytes` may be the whole document or its first 4,096 bytes.
 */
export const decideEncoding = (bytes: Uint8Array): EncodingDecision => {
  const wide = wideEncoding(bytes)
  if (wide === 'UTF-16')
    return refused('encoding-no-bom', null, 'the file is written in UTF-16 but has no byte order mark')
  if (wide !== null) return refused('encoding-unknown', null, `the file is written in ${wide}, which is not read here`)
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decideByMark(bytes, 'UTF-8', 3, ['utf-8'])
  if (startsWith(bytes, 0xff, 0xfe)) return decideByMark(bytes, 'UTF-16LE', 2, ['utf-16', 'utf-16le'])
  if (startsWith(bytes, 0xfe, 0xff)) return decideByMark(bytes, 'UTF-16BE', 2, ['utf-16', 'utf-16be'])
  const declaration = readXmlDeclaration(
    asBuffer(bytes, 0, Math.min(bytes.length, declarationWindow)).toString('latin1'),
  )
  const declared = declaration?.encoding ?? null
  if (declared === null) return { kind: 'decided', encoding: 'UTF-8', declared, start: 0 }
  const encoding = namesWithoutMark.get(declared.toLowerCase())
  if (encoding !== undefined) return { kind: 'decided', encoding, declared, start: 0 }
  const shown = JSON.stringify(declared.slice(0, 40))
  return /^utf-?16(le|be)?$/i.test(declared)
    ? refused('encoding-no-bom', declaration, `the XML declaration says ${shown}, but there is no byte order mark`)
    : refused('encoding-unknown', declaration, `the encoding ${shown} is not read here`)
}

// The 27 characters of windows-1252 that ISO-8859-1 does not have, from byte 0x80 on; a space stands for the five
// bytes that mean nothing. Our own table, because TextDecoder gives those five bytes a meaning.
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

/** Offset of the first byte that is not part of a whole, shortest-form, allowed UTF-8 character; `to` when all are. */
const firstBadUtf8 = (bytes: Uint8Array, from: number, to: number): number => {
  const at = (index: number): number => (index < to ? (bytes[index] ?? 0) : 0)
  const follows = (index: number, low = 0x80, high = 0xbf): boolean => at(index) >= low && at(index) <= high
  let index = from
  while (index < to) {
    const lead = at(index)
    let length = 0
    if (lead < 0x80) length = 1
    else if (lead >= 0xc2 && lead <= 0xdf) length = follows(index + 1) ? 2 : 0
    else if (lead >= 0xe0 && lead <= 0xef) {
      const low = lead === 0xe0 ? 0xa0 : 0x80
      const high = lead === 0xed ? 0x9f : 0xbf
      length = follows(index + 1, low, high) && follows(index + 2) ? 3 : 0
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      const low = lead === 0xf0 ? 0x90 : 0x80
      const high = lead === 0xf4 ? 0x8f : 0xbf
      length = follows(index + 1, low, high) && follows(index + 2) && follows(index + 3) ? 4 : 0
    }
    if (length === 0) return index
    index += length
  }
  return to
}

/** Where an unfinished UTF-8 character begins at the end of the bytes; `to` when the last one is finished. */
const unfinishedUtf8 = (bytes: Uint8Array, from: number, to: number): number => {
  for (let index = to - 1; index >= Math.max(from, to - 3); index -= 1) {
    const byte = bytes[index] ?? 0
    if (byte < 0x80) return to
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    if (index + length <= to) return to
    // The bytes that are there must be able to begin a character; otherwise they are bad, not unfinished.
    const filledWith = (rest: number): Uint8Array => {
      const whole = new Uint8Array(length).fill(rest)
      whole.set(bytes.subarray(index, to))
      return whole
    }
    const isWhole = (character: Uint8Array): boolean => firstBadUtf8(character, 0, length) === length
    return isWhole(filledWith(0x80)) || isWhole(filledWith(0xbf)) ? index : to
  }
  return to
}

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const decodeUtf8 = (bytes: Uint8Array, from: number, to: number): DecodedPiece => {
  const end = unfinishedUtf8(bytes, from, to)
  try {
    const text = utf8Decoder.decode(bytes.subarray(from, end))
    return { text, next: end, problem: end < to ? 'incomplete' : null }
  } catch {
    const bad = firstBadUtf8(bytes, from, end)
    return { text: asBuffer(bytes, from, bad).toString('utf8'), next: bad, problem: 'bad' }
  }
}

const decodeUtf16 = (bytes: Uint8Array, from: number, to: number, encoding: 'UTF-16LE' | 'UTF-16BE'): DecodedPiece => {
  const even = to - ((to - from) % 2)
  const text = utf16Text(bytes, from, even, encoding)
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text)
  if (lone === null) return { text, next: even, problem: even < to ? 'incomplete' : null }
  const atEnd = lone.index === text.length - 1 && lone[0] < '\udc00'
  return { text: text.slice(0, lone.index), next: from + 2 * lone.index, problem: atEnd ? 'incomplete' : 'bad' }
}

const decodeSingleBytes = (bytes: Uint8Array, from: number, to: number, encoding: Encoding): DecodedPiece => {
  const text = asBuffer(bytes, from, to).toString('latin1')
  if (encoding === 'ISO-8859-1') return { text, next: to, problem: null }
  const bad = (encoding === 'US-ASCII' ? /[\x80-\xff]/ : /[\x81\x8d\x8f\x90\x9d]/).exec(text)
  const allowed = bad === null ? text : text.slice(0, bad.index)
  return {
    text: allowed.replace(/[\x80-\x9f]/g, (character) => windows1252.charAt(character.charCodeAt(0) - 0x80)),
    next: from + allowed.length,
    problem: bad === null ? null : 'bad',
  }
}

/** Decodes the bytes from `from` to `to`. The text never ends inside a character. */
export const decodePiece = (bytes: Uint8Array, from: number, to: number, encoding: Encoding): DecodedPiece => {
  switch (encoding) {
    case 'UTF-8':
      return decodeUtf8(bytes, from, to)
    case 'UTF-16LE':
    case 'UTF-16BE':
      return decodeUtf16(bytes, from, to, encoding)
    default:
      return decodeSingleBytes(bytes, from, to, encoding)
  }
}
