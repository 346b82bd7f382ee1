// The gate of design 4.2 around the saxes parser: namespace-well-formed XML 1.0, no DOCTYPE, bounded depth, attributes
// and names, memory that does not grow with the document, and an exact place for every no.
//
// Throws Refusal at the first thing that is wrong and must not be used after that. What saxes 6.0.0 lacks is added
// here (reliability 4.3): it keeps comments, CDATA and attributes whole (700 MB for a hostile 20 MB), reads a bare "&"
// on to the next ";" or the end, tells of a DOCTYPE only when it is over, and lets through names that namespaces do
// not allow. That needs a look at a few fields the library does not publish: `Inside` names them, saxes is pinned, and
// strict-reader.test.ts fails if they come to mean something else.

import { SaxesParser, type SaxesAttributeNSIncomplete, type SaxesTagNS } from 'saxes'
import { knownComplaint } from './parser-complaint.ts'
import { lengthInCharacters, placeAfter, startOfDocument, type Place } from './place.ts'
import { RecentText } from './recent-text.ts'
import { Refusal } from './refusal.ts'
import {
  doctypeStart,
  earliestEndOfOpaque,
  heldBackFrom,
  isUnfinishedReference,
  nextBadReference,
  nextDoctype,
} from './suspects.ts'

export const limits = { depth: 64, attributes: 256, nameLength: 256 } as const

/** The attributes of one element, by their names as written; of use only during the call they are told in. */
export interface Attributes {
  readonly get: (name: string) => string | undefined
  readonly entries: () => Iterable<readonly [name: string, value: string]>
}

/** What a reader tells while it reads. Names are local names. */
export interface XmlListener {
  /**
   * The depth of the root is 1. True asks for the element's text, up to its first child; text nobody asked for costs
   * nothing.
   */
  readonly opened: (name: string, attributes: Attributes, depth: number) => boolean
  /** A piece of an element's text; `whole` is false when its beginning is missing because it was very long. */
  readonly text: (text: string, whole: boolean) => void
  readonly closed: (depth: number) => void
}

/** Where a reader stands: asked by a listener only while it is being told something. */
export interface Whereabouts {
  /** The place of the next character: right after the tag or text that is being told. */
  readonly place: Place
  /** The place, and the line, of the "<" of the newest opening tag. */
  readonly tagPlace: Place
  readonly tagLine: number
  /** The line of the last character that was read: of a closing tag its ">". */
  readonly line: number
}

interface Inside {
  state: number
  text: string
  name: string
}

/** How much of one text or value is kept while it is being read; whatever is of interest is far shorter. */
const longestText = 8192
/** Stands for what was dropped before it. It is no XML character, so no document can hold it. */
const dropped = '\uffff'

/** Whether the beginning of an attribute's value was dropped because the value is very long. */
export const isShortened = (value: string): boolean => value.startsWith(dropped)

const stateAfter = (text: string): number => {
  const parser = new SaxesParser({ xmlns: true })
  parser.write(text)
  return (parser as unknown as Inside).state
}
// Learnt from the parser itself, so that its numbering does not matter.
const insideReference = stateAfter('<r>&')
const insideDoctype = stateAfter(doctypeStart)

// The parser checks the first character of a whole name, not that of the part behind a prefix.
const nameStart =
  /^[A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]/u

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

export class StrictReader implements Whereabouts {
  private readonly parser = new SaxesParser({ xmlns: true, position: false })
  private readonly inside = this.parser as unknown as Inside
  private readonly listener: XmlListener | null
  private readonly declared: string | null
  private readonly openNames: string[] = []
  private readonly openLines: number[] = []
  private depth = 0
  /** Index of the first character before or after the root. */
  private outsideFrom = 0
  private held = ''
  private readonly recent = new RecentText()
  private ending = false
  private hearing = false
  private atStart = true
  private sawRoot = false
  private afterReturn = false
  private attributes = 0
  private newestTagLine = 0
  private tagName = ''
  private tagAttributes: SaxesTagNS['attributes'] = {}
  private readonly attributesOfTag: Attributes = {
    get: (name) => this.tagAttributes[name]?.value,
    entries: () => Object.entries(this.tagAttributes).map(([name, { value }]) => [name, value] as const),
  }
  /** Column of the character after the name; 0 when that is a line end. */
  private tagEndColumn = 0

