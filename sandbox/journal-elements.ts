// Walks the elements of a journal: saxes, namespace-aware, names without prefix, one call per opened and one per closed
// element, each with its true offset in the text. Yields to other requests between pieces, so that a file of many
// megabytes does not stop the cloud. Ends at the first thing that is not well-formed, or that is XML but has no place in a
// journal (DOCTYPE, XML 1.1, bottomless nesting), with its words and its offset.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { SaxesParser } from 'saxes'

export interface OpenedElement {
  /** Local name. */
  readonly name: string
  /** Attributes by local name. */
  readonly attributes: ReadonlyMap<string, string>
  /** Offset of the element's "<". */
  readonly offset: number
}

export interface ClosedElement {
  readonly name: string
  /** Its own text without outer white space; empty for an element that holds elements. */
  readonly value: string
  /** Offset of the value's first character, or of the element's "<" where the value is empty. */
  readonly valueOffset: number
}

export interface ElementVisitor {
  readonly open: (element: OpenedElement) => void
  readonly close: (element: ClosedElement) => void
}

export type WalkEnd = { readonly ok: true } | { readonly ok: false; readonly message: string; readonly offset: number }

const pieceLength = 256 * 1024
const deepest = 64
const mostAttributes = 256
const longestName = 256

class NotReadable extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

interface OpenFrame {
  readonly name: string
  readonly offset: number
  readonly contentOffset: number
  text: string
  hasElements: boolean
}

const asSentence = (saxesMessage: string): string => {
  const words = saxesMessage.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

/** White space as XML means it; a no-break space is content. */
const isBlank = (unit: number): boolean => unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d

const firstInk = (text: string, from: number): number => {
  let at = from
  while (isBlank(text.charCodeAt(at))) at += 1
  return at
}

const withoutOuterBlanks = (text: string): string => {
  const from = firstInk(text, 0)
  let to = text.length
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

/** Reads `text` to its end or to the first thing that stops it. The visitor sees every element before that point. */
export const walkElements = async (text: string, visitor: ElementVisitor): Promise<WalkEnd> => {
  const parser = new SaxesParser({ xmlns: true })
  const frames: OpenFrame[] = []
  let tagOffset = 0
  const stop = (message: string, offset: number): never => {
    throw new NotReadable(message, offset)
  }

  parser.on('error', (error) => stop(asSentence(error.message), Math.max(0, parser.position - 1)))
  parser.on('xmldecl', ({ version }) => {
    if (version !== undefined && version !== '1.0') stop(`XML version ${version} is not supported.`, 0)
  })
  parser.on('doctype', () =>
    stop('A DOCTYPE is not allowed.', Math.max(0, text.lastIndexOf('<!DOCTYPE', parser.position))),
  )
  parser.on('opentagstart', ({ name }) => {
    tagOffset = text.lastIndexOf('<', parser.position - 1)
    if (frames.length >= deepest) stop(`Elements are nested deeper than ${deepest}.`, tagOffset)
    if (name.length > longestName) stop(`An element name is longer than ${longestName} characters.`, tagOffset)
  })
  parser.on('opentag', ({ local, attributes }) => {
    const list = Object.values(attributes)
    if (list.length > mostAttributes) stop(`An element has more than ${mostAttributes} attributes.`, tagOffset)
    const parent = frames.at(-1)
    if (parent !== undefined) parent.hasElements = true
    frames.push({ name: local, offset: tagOffset, contentOffset: parser.position, text: '', hasElements: false })
    visitor.open({
      name: local,
      attributes: new Map(list.map((attribute) => [attribute.local, attribute.value])),
      offset: tagOffset,
    })
  })
  const addText = (words: string): void => {
    const frame = frames.at(-1)
    if (frame !== undefined && !frame.hasElements) frame.text += words
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const frame = frames.pop()
    if (frame === undefined) return
    const value = frame.hasElements ? '' : withoutOuterBlanks(frame.text)
    const valueOffset = value === '' ? frame.offset : firstInk(text, frame.contentOffset)
    visitor.close({ name: frame.name, value, valueOffset })
  })

  try {
    for (let at = 0; at < text.length; at += pieceLength) {
      parser.write(text.slice(at, at + pieceLength))
      if (at + pieceLength < text.length) await nextTurn()
    }
    parser.close()
    return { ok: true }
  } catch (error) {
    if (error instanceof NotReadable) return { ok: false, message: error.message, offset: error.offset }
    throw error
  }
}
