// The gate every document must pass before anything in it is believed (design 4.2, 4.4): size, encoding, strict XML,
// time. One pass over the bytes, a piece at a time; memory does not grow with the document.

import { isAscii } from 'node:buffer'
import { bytesPerUnit, decideEncoding, decodePiece, type Encoding, type EncodingDecision } from './decode.ts'
import { contentOf, type Content } from './content.ts'
import { placeAfter, type Place } from './place.ts'
import { mayBePlain, NotPlain, PlainReader, type PlainText } from './plain-reader.ts'
import { Refusal } from './refusal.ts'
import { StrictReader, type Whereabouts, type XmlListener } from './strict-reader.ts'

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

const latin1Controls = /[\x80-\x9f]/

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

/** Makes the listener for a reader; called anew when the document is read again from its beginning. */
export type Listen = (reader: () => Whereabouts) => XmlListener | null

interface Reading {
  readonly bytes: Uint8Array
  readonly decided: DecidedEncoding
  readonly content: Content
  readonly now: () => number
  readonly pieceBytes: number
  readonly limitMs: number
  /** By all readers together. */
  spentMs: number
}

/**
 * Reads the document through, telling a listener. Yields after each piece, so that other work can be done in between.
 * A document that is written plainly is read by the plain reader, any other by the strict one; the two tell the same.
 * Throws Refusal.
 */
export function* passGate(
  bytes: Uint8Array,
  decided: DecidedEncoding,
  { now, pieceBytes = usualPieceBytes }: Omit<GateOptions, 'maxBytes'>,
  listen: Listen,
  onText?: (text: string) => void,
): Generator<undefined, Passage> {
  const content = contentOf(bytes, decided.encoding, decided.start)
  const limitMs = deadlineMs + bytes.length * deadlineMsPerByte
  const reading: Reading = { bytes, decided, content, now, pieceBytes, limitMs, spentMs: 0 }
  // Who wants the text gets it from the reader that makes it.
  const plainly = onText === undefined ? yield* tryPlainly(reading, listen) : null
  return plainly ?? (yield* readStrictly(reading, listen, onText))
}

/** What the plain reader found, or null when the document is not for it. */
function* tryPlainly(reading: Reading, listen: Listen): Generator<undefined, Passage | null> {
  if (!mayBePlain(reading.decided.encoding) || reading.content.zeros > 0) return null
  const { bytes, decided, content } = reading
  const ascii = isAscii(bytes.subarray(decided.start, content.end))
  try {
    return yield* readPlainly(reading, ascii, listen)
  } catch (fault) {
    // What a listener refused may stand behind a byte that is not allowed: the strict reader says which comes first.
    const isUnsure = !ascii && fault instanceof Refusal && fault.rule !== 'deadline'
    if (fault instanceof NotPlain || isUnsure) return null
    throw fault
  }
}

function* readPlainly(reading: Reading, ascii: boolean, listen: Listen): Generator<undefined, Passage> {
  const { bytes, decided, content, now, pieceBytes } = reading
  const { encoding, declared, start } = decided
  const { end } = content
  const text: PlainText = { bytes, encoding, isAscii: ascii, declared, start, end }
  const reader: PlainReader = new PlainReader(
    text,
    listen(() => reader),
  )
  for (let from = start; from < end;) {
    const began = now()
    const to = Math.min(end, from + pieceBytes)
    from = ascii ? to : endOfAllowed(bytes, from, to, decided)
    reader.readTo(from)
    spend(reading, now() - began, reader.place)
    yield
  }
  reader.finish()
  return { ctrlZ: content.ctrlZ === null ? null : reader.place, latin1Control: null }
}

/** The end of the bytes that were checked: before `to` where a character is cut there. Throws NotPlain. */
const endOfAllowed = (bytes: Uint8Array, from: number, to: number, { encoding }: DecidedEncoding): number => {
  const { text, next, problem } = decodePiece(bytes, from, to, encoding)
  const isOdd = problem === 'bad' || next === from || (encoding === 'ISO-8859-1' && latin1Controls.test(text))
  if (isOdd) throw new NotPlain('not plain')
  return next
}

const spend = (reading: Reading, ms: number, place: Place): void => {
  reading.spentMs += ms
  if (reading.spentMs > reading.limitMs)
    throw new Refusal('deadline', place, `reading took longer than ${reading.limitMs} ms`)
}

function* readStrictly(
  reading: Reading,
  listen: Listen,
  onText: ((text: string) => void) | undefined,
): Generator<undefined, Passage> {
  const { bytes, decided, content, now, pieceBytes } = reading
  const { encoding, declared, start } = decided
  const reader: StrictReader = new StrictReader(
    declared,
    listen(() => reader),
  )
  let latin1Control: Passage['latin1Control'] = null
  let from = start
  while (from < content.end) {
    const began = now()
    const to = Math.min(content.end, from + pieceBytes)
    const piece = decodePiece(bytes, from, to, encoding)
    // A carriage return waits for the line feed that may follow it.
    const waits = piece.text.endsWith('\r') && piece.next < content.end && piece.problem !== 'bad'
    const text = waits ? piece.text.slice(0, -1) : piece.text
    if (encoding === 'ISO-8859-1' && latin1Control === null) {
      const index = text.search(latin1Controls)
      if (index >= 0)
        latin1Control = { place: placeAfter(reader.endPlace, text.slice(0, index)), byte: hex(text.charCodeAt(index)) }
    }
    reader.write(text)
    onText?.(text)
    if (piece.problem === 'bad') throw badBytes(reader, encoding, bytes, piece.next)
    from = piece.next - (piece.text.length - text.length) * bytesPerUnit(encoding)
    if (piece.problem === 'incomplete' && to === content.end) break
    spend(reading, now() - began, reader.endPlace)
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