  /** @param declared the encoding's name found in the XML declaration; the parser must find the same. */
  constructor(declared: string | null, listener: XmlListener | null) {
    this.declared = declared
    this.listener = listener
    this.listen()
  }

  /** Whether anything but white space was read. */
  get hasBegun(): boolean {
    return !this.atStart
  }

  /** The place of the next character the parser reads: for a listener, right after the tag or text it is told of. */
  get place(): Place {
    const { line, column } = this.parser
    return this.afterReturn ? { line: line + 1, column: 1 } : { line, column: column + 1 }
  }

  get tagLine(): number {
    return this.newestTagLine
  }

  get line(): number {
    return this.parser.line
  }

  /** The place after everything that was written. Not for listeners. */
  get endPlace(): Place {
    return placeAfter(this.place, this.held)
  }

  /** The place of the "<" of the newest opening tag. */
  get tagPlace(): Place {
    if (this.tagEndColumn === 0) return this.placeOf('<')
    return { line: this.newestTagLine, column: this.tagEndColumn - lengthInCharacters(this.tagName) - 1 }
  }

  /** Reads on. `text` must not end inside a surrogate pair. */
  write(text: string): void {
    const all = this.held + text
    if (this.atStart) this.checkBeginning(all)
    const until = heldBackFrom(all)
    this.held = all.slice(until)
    this.readOn(all.slice(0, until))
  }

  /** The document ends here. */
  end(): void {
    const rest = this.held
    this.held = ''
    this.ending = true
    this.readOn(rest)
    if (this.atStart) throw new Refusal('empty', null, 'there is nothing in the file, or only white space')
    if (!this.sawRoot || this.depth > 0) throw this.cutOff(this.place)
    this.parse(null)
  }

  /** The refusal of a document that ends although it should not. */
  private cutOff(place: Place): Refusal {
    const where =
      this.depth > 0
        ? `inside ${this.describeOpen(this.depth)}`
        : this.sawRoot
          ? 'inside a tag or a comment'
          : 'before its root element begins'
    return new Refusal('cut-off', place, `the file ends ${where}`)
  }

  private checkBeginning(text: string): void {
    const first = /[^ \t\r\n]/.exec(text)
    if (first === null) return
    this.atStart = false
    if (first[0] === '<') return
    const place = placeAfter(this.place, text.slice(0, first.index))
    throw new Refusal('not-xml', place, `the file begins with ${shown(first[0])}, not with "<"`)
  }

  /** Between pieces, and not at each character, is often enough to keep the memory bounded. */
  private boundMemory(): void {
    const { inside } = this
    if (inside.name.length > limits.nameLength) throw this.nameTooLong()
    // Not empty, so that the parser still tells of this text when nothing more follows.
    if (inside.text.length > longestText) inside.text = dropped
  }

  private readOn(text: string): void {
    // A line feed after the carriage return that ended the text before belongs to the same line end.
    const { line, column } = this.parser
    const isNewLine = this.afterReturn && !text.startsWith('\n')
    this.recent.add(text, isNewLine ? { line: line + 1, column: 1 } : { line, column: column + 1 })
    this.feedAroundSuspects(text)
  }

  /** Feeds text, stopping at what the parser would tell too late: a DOCTYPE, and a reference it would read on from. */
  private feedAroundSuspects(text: string): void {
    let from = 0
    let badReference = -1
    let doctype = -1
    for (;;) {
      // Looked for again only when passed: looking at each turn could take for ever.
      if (badReference < from) badReference = nextBadReference(text, from)
      if (doctype < from) doctype = this.sawRoot ? Infinity : nextDoctype(text, from)
      const suspect = Math.min(badReference, doctype)
      if (suspect === Infinity) break
      this.feed(text.slice(from, suspect))
      from = suspect + this.feedSuspect(text, suspect)
      // It stood in a comment, a CDATA section or a processing instruction, which goes on to one of these at least.
      const end = earliestEndOfOpaque(text, from)
      this.feed(text.slice(from, end))
      from = end
    }
    this.feed(text.slice(from))
  }

