// The stored bytes of one document as lines of text. The bytes are walked once, with pauses for other work; what stays
// is where each line begins and how many characters lie before each 64 KiB, so that any line, and any place in a line
// of fifty megabytes, is found in well under a millisecond and decoded alone.
//
// Lines end with LF, CR LF or a lone CR, as an XML reader counts them; characters are code points; the byte order mark
// belongs to no line. Text that cannot be decoded strictly is still shown, with U+FFFD where it is not text.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { bytesPerUnit, decideEncoding, decodePiece, type Encoding } from '../judge/decode.ts'

const blockBytes = 65_536
/** About three milliseconds of walking. */
const bytesATurn = 1024 * 1024

/** A place in the file: byte offsets, the end of line not included. */
export interface LineBytes {
  readonly from: number
  readonly to: number
}

export interface StoredText {
  readonly lineCount: number
  /** Longest line in characters. */
  readonly longestLine: number
  /** What it costs to keep in memory. */
  readonly bytes: number
  /** Null for a line the document does not have. */
  line(number: number): LineBytes | null
  /** Text between two byte offsets that both lie between characters. */
  decode(from: number, to: number): string
  /** Characters between two byte offsets. */
  charactersBetween(from: number, to: number): number
  /** Byte offset of the character `count` characters after `from`, at most `limit`. */
  skipCharacters(from: number, count: number, limit: number): number
  /** The nearest offset not after `offset` at which a character begins. */
  characterStart(offset: number): number
  /** Offset of the first byte of the text. */
  readonly start: number
  readonly end: number
}

/** How the bytes are to be shown: the encoding the gate decided, or the likeliest one for bytes it refused. */
const encodingToShow = (bytes: Uint8Array): { readonly encoding: Encoding; readonly start: number } => {
  const decision = decideEncoding(bytes.subarray(0, 4096))
  if (decision.kind === 'decided') return decision
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  if (mark > 0) return { encoding: 'UTF-8', start: mark }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'UTF-16LE', start: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'UTF-16BE', start: 2 }
  if (bytes[0] === 0x3c && bytes[1] === 0) return { encoding: 'UTF-16LE', start: 0 }
  if (bytes[0] === 0 && bytes[1] === 0x3c) return { encoding: 'UTF-16BE', start: 0 }
  return { encoding: 'windows-1252', start: 0 }
}

/** Bytes 0x80 to 0x9F in windows-1252, asked of the strict decoder; U+FFFD for the five that mean nothing. */
const windows1252High = Array.from({ length: 32 }, (_, i) => {
  const { text } = decodePiece(Uint8Array.of(0x80 + i), 0, 1, 'windows-1252')
  return text === '' ? '\ufffd' : text
})

const decodeForShow = (bytes: Uint8Array, from: number, to: number, encoding: Encoding): string => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from))
  switch (encoding) {
    case 'UTF-8':
      return view.toString('utf8')
    case 'UTF-16LE':
      return view.toString('utf16le')
    case 'UTF-16BE':
      return Buffer.from(view.subarray(0, view.length - (view.length % 2)))
        .swap16()
        .toString('utf16le')
    case 'ISO-8859-1':
    case 'US-ASCII':
      return view.toString('latin1')
    case 'windows-1252':
      return view
        .toString('latin1')
        .replaceAll(/[\x80-\x9f]/g, (character) => windows1252High[character.charCodeAt(0) - 0x80] ?? '\ufffd')
  }
}

/**
 * Whether a character begins with the unit at an offset: not the later bytes of a UTF-8 character, not the second half
 * of a surrogate pair.
 */
const beginsCharacter = (bytes: Uint8Array, offset: number, encoding: Encoding): boolean => {
  const byte = bytes[offset] ?? 0
  switch (encoding) {
    case 'UTF-8':
      return (byte & 0xc0) !== 0x80
    case 'UTF-16LE':
      return ((bytes[offset + 1] ?? 0) & 0xfc) !== 0xdc
    case 'UTF-16BE':
      return (byte & 0xfc) !== 0xdc
    default:
      return true
  }
}

interface Walked {
  readonly lineStarts: Uint32Array
  /** Characters that begin before each multiple of `blockBytes`. */
  readonly before: Uint32Array
  readonly longestLine: number
}

const lf = 0x0a
const cr = 0x0d

/** What is known of the lines up to some place; filled block by block. */
interface Lines {
  starts: Uint32Array
  count: number
  /** Characters before the line that is open, and in the longest one so far. */
  began: number
  longest: number
  /** Offset of the last CR; -1 for none. */
  lastCr: number
}

/**
 * Walks one block. `characters` lie before it; returns how many lie before its end. Everything the loop needs is local
 * to it, because it runs fifty million times for a large journal.
 */
