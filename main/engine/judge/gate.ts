// The gate every document must pass before anything in it is believed (design 4.2, 4.4): size, encoding, strict XML,
// time. One pass over the bytes, a piece at a time; memory does not grow with the document.

import { bytesPerUnit, decideEncoding, decodePiece, type Encoding, type EncodingDecision } from './decode.ts'
import { contentOf, type Content } from './content.ts'
import { placeAfter, type Place } from './place.ts'
import { Refusal } from './refusal.ts'
import { StrictReader, type XmlListener } from './strict-reader.ts'

export interface GateOptions {
  readonly maxBytes: number
  /** Monotonic clock in milliseconds. */
  readonly now: () => number
  /** How many bytes are read at a time, at least 8. */
  readonly pieceBytes?: number
}

export interface Passage {
  /** The place of the single 0x1A after the root; null when there is none. */
  readonly ctrlZ: Place | null
  /** The first character of an ISO-8859-1 text that windows-1252 would show and ISO-8859-1 does not. */
  readonly latin1Control: { readonly place: Place; readonly byte: string } | null
}

export type DecidedEncoding = Extract<EncodingDecision, { kind: 'decided' }>

export const usualPieceBytes = 65_536
const deadlineMs = 5000
const deadlineMsPerByte = 1000 / 2_000_000

const hex = (byte: number | undefined): string => `0x${(byte ?? 0).toString(16).toUpperCase().padStart(2, '0')}`

/** The encoding of a document that is not too large. Throws Refusal. */
export const decideAtGate = (bytes: Uint8Array, maxBytes: number): DecidedEncoding => {
  if (bytes.length > maxBytes)
    throw new Refusal('too-large', null, `the file has ${bytes.length} bytes; at most ${maxBytes} are read`)
  const decision = decideEncoding(bytes)
  if (decision.kind === 'refused') throw new Refusal(decision.rule, decision.place, decision.message)
  return decision
}

const cutOffByZeros = (reader: StrictReader, { zeros }: Content): Refusal =>
  new Refusal('cut-off', reader.endPlace, `from here on the file holds nothing but ${zeros} zero bytes`)

const badBytes = (reader: StrictReader, encoding: Encoding, bytes: Uint8Array, at: number): Refusal => {
  const what = bytesPerUnit(encoding) === 1 ? hex(bytes[at]) : `${hex(bytes[at])} ${hex(bytes[at + 1])}`
  return reader.hasBegun
    ? new Refusal('encoding-bytes', reader.endPlace, `${what} is not allowed here in ${encoding}`)
    : new Refusal('not-xml', reader.endPlace, `the file begins with ${what}, not with "<"`)
}

/**
 * Reads the document through, telling `listen`'s listener. Yields after each piece, so that other work can be done in
 * between. Throws Refusal.
 */
export function* passGate(
  bytes: Uint8Array,
  { encoding, declared, start }: DecidedEncoding,
  { now, pieceBytes = usualPieceBytes }: Omit<GateOptions, 'maxBytes'>,
  listen: (reader: () => StrictReader) => XmlListener | null,
  onText?: (text: string) => void,
): Generator<undefined, Passage> {
  const content = contentOf(bytes, encoding, start)
  const reader: StrictReader = new StrictReader(
    declared,
    listen(() => reader),
  )
  const limitMs = deadlineMs + bytes.length * deadlineMsPerByte
  let latin1Control: Passage['latin1Control'] = null
  let spentMs = 0
  let from = start
  while (from < content.end) {
    const began = now()
    const to = Math.min(content.end, from + pieceBytes)
    const piece = decodePiece(bytes, from, to, encoding)
    // A carriage return waits for the line feed that may follow it.
    const waits = piece.text.endsWith('\r') && piece.next < content.end && piece.problem !== 'bad'
    const text = waits ? piece.text.slice(0, -1) : piece.text
    if (encoding === 'ISO-8859-1' && latin1Control === null) {
      const index = text.search(/[\x80-\x9f]/)
      if (index >= 0)
        latin1Control = { place: placeAfter(reader.endPlace, text.slice(0, index)), byte: hex(text.charCodeAt(index)) }
    }
    reader.write(text)
    onText?.(text)
    if (piece.problem === 'bad') throw badBytes(reader, encoding, bytes, piece.next)
    from = piece.next - (piece.text.length - text.length) * bytesPerUnit(encoding)
    if (piece.problem === 'incomplete' && to === content.end) break
    spentMs += now() - began
    if (spentMs > limitMs) throw new Refusal('deadline', reader.endPlace, `reading took longer than ${limitMs} ms`)
    yield
  }
  if (content.zeros > 0) throw cutOffByZeros(reader, content)
  if (from < content.end)
    throw content.ctrlZ === null
      ? new Refusal('cut-off', reader.endPlace, 'the file ends in the middle of a character')
      : badBytes(reader, encoding, bytes, from)
  const endPlace = reader.endPlace
  reader.end()
  return { ctrlZ: content.ctrlZ === null ? null : endPlace, latin1Control }
}