  /** Feeds the "&" or "<!DOCTYPE" at `at`; refuses if it is what it looks like. Returns the length that was fed. */
  private feedSuspect(text: string, at: number): number {
    const isReference = text.charAt(at) === '&'
    const suspect = isReference ? '&' : doctypeStart
    this.feed(suspect)
    if (isReference && this.inside.state === insideReference) throw this.badReference(text.slice(at))
    if (!isReference && this.inside.state === insideDoctype)
      throw new Refusal('doctype', this.placeOf(doctypeStart), 'a DOCTYPE declaration begins here')
    return suspect.length
  }

  private badReference(text: string): Refusal {
    const place = this.lastPlace()
    // Only at the end of the document can more characters be missing; before it, enough of them were held back.
    if (this.ending && isUnfinishedReference(text)) return this.cutOff(placeAfter(place, text))
    const name = /^&([A-Za-z_:][\w:.-]{0,255});/.exec(text)?.[1]
    return new Refusal(
      'bad-reference',
      place,
      name === undefined
        ? 'an "&" is not the beginning of a reference; a plain "&" must be written "&amp;"'
        : `the reference &${name}; is not defined`,
    )
  }

  private feed(piece: string): void {
    if (piece === '') return
    this.afterReturn = false
    this.parse(piece)
    this.boundMemory()
    this.afterReturn = piece.endsWith('\r')
  }

  private parse(piece: string | null): void {
    try {
      this.parser.write(piece)
    } catch (fault) {
      // Its complaints are plain errors; anything else is a refusal of ours or a fault.
      if (!(fault instanceof Error) || fault.constructor !== Error) throw fault
      throw this.complaint(fault.message)
    }
  }

  // Six handlers and no more: with a seventh the engine turns the parser into a slow dictionary (three to six times
  // the time, measured). Hence no handler for errors and for the XML declaration.
  private listen(): void {
    const { parser } = this
    parser.on('opentagstart', (tag) => this.startTag(tag.name))
    parser.on('attribute', (attribute) => this.checkAttribute(attribute))
    parser.on('opentag', (tag) => this.openElement(tag))
    parser.on('closetag', () => this.closeElement())
    // Text is heard only while somebody asks for it, below; there is never any left over when that changes, because
    // the parser tells of a text when the next tag begins.
    parser.on('text', this.tellText)
    parser.off('text')
    parser.on('cdata', this.tellText)
  }

  private readonly tellText = (text: string): void => {
    if (!this.hearing) return
    const whole = text.charCodeAt(0) !== dropped.charCodeAt(0)
    this.listener?.text(whole ? text : text.slice(dropped.length), whole)
  }

  private hear(wanted: boolean): void {
    if (wanted === this.hearing) return
    this.hearing = wanted
    if (wanted) this.parser.on('text', this.tellText)
    else this.parser.off('text')
  }

  private startTag(name: string): void {
    // A name holds no line end and "<" stands right before it; the parser has read one character more.
    const afterLineEnd = this.parser.column === 0
    this.newestTagLine = this.parser.line - (afterLineEnd ? 1 : 0)
    this.tagName = name
    this.tagEndColumn = this.parser.column
    this.attributes = 0
    if (this.sawRoot && this.depth === 0)
      throw new Refusal('after-root', this.tagPlace, 'a second root element begins here')
    if (!this.sawRoot) this.checkDeclaration()
    this.sawRoot = true
    if (name.length > limits.nameLength) throw this.nameTooLong()
    if (this.depth === limits.depth)
      throw new Refusal('too-deep', this.tagPlace, `this element is nested more than ${limits.depth} deep`)
  }

  private checkDeclaration(): void {
    const { version, encoding } = this.parser.xmlDecl
    if (version !== undefined && version !== '1.0')
      throw new Refusal('xml-version', startOfDocument, `the XML version is ${shown(version)}, not "1.0"`)
    if ((encoding ?? null) !== this.declared)
      throw new Refusal('encoding-conflict', startOfDocument, 'the XML declaration is written in an unusual way')
  }

