// Reads XML as registers write it, several times as fast as the strict reader, and nothing else. It goes over the bytes
// themselves, in any encoding in which ASCII is ASCII. Whatever it has not been taught (a DOCTYPE, CDATA, an
// instruction, a name outside ASCII, anything very long, anything wrong) makes it throw NotPlain; the gate then reads the
// document again from its beginning with the strict reader, whose word counts. So this reader may accept less than XML,
// never more, and must tell exactly what the strict one tells: plain-reader.test.ts holds the two against each other on
// every sample, every hostile document and thousands of damaged ones.

import { decodePiece, type Encoding } from './decode.ts'
import type { Place } from './place.ts'
import { limits, type Attributes, type Whereabouts, type XmlListener } from './strict-reader.ts'

/** This document is for the strict reader. Says nothing about whether it is right or wrong. */
export class NotPlain extends Error {}

const notPlain = (): never => {
  throw new NotPlain('not plain')
}

/** Of one text, tag or comment, in bytes. */
const longest = 32_768
const longestValue = 4096
const mostAttributes = 32
const longestDeclaration = 512

/** What a byte of a text means; everything else is ordinary. */
const kinds = { ordinary: 0, less: 1, ampersand: 2, bracket: 3, lineFeed: 4, carriageReturn: 5, forbidden: 6, ef: 7 }
const kindOf = new Uint8Array(256)
kindOf.fill(kinds.forbidden, 0, 0x20)
kindOf[0x09] = kinds.ordinary
kindOf[0x0a] = kinds.lineFeed
kindOf[0x0d] = kinds.carriageReturn
kindOf[0x26] = kinds.ampersand
kindOf[0x3c] = kinds.less
kindOf[0x5d] = kinds.bracket
// The first byte of U+FFFE and U+FFFF, which XML forbids; of other characters too.
kindOf[0xef] = kinds.ef

const lineFeed = 0x0a
const carriageReturn = 0x0d
const exclamation = 0x21
const quote = 0x22
const ampersand = 0x26
const apostrophe = 0x27
const hyphen = 0x2d
const slash = 0x2f
const less = 0x3c
const equals = 0x3d
const greater = 0x3e
const question = 0x3f

