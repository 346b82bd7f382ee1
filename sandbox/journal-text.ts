// Turns the bytes of a journal into text, strictly and by the journal's own encoding: UTF-8, US-ASCII, ISO-8859-1,
// windows-1252, or UTF-16 with a byte order mark. Nothing is replaced or guessed: a byte that the encoding does not
// know is a failure with its place, because a server that guesses stores another sale than the one the register wrote.

import { placeAt, type Place } from './text-place.ts'

export type DecodedJournal =
  | { readonly ok: true; readonly text: string; readonly encoding: string }
  | { readonly ok: false; readonly message: string; readonly place: Place }

/** What windows-1252 puts at 0x80 to 0x9F; U+0000 marks the five bytes it leaves undefined. */
const windows1252Block =
  '\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0' +
  '\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178'

const start: Place = { line: 1, position: 1 }
const failed = (message: string, place: Place = start): DecodedJournal => ({ ok: false, message, place })

const declaredEncoding = (text: string): string | null =>
  /^<\?xml\s[^>]*?\sencoding\s*=\s*(?:"([^"]*)"|'([^']*)')/
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined) ?? null

/** The place of the first character that stands for a byte the decoder had to replace. */
const firstReplaced = (bytes: Buffer, lossy: string): number => {
  for (let at = lossy.indexOf('\uFFFD'); at !== -1; at = lossy.indexOf('\uFFFD', at + 1)) {
    const byte = Buffer.byteLength(lossy.slice(0, at), 'utf8')
    const isWritten = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd
    if (!isWritten) return at
  }
  return lossy.length
}

const decodeUtf8 = (bytes: Buffer): DecodedJournal => {
  try {
    return {
      ok: true,
      encoding: 'UTF-8',
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    }
  } catch {
    const lossy = bytes.toString('utf8')
    return failed('The bytes are not valid UTF-8.', placeAt(lossy, firstReplaced(bytes, lossy)))
  }
}

const decodeUtf16 = (bytes: Buffer, order: 'LE' | 'BE'): DecodedJournal => {
  if (bytes.length % 2 !== 0) return failed('The document is UTF-16 but has an odd number of bytes.')
  const text = (order === 'LE' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
  const alone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.exec(text)
  return alone === null
    ? { ok: true, encoding: `UTF-16${order}`, text }
    : failed('The bytes are not valid UTF-16.', placeAt(text, alone.index))
}

const decodeOneByte = (bytes: Buffer, encoding: 'US-ASCII' | 'ISO-8859-1' | 'windows-1252'): DecodedJournal => {
  const latin1 = bytes.toString('latin1')
  if (encoding === 'ISO-8859-1') return { ok: true, encoding, text: latin1 }
  const undefinedBytes = encoding === 'US-ASCII' ? /[\x80-\xFF]/ : /[\x81\x8D\x8F\x90\x9D]/
  const wrong = undefinedBytes.exec(latin1)
  if (wrong !== null)
    return failed(`The document holds a byte that ${encoding} does not know.`, placeAt(latin1, wrong.index))
  const text = latin1.replace(/[\x80-\x9F]/g, (byte) => windows1252Block[byte.charCodeAt(0) - 0x80] ?? byte)
  return { ok: true, encoding, text }
}

const contradicts = (declared: string | null, family: RegExp): boolean => declared !== null && !family.test(declared)

const decodeWithMark = (bytes: Buffer, order: 'LE' | 'BE'): DecodedJournal => {
  const decoded = decodeUtf16(bytes.subarray(2), order)
  if (!decoded.ok) return decoded
  const declared = declaredEncoding(decoded.text)
  return contradicts(declared, order === 'LE' ? /^utf-16(le)?$/i : /^utf-16(be)?$/i)
    ? failed(`The document begins with a UTF-16 byte order mark but declares ${declared}.`)
    : decoded
}

/** Decodes the bytes of one journal. A byte order mark is not part of the text. Never throws. */
export const decodeJournal = (journal: Uint8Array): DecodedJournal => {
  const bytes = Buffer.from(journal.buffer, journal.byteOffset, journal.byteLength)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWithMark(bytes, 'LE')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWithMark(bytes, 'BE')
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const body = marked ? bytes.subarray(3) : bytes
  const declared = declaredEncoding(body.subarray(0, 1024).toString('latin1'))
  if (marked && contradicts(declared, /^utf-?8$/i))
    return failed(`The document begins with a UTF-8 byte order mark but declares ${declared}.`)
  switch ((declared ?? 'utf-8').toLowerCase()) {
    case 'utf-8':
      return decodeUtf8(body)
    case 'us-ascii':
      return decodeOneByte(body, 'US-ASCII')
    case 'iso-8859-1':
      return decodeOneByte(body, 'ISO-8859-1')
    case 'windows-1252':
      return decodeOneByte(body, 'windows-1252')
    case 'utf-16':
    case 'utf-16le':
    case 'utf-16be':
      return failed(`The document declares ${declared} but does not begin with its byte order mark.`)
    default:
      return failed(`The encoding ${declared} is not supported.`)
  }
}