  private checkAttribute({ name, prefix, local }: SaxesAttributeNSIncomplete): void {
    this.attributes += 1
    if (name.length > limits.nameLength) throw this.nameTooLong()
    if (this.attributes > limits.attributes)
      throw new Refusal('too-many-attributes', this.tagPlace, `more than ${limits.attributes} attributes`)
    if (prefix !== '') this.checkLocalName(local, name)
  }

  private openElement(tag: SaxesTagNS): void {
    if (tag.prefix !== '') this.checkLocalName(tag.local, tag.name)
    this.openNames[this.depth] = tag.name
    this.openLines[this.depth] = this.newestTagLine
    this.depth += 1
    this.tagAttributes = tag.attributes
    this.hear(this.listener?.opened(tag.local, this.attributesOfTag, this.depth) ?? false)
  }

  private closeElement(): void {
    this.hear(false)
    this.listener?.closed(this.depth)
    this.depth -= 1
    if (this.depth === 0) this.outsideFrom = this.parser.position
  }

  /** The element open at a depth, for people. */
  private describeOpen(depth: number): string {
    return `<${this.openNames[depth - 1] ?? ''}>, opened on line ${this.openLines[depth - 1] ?? 0}`
  }

  private checkLocalName(local: string, name: string): void {
    if (!nameStart.test(local))
      throw new Refusal(
        'undeclared-prefix',
        this.placeOf('<'),
        `the name ${shown(name)} is not allowed with namespaces`,
      )
  }

  private nameTooLong(): Refusal {
    return new Refusal(
      'name-too-long',
      this.placeOf('<'),
      `a name in this tag is longer than ${limits.nameLength} characters`,
    )
  }

  /** The place of the last character the parser has read. */
  private lastPlace(): Place {
    return { line: this.parser.line, column: Math.max(1, this.parser.column) }
  }

  /** Where the newest `mark` begins; the last place when that is too long ago. */
  private placeOf(mark: string): Place {
    const index = this.recent.lastIndexOf(mark, this.parser.position)
    return index < 0 ? this.lastPlace() : this.recent.placeAt(index)
  }

  private complaint(message: string): Refusal {
    const place = this.lastPlace()
    if (message.startsWith('unexpected end') || message.startsWith('unclosed tag')) return this.cutOff(this.place)
    if (message === 'disallowed character.') return this.badCharacter(place)
    if (message.startsWith('text data outside')) return this.textOutsideRoot(this.firstWrongOutside())
    // The element the parser expected to be closed was told as closed just before it complained.
    if (message.startsWith('unexpected close tag'))
      return new Refusal(
        'tag-mismatch',
        this.placeOf('</'),
        `this closing tag does not close ${this.describeOpen(this.depth + 1)}`,
      )
    const { rule, mark, sentence } = knownComplaint(message)
    return new Refusal(rule, mark === null ? place : this.placeOf(mark), sentence)
  }

  private badCharacter(place: Place): Refusal {
    const { position } = this.parser
    const code = this.recent.between(position - 1, position).charCodeAt(0)
    if (code === 0x3c) return new Refusal('not-well-formed', place, 'a "<" stands in the value of an attribute')
    if (this.depth === 0) {
      // Outside the root, the text it stands in is the first thing that is wrong.
      const wrong = this.firstWrongOutside()
      if (wrong < position - 1 && this.recent.between(wrong, wrong + 1) !== '<') return this.textOutsideRoot(wrong)
    }
    const shownCode = code.toString(16).toUpperCase().padStart(4, '0')
    return new Refusal('bad-character', place, `the character U+${shownCode} is not allowed in XML`)
  }

  /** Outside the root: the index of the first thing that is neither white space nor a whole comment or instruction. */
  private firstWrongOutside(): number {
    const from = Math.max(this.outsideFrom, this.recent.firstIndex)
    const text = this.recent.between(from, this.parser.position)
    return from + (/^(?:[ \t\r\n]+|<!--[^]*?-->|<\?[^]*?\?>)*/.exec(text)?.[0].length ?? 0)
  }

  private textOutsideRoot(index: number): Refusal {
    return new Refusal('after-root', this.recent.placeAt(index), 'text stands outside the root element')
  }
}