const isNameByte = new Uint8Array(256)
for (const unit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:')
  isNameByte[unit.charCodeAt(0)] = 1
/** At most one prefix; each part begins with a letter or "_". */
const plainName = /^(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)$/

const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/

interface Name {
  readonly whole: string
  /** Empty where there is none. */
  readonly prefix: string
  readonly local: string
}

const asName = (whole: string): Name => {
  const [, prefix = '', local] = plainName.exec(whole) ?? []
  if (local === undefined || whole.length > limits.nameLength) return notPlain()
  return { whole, prefix, local }
}

const noName: Name = { whole: '', prefix: '', local: '' }

const characterOf = (digits: string, radix: 10 | 16): string => {
  const code = Number.parseInt(digits, radix)
  const isCharacter =
    code === 0x09 ||
    code === 0x0a ||
    code === 0x0d ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  return isCharacter ? String.fromCodePoint(code) : notPlain()
}

const referenced = (body: string): string => {
  switch (body) {
    case 'amp':
      return '&'
    case 'lt':
      return '<'
    case 'gt':
      return '>'
    case 'quot':
      return '"'
    case 'apos':
      return "'"
    default: {
      const [, decimal, hexadecimal] = /^#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(body) ?? []
      if (decimal !== undefined) return characterOf(decimal, 10)
      return hexadecimal === undefined ? notPlain() : characterOf(hexadecimal, 16)
    }
  }
}

/** A text with its references resolved. Throws NotPlain when an "&" begins something else. */
const resolved = (text: string): string =>
  text.replace(/&([^;&]{0,10};)?/g, (_, body: string | undefined) =>
    body === undefined ? notPlain() : referenced(body.slice(0, -1)),
  )

const mostProbes = 4

/** Knows each name once, so that reading it again makes no new text. */
class NameTable {
  private readonly slots = Array<Name>(1024 + mostProbes).fill(noName)

  /** The name that stands in `bytes` from `from` to `to`; `hash` is made of its bytes. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): Name {
    // A free slot holds the empty name.
    if (from === to) return notPlain()
    const first = Math.imul(hash, 0x9e3779b1) >>> 22
    for (let slot = first; slot < first + mostProbes; slot += 1) {
      const { whole } = this.slots[slot] ?? noName
      if (isNameAt(whole, bytes, from, to)) return this.slots[slot] ?? noName
      if (whole === '') return this.learn(bytes, from, to, slot)
    }
    return this.learn(bytes, from, to, first)
  }

  private learn(bytes: Uint8Array, from: number, to: number, slot: number): Name {
    if (to - from > limits.nameLength) return notPlain()
    const name = asName(Buffer.from(bytes.subarray(from, to)).toString('latin1'))
    this.slots[slot] = name
    return name
  }
}

const isNameAt = (name: string, bytes: Uint8Array, from: number, to: number): boolean => {
  if (name.length !== to - from) return false
  for (let index = 0; index < name.length; index += 1) if (name.charCodeAt(index) !== bytes[from + index]) return false
  return true
}

const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === lineFeed || byte === 0x09 || byte === carriageReturn

/** What is known about the bytes before they are read. */
export interface PlainText {
  readonly bytes: Uint8Array
  readonly encoding: Encoding
  /** Whether all of them are. */
  readonly isAscii: boolean
  /** The encoding's name found in the XML declaration; the reader must find the same. */
  readonly declared: string | null
  /** Offsets of the text, without byte order mark and what follows it. */
  readonly start: number
  readonly end: number
}

export class PlainReader implements Whereabouts, Attributes {
  private readonly bytes: Uint8Array
  private readonly buffer: Buffer
  private readonly encoding: Encoding
  private readonly end: number
  private readonly listener: XmlListener | null
  private readonly names = new NameTable()
  /** Offset of the next byte to read. */
  private at: number
  private sawRoot = false
  private hearing = false
  private depth = 0
  private readonly open: Name[] = []
  /** Prefixes in scope, with the depth of the element that declared each. */
  private readonly prefixes: { readonly prefix: string; readonly depth: number }[] = []
  /** Attributes of the newest tag: their names, and where their values begin and end. */
  private attributeCount = 0
  private readonly attributeNames: Name[] = Array.from({ length: mostAttributes }, () => noName)
  private readonly valueFrom = new Float64Array(mostAttributes)
  private readonly valueTo = new Float64Array(mostAttributes)
  /** The line of the byte at `at`, and where it begins. */
  private lineNumber = 1
  private lineStart: number
  /** The same of the "<" of the newest opening tag. */
  private tagAt: number
  private tagLineNumber = 1
  private tagLineStart: number
  /** How many characters lie between the beginning of a line and a later offset of it: only if some are wider. */
  private counted = { lineStart: -1, to: 0, characters: 0 }
  private readonly hasWide: boolean
  /** Whether a text is its bytes. */
  private readonly isNarrow: boolean

  constructor({ bytes, encoding, isAscii, declared, start, end }: PlainText, listener: XmlListener | null) {
    this.bytes = bytes
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.encoding = encoding
    this.hasWide = encoding === 'UTF-8' && !isAscii
    this.isNarrow = isAscii || encoding === 'ISO-8859-1'
    this.end = end
    this.listener = listener
    this.at = start
    this.lineStart = start
    this.tagAt = start
    this.tagLineStart = start
    this.readDeclaration(declared)
  }

  get place(): Place {
    return { line: this.lineNumber, column: this.columnOf(this.at, this.lineStart) }
  }

  get line(): number {
    return this.lineNumber
  }

  get tagPlace(): Place {
    return { line: this.tagLineNumber, column: this.columnOf(this.tagAt, this.tagLineStart) }
  }

  get tagLine(): number {
    return this.tagLineNumber
  }

  /**
   * Reads on until `to` is reached or passed. It believes that the bytes are allowed in the encoding: whoever calls it
   * must see to that before the end, and forget all of it when they are not.
   */
  readTo(to: number): void {
    while (this.at < to) {
      this.readText()
      if (this.at < this.end) this.readMarkup()
    }
  }

  /** The document ends here. */
  finish(): void {
    if (!this.sawRoot || this.depth > 0) notPlain()
  }

  /** The value of an attribute of the newest tag. */
  get(wanted: string): string | undefined {
    for (let index = 0; index < this.attributeCount; index += 1)
      if (this.attributeNames[index]?.whole === wanted) return this.attributeValue(index)
    return undefined
  }

  entries(): Iterable<readonly [string, string]> {
    return Array.from(
      { length: this.attributeCount },
      (_, index) => [this.attributeNames[index]?.whole ?? '', this.attributeValue(index)] as const,
    )
  }

  private attributeValue(index: number): string {
    const value = this.textOf(this.valueFrom[index] ?? 0, this.valueTo[index] ?? 0)
    return value.includes('&') || value.includes('\t') ? resolved(value.replaceAll('\t', ' ')) : value
  }

  private textOf(from: number, to: number): string {
    return this.isNarrow
      ? this.buffer.toString('latin1', from, to)
      : decodePiece(this.bytes, from, to, this.encoding).text
  }

  private columnOf(offset: number, lineStart: number): number {
    if (!this.hasWide) return 1 + offset - lineStart
    const { bytes, counted } = this
    // A line may be the whole document: each of its characters is counted once.
    let { characters, to } = counted
    if (counted.lineStart !== lineStart || to > offset) {
      characters = 0
      to = lineStart
    }
    for (; to < offset; to += 1) if (((bytes[to] ?? 0) & 0xc0) !== 0x80) characters += 1
    this.counted = { lineStart, to, characters }
    return 1 + characters
  }

  private readDeclaration(declared: string | null): void {
    const { bytes, at, end } = this
    if (bytes[at] !== less || bytes[at + 1] !== question) return declared === null ? undefined : notPlain()
    const [whole, , , encoding = null] =
      declaration.exec(this.buffer.toString('latin1', at, Math.min(end, at + longestDeclaration))) ?? []
    if (whole === undefined || encoding !== declared) return notPlain()
    this.skipLines(at + whole.length)
  }

  /** Passes over bytes that may hold line ends. */
  private skipLines(to: number): void {
    const { bytes } = this
    for (let index = this.at; index < to; index += 1) {
      const byte = bytes[index]
      if (byte === lineFeed) this.startLine(index + 1)
      else if (byte === carriageReturn && bytes[index + 1] !== lineFeed) notPlain()
    }
    this.at = to
  }

  private startLine(at: number): void {
    this.lineNumber += 1
    this.lineStart = at
  }

  /** Reads up to the next "<" or the end. */
  private readText(): void {
    const { bytes, end, at: from } = this
    const limit = Math.min(end, from + longest)
    let index = from
    let isSpecial = false
    let isBlankOnly = true
    while (index < limit) {
      const byte = bytes[index] ?? 0
      const kind = kindOf[byte]
      if (kind === kinds.ordinary) {
        if (byte > 0x20) isBlankOnly = false
      } else if (kind === kinds.less) break
      else if (kind === kinds.lineFeed) this.startLine(index + 1)
      else {
        isSpecial = true
        if (kind === kinds.carriageReturn) {
          if (bytes[index + 1] !== lineFeed || index + 1 >= end) notPlain()
        } else {
          isBlankOnly = false
          this.checkSpecial(kind, index)
        }
      }
      index += 1
    }
    if (index === limit && limit < end) notPlain()
    if (index === from) return
    this.at = index
    if (this.depth === 0) {
      if (!isBlankOnly) notPlain()
    } else if (index === end) notPlain()
    else if (this.hearing) {
      const text = this.textOf(from, index)
      this.listener?.text(isSpecial ? resolved(text.replaceAll('\r\n', '\n')) : text, true)
    }
  }

  private checkSpecial(kind: number | undefined, at: number): void {
    const { bytes } = this
    if (kind === kinds.ampersand) {
      // By far the most frequent one.
      if (bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6d && bytes[at + 3] === 0x70 && bytes[at + 4] === 0x3b) return
      const end = bytes.indexOf(0x3b, at)
      if (end < 0 || end > at + 10) notPlain()
      resolved(this.buffer.toString('latin1', at, end + 1))
    } else if (kind === kinds.bracket) {
      if (bytes[at + 1] === 0x5d && bytes[at + 2] === greater) notPlain()
    } else if (kind === kinds.ef) {
      if (this.encoding === 'UTF-8' && bytes[at + 1] === 0xbf && (bytes[at + 2] ?? 0) >= 0xbe) notPlain()
    } else notPlain()
  }

  /** Reads the tag or comment at `at`. */
  private readMarkup(): void {
    const next = this.bytes[this.at + 1]
    if (next === slash) this.readClosingTag()
    else if (next === exclamation) this.readComment()
    else this.readOpeningTag()
  }

  private readComment(): void {
    const { bytes, at } = this
    if (bytes[at + 2] !== hyphen || bytes[at + 3] !== hyphen) notPlain()
    const limit = Math.min(this.end, at + longest)
    let index = at + 4
    for (; index < limit; index += 1) {
      const kind = kindOf[bytes[index] ?? 0]
      if (kind === kinds.forbidden || kind === kinds.ef) notPlain()
      if (bytes[index] === hyphen && bytes[index + 1] === hyphen) break
    }
    if (index + 2 >= limit || bytes[index + 2] !== greater) notPlain()
    this.skipLines(index + 3)
  }

  private readClosingTag(): void {
    const { bytes, at } = this
    const name = this.open[this.depth - 1]?.whole ?? notPlain()
    const nameEnd = at + 2 + name.length
    if (this.depth === 0 || nameEnd >= this.end || !isNameAt(name, bytes, at + 2, nameEnd)) notPlain()
    const close = bytes[nameEnd] === greater ? nameEnd : this.skipBlanks(nameEnd)
    if (bytes[close] !== greater) notPlain()
    this.at = close + 1
    this.close()
  }

  private close(): void {
    this.hearing = false
    this.listener?.closed(this.depth)
    while (this.prefixes.length > 0 && this.prefixes.at(-1)?.depth === this.depth) this.prefixes.pop()
    this.depth -= 1
  }

  /** The offset behind the white space at `from`; never the end, where nothing may end. */
  private skipBlanks(from: number): number {
    const { bytes, end } = this
    let index = from
    while (index < end && isBlank(bytes[index])) {
      if (bytes[index] === lineFeed) this.startLine(index + 1)
      else if (bytes[index] === carriageReturn && bytes[index + 1] !== lineFeed) notPlain()
      index += 1
    }
    return index < end ? index : notPlain()
  }

  private readOpeningTag(): void {
    const { bytes, at, end } = this
    this.tagAt = at
    this.tagLineNumber = this.lineNumber
    this.tagLineStart = this.lineStart
    let index = at + 1
    let hash = 0
    while (isNameByte[bytes[index] ?? 0] === 1) {
      hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0
      index += 1
    }
    if (index >= end) notPlain()
    const name = this.names.find(bytes, at + 1, index, hash)
    this.attributeCount = 0
    if (bytes[index] !== greater) index = this.readAttributes(index)
    const isEmpty = bytes[index] === slash
    if (isEmpty) index += 1
    if (index >= end || bytes[index] !== greater) notPlain()
    this.at = index + 1
    this.openElement(name)
    if (isEmpty) this.close()
  }

  private openElement(name: Name): void {
    if (this.depth === limits.depth || (this.sawRoot && this.depth === 0)) notPlain()
    this.sawRoot = true
    this.open[this.depth] = name
    this.depth += 1
    if (this.attributeCount > 0) this.checkAttributes()
    if (name.prefix !== '') this.checkPrefix(name.prefix)
    this.hearing = this.listener?.opened(name.local, this, this.depth) ?? false
  }

  /** Reads attributes from behind the name on; the offset of the "/" or ">" behind them. */
  private readAttributes(from: number): number {
    const { bytes, end } = this
    let index = from
    for (;;) {
      const nameFrom = this.skipBlanks(index)
      if (bytes[nameFrom] === greater || bytes[nameFrom] === slash) return nameFrom
      if (nameFrom === index || this.attributeCount === mostAttributes) notPlain()
      index = nameFrom
      let hash = 0
      while (isNameByte[bytes[index] ?? 0] === 1) {
        hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0
        index += 1
      }
      if (index >= end) notPlain()
      const name = this.names.find(bytes, nameFrom, index, hash)
      if (bytes[index] !== equals) index = this.skipBlanks(index)
      if (bytes[index] !== equals) notPlain()
      index += 1
      if (bytes[index] !== quote) index = this.skipBlanks(index)
      const mark = bytes[index]
      if (mark !== quote && mark !== apostrophe) notPlain()
      const valueFrom = index + 1
      index = this.endOfValue(valueFrom, mark)
      this.attributeNames[this.attributeCount] = name
      this.valueFrom[this.attributeCount] = valueFrom
      this.valueTo[this.attributeCount] = index
      this.attributeCount += 1
      index += 1
    }
  }

  /** The offset of the quote that ends a value. */
  private endOfValue(from: number, mark: number | undefined): number {
    const { bytes } = this
    const limit = Math.min(this.end, from + longestValue)
    for (let index = from; index < limit; index += 1) {
      const byte = bytes[index] ?? 0
      if (byte === mark) return index
      const kind = kindOf[byte]
      if (kind === kinds.ordinary || kind === kinds.bracket) continue
      if (byte === ampersand || kind === kinds.ef) this.checkSpecial(kind, index)
      else notPlain()
    }
    return notPlain()
  }

  private checkAttributes(): void {
    const { attributeNames: names, attributeCount: count } = this
    for (let index = 0; index < count; index += 1) {
      const { whole, prefix, local } = names[index] ?? noName
      for (let before = 0; before < index; before += 1) {
        const other = names[before] ?? noName
        // Two prefixes may stand for the same name space.
        if (other.local === local && (other.prefix === prefix || (other.prefix !== '' && prefix !== ''))) notPlain()
      }
      if (prefix === 'xmlns' || whole === 'xmlns') this.declarePrefix(prefix === '' ? '' : local, index)
    }
    for (let index = 0; index < count; index += 1) {
      const { prefix } = names[index] ?? noName
      if (prefix !== '' && prefix !== 'xmlns' && prefix !== 'xml') this.checkPrefix(prefix)
    }
  }

  /** @param prefix empty for the default name space */
  private declarePrefix(prefix: string, index: number): void {
    const uri = this.attributeValue(index)
    // Reserved ones, and those that take a prefix back, are for the strict reader.
    if (uri.startsWith('http://www.w3.org/XML/') || uri.startsWith('http://www.w3.org/2000/xmlns')) notPlain()
    if (prefix === '') return
    if (uri.trim() === '' || prefix.startsWith('xml')) notPlain()
    this.prefixes.push({ prefix, depth: this.depth })
  }

  private checkPrefix(wanted: string): void {
    for (const { prefix } of this.prefixes) if (prefix === wanted) return
    notPlain()
  }
}

/** Whether a document in this encoding can be read so at all. */
export const mayBePlain = (encoding: Encoding): boolean => !encoding.startsWith('UTF-16')
