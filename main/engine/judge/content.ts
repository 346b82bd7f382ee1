// Where the text of a document ends, before what some writers leave behind it: zero bytes (the file was made longer
// than it was written, or lost its end in a power cut) and one 0x1A (the end-of-file mark of old registers). Pure.

import { bytesPerUnit, type Encoding } from './decode.ts'

export interface Content {
  /** Offset after the last byte of the text. */
  readonly end: number
  /** Offset of a single 0x1A after the text, followed by white space at most; null when there is none. */
  readonly ctrlZ: number | null
  /** How many bytes of nothing but zeros follow the text. */
  readonly zeros: number
}

const isBlank = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09

/** @param start offset of the first byte of the text, after a byte order mark */
export const contentOf = (bytes: Uint8Array, encoding: Encoding, start: number): Content => {
  const width = bytesPerUnit(encoding)
  const high = encoding === 'UTF-16LE' ? -1 : -2
  const low = encoding === 'UTF-16LE' ? -2 : -1
  const unitBefore = (offset: number): number =>
    width === 1 ? (bytes[offset - 1] ?? 0) : (bytes[offset + high] ?? 0) * 256 + (bytes[offset + low] ?? 0)
  let end = bytes.length
  // Half a character at the end is for the decoder to see, unless it is half of a zero.
  if ((end - start) % width !== 0 && bytes[end - 1] !== 0) return { end, ctrlZ: null, zeros: 0 }
  end -= Math.max(0, end - start) % width
  while (end - width >= start && unitBefore(end) === 0) end -= width
  const zeros = bytes.length - end
  if (zeros > 0) return { end, ctrlZ: null, zeros }
  let mark = end
  while (mark - width >= start && isBlank(unitBefore(mark))) mark -= width
  return mark - width >= start && unitBefore(mark) === 0x1a
    ? { end: mark - width, ctrlZ: mark - width, zeros: 0 }
    : { end, ctrlZ: null, zeros: 0 }
}