const walkBlock = (
  bytes: Uint8Array,
  from: number,
  to: number,
  lines: Lines,
  characters: number,
  encoding: Encoding | 'one-byte',
): number => {
  const width = encoding === 'UTF-16LE' || encoding === 'UTF-16BE' ? 2 : 1
  const high = encoding === 'UTF-16LE' ? 1 : 0
  const isUtf8 = encoding === 'UTF-8'
  let { starts, count, began, longest, lastCr } = lines
  let passed = characters
  for (let at = from; at + width <= to; at += width) {
    let unit = bytes[at] as number
    if (width === 2) {
      const top = bytes[at + high] as number
      unit = top === 0 ? (bytes[at + 1 - high] as number) : 0xffff
      if ((top & 0xfc) === 0xdc) continue
    } else if (isUtf8 && (unit & 0xc0) === 0x80) continue
    passed += 1
    if (unit > cr || (unit !== lf && unit !== cr)) continue
    if (unit === lf && lastCr === at - width) {
      // The LF of a CR LF: the line has ended already, the next one begins a little later.
      starts[count - 1] = at + width
    } else {
      if (passed - 1 - began > longest) longest = passed - 1 - began
      if (count === starts.length) {
        const larger = new Uint32Array(count * 2)
        larger.set(starts)
        starts = larger
      }
      starts[count] = at + width
      count += 1
    }
    began = passed
    if (unit === cr) lastCr = at
  }
  Object.assign(lines, { starts, count, began, longest, lastCr })
  return passed
}

/** Walks all bytes once, letting other work of this process have a turn after each megabyte. */
const walk = async (bytes: Uint8Array, start: number, encoding: Encoding): Promise<Walked> => {
  const before: number[] = []
  const lines: Lines = { starts: new Uint32Array(1024), count: 1, began: 0, longest: 0, lastCr: -1 }
  lines.starts[0] = start
  const oneByte = encoding !== 'UTF-8' && bytesPerUnit(encoding) === 1
  let characters = 0
  for (let block = 0; block < bytes.length; block += blockBytes) {
    if (block > 0 && block % bytesATurn === 0) await nextTurn()
    before.push(characters)
    // Units never cross a block: in UTF-16 the text begins at an even offset.
    const from = Math.max(block, start)
    const to = Math.min(bytes.length, block + blockBytes)
    characters = walkBlock(bytes, from, to, lines, characters, oneByte ? 'one-byte' : encoding)
  }
  return {
    lineStarts: lines.starts.slice(0, lines.count),
    before: Uint32Array.from(before),
    longestLine: Math.max(lines.longest, characters - lines.began),
  }
}

/** The last number of an ascending list that is not above `value`, as its index; 0 when all are above. */
const lastNotAbove = (ascending: Uint32Array, value: number): number => {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ascending[middle] ?? Infinity) <= value) low = middle
    else high = middle - 1
  }
  return low
}

/** Walks the bytes and gives what is needed to show any part of them. */
export const readStoredText = async (bytes: Uint8Array): Promise<StoredText> => {
  const { encoding, start } = encodingToShow(bytes)
  const width = bytesPerUnit(encoding)
  const { lineStarts, before, longestLine } = await walk(bytes, start, encoding)
  const end = bytes.length
  const single = width === 1 && encoding !== 'UTF-8'
  // A line end at the very end of the file begins no further line.
  const lineCount =
    lineStarts.length > 1 && lineStarts[lineStarts.length - 1] === end ? lineStarts.length - 1 : lineStarts.length

  const unitAt = (offset: number): number => {
    if (width === 1) return bytes[offset] ?? 0
    const high = encoding === 'UTF-16LE' ? 1 : 0
    return (bytes[offset + high] ?? 0) * 256 + (bytes[offset + 1 - high] ?? 0)
  }
  const count = (from: number, to: number): number => {
    let characters = 0
    for (let at = from; at < to; at += width) if (beginsCharacter(bytes, at, encoding)) characters += 1
    return characters
  }
  /** Characters of the text that begin before an offset. */
  const charactersBefore = (offset: number): number => {
    if (single) return Math.max(0, offset - start)
    const block = Math.floor(offset / blockBytes)
    return (before[block] ?? 0) + count(Math.max(start, block * blockBytes), offset)
  }
  const charactersBetween = (from: number, to: number): number =>
    to - from <= blockBytes ? count(from, to) : charactersBefore(to) - charactersBefore(from)

  return {
    lineCount,
    longestLine,
    bytes: bytes.length + lineStarts.byteLength + before.byteLength,
    start,
    end,
    line: (number) => {
      const from = lineStarts[number - 1]
      if (from === undefined || number < 1 || number > lineCount) return null
      let to = lineStarts[number] ?? end
      if (to > from && unitAt(to - width) === lf) to -= width
      if (to > from && unitAt(to - width) === cr) to -= width
      return { from, to }
    },
    decode: (from, to) => decodeForShow(bytes, from, to, encoding),
    charactersBetween,
    skipCharacters: (from, wanted, limit) => {
      if (single) return Math.min(limit, from + wanted)
      const target = charactersBefore(from) + wanted
      // The block in which the character begins; `before` says how many began earlier.
      const block = lastNotAbove(before, target)
      let at = Math.max(from, block * blockBytes, start)
      let passed = charactersBefore(at)
      while (at < limit && (passed < target || !beginsCharacter(bytes, at, encoding))) {
        if (beginsCharacter(bytes, at, encoding)) passed += 1
        at += width
      }
      return Math.min(at, limit)
    },
    characterStart: (offset) => {
      let at = Math.max(start, offset - ((offset - start) % width))
      while (at > start && !beginsCharacter(bytes, at, encoding)) at -= width
      return at
    },
  }
}
