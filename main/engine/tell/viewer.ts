// What the viewer of a file asks: windows of lines, a piece of a very long line, an element laid out. The bytes are
// inflated and walked once and kept for the last few documents while somebody looks at them; all text is masked here,
// before it leaves the engine (design, promise 9), unless the caller says that a person has asked for it in full.

import type { LaidOut, LongLine, ViewerLine, ViewerLines } from '../../../contract/ipc.ts'
import { lengthInCharacters } from '../judge/place.ts'
import { readStoredBytes } from '../life/stored-bytes.ts'
import type { Db } from '../storage/open-database.ts'
import type { Clock, Timer } from '../support/clock.ts'
import { layOut } from './laid-out.ts'
import { maskXml, type Masked, type OpenElement } from './mask-private.ts'
import { eventAtLine, readEventLines, type EventLines } from './event-at-line.ts'
import { readStoredText, type StoredText } from './stored-text.ts'

/** Longest part of a line that is given with its window. */
const longestShown = 2000
/** Characters on each side of a place in a long line. */
const aroundPlace = 300
/** What is read on each side of what is shown, so that a mask never depends on where a window begins. */
const marginBytes = 16_384
const layoutBytes = 65_536
const keptDocuments = 4
const keptBytes = 128 * 1024 * 1024
const forgetAfterMs = 60_000

export interface Viewer {
  /** Lines from `from` on; fewer at the end. A document whose bytes are not kept has none. */
  lines(documentId: number, from: number, count: number, full?: boolean): Promise<ViewerLines>
  longLine(documentId: number, line: number, position: number | null, full?: boolean): Promise<LongLine | null>
  laidOut(documentId: number, line: number, position: number | null, full?: boolean): Promise<LaidOut | null>
  /** Null when the bytes are not kept. */
  size(documentId: number): Promise<{ readonly lineCount: number; readonly longestLine: number } | null>
  /** Forgets everything that was kept. */
  close(): void
}

interface Kept {
  readonly text: StoredText
  readonly events: EventLines
}

const firstCharacters = (text: string, count: number): string => {
  if (text.length <= count) return text
  let shown = ''
  let left = count
  for (const character of text) {
    if (left === 0) break
    shown += character
    left -= 1
  }
  return shown
}

type Mask = (text: string, open: OpenElement) => Masked
/** As it is: a person has asked for it, and that is written down (tell/shown-in-full.ts). */
const asItIs: Mask = (text) => ({ text, open: null })
const maskFor = (full: boolean): Mask => (full ? asItIs : maskXml)

/** The private element a byte offset lies in, judged from what stands before it. */
const openAt = (text: StoredText, offset: number): OpenElement => {
  const from = text.characterStart(Math.max(text.start, offset - marginBytes))
  return maskXml(text.decode(from, offset)).open
}

/** Masked text of the bytes between two offsets, masked as part of what surrounds them. */
const maskedBetween = (text: StoredText, from: number, to: number, mask: Mask): string => {
  const before = text.characterStart(Math.max(text.start, from - marginBytes))
  const after = Math.min(text.end, to + marginBytes)
  const whole = mask(text.decode(before, after), openAt(text, before)).text
  const characters = [...whole]
  const lead = text.charactersBetween(before, from)
  return characters.slice(lead, lead + text.charactersBetween(from, to)).join('')
}

const shortLine = (masked: string, number: number): ViewerLine => {
  const length = lengthInCharacters(masked)
  return { number, text: length > longestShown ? firstCharacters(masked, longestShown) : masked, length }
}

/** Lines that are short enough to be decoded whole are masked one after the other; the others as windows. */
const linesOf = (text: StoredText, from: number, count: number, mask: Mask): ViewerLine[] => {
  const lines: ViewerLine[] = []
  let open: OpenElement | undefined
  for (let number = from; number < from + count; number += 1) {
    const place = text.line(number)
    if (place === null) break
    if (place.to - place.from <= marginBytes) {
      const masked = mask(text.decode(place.from, place.to), open === undefined ? openAt(text, place.from) : open)
      open = masked.open
      lines.push(shortLine(masked.text, number))
    } else {
      const end = text.skipCharacters(place.from, longestShown, place.to)
      lines.push({
        number,
        text: maskedBetween(text, place.from, end, mask),
        length: text.charactersBetween(place.from, place.to),
      })
      open = undefined
    }
  }
  return lines
}

const longLineOf = (text: StoredText, number: number, position: number | null, mask: Mask): LongLine | null => {
  const place = text.line(number)
  if (place === null) return null
  const length = text.charactersBetween(place.from, place.to)
  // A position behind the end is shown at the end, unmarked.
  const at = Math.min((position ?? 1) - 1, length)
  const start = Math.max(0, at - aroundPlace)
  const from = text.skipCharacters(place.from, start, place.to)
  const to = text.skipCharacters(from, at - start + aroundPlace, place.to)
  const shown = maskedBetween(text, from, to, mask)
  const marked = position !== null && position - 1 < length
  const lead = [...shown].slice(0, at - start).join('').length
  return { number, start, text: shown, length, mark: marked ? lead : null }
}

const laidOutOf = (text: StoredText, number: number, position: number | null, mask: Mask): LaidOut | null => {
  const place = text.line(number)
  if (place === null) return null
  const spoken = text.skipCharacters(place.from, (position ?? 1) - 1, place.to)
  // A place at the end of the line belongs to its last character.
  const at = spoken < place.to ? spoken : text.characterStart(Math.max(place.from, place.to - 1))
  const from = text.characterStart(Math.max(text.start, at - layoutBytes))
  const to = Math.min(text.end, at + layoutBytes)
  const masked = mask(text.decode(from, to), openAt(text, from)).text
  const lead = firstCharacters(masked, text.charactersBetween(from, at))
  const blank = position === null ? (/^\s*/.exec(masked.slice(lead.length))?.[0].length ?? 0) : 0
  const laid = layOut(masked, lead.length + blank)
  if (laid === null) return null
  const { lines, markedLine, markedColumn } = laid
  const told = position === null || markedLine === null || markedColumn === null
  return {
    lines,
    markedLine,
    // Columns are told in characters.
    markedColumn: told ? null : lengthInCharacters((lines[markedLine - 1] ?? '').slice(0, markedColumn - 1)) + 1,
  }
}

export const createViewer = (db: Db, clock: Clock): Viewer => {
  const kept = new Map<number, Promise<Kept | null>>()
  const sizes = new Map<number, number>()
  let forgetting: Timer | null = null

  const load = async (id: number): Promise<Kept | null> => {
    // Bytes that are not the stored ones any more are shown to nobody as if they were.
    const stored = await readStoredBytes(db, id)
    if (stored.kind !== 'intact') return null
    const text = await readStoredText(stored.bytes)
    sizes.set(id, text.bytes)
    makeRoom(id)
    return { text, events: readEventLines(db, id) }
  }

  const forget = (id: number): void => {
    kept.delete(id)
    sizes.delete(id)
  }

  /** Longest unused first; the one being looked at stays whatever its size. */
  const makeRoom = (current: number): void => {
    for (const id of kept.keys()) {
      const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      if (kept.size <= keptDocuments && bytes <= keptBytes) return
      if (id !== current) forget(id)
    }
  }

  const document = (id: number): Promise<Kept | null> => {
    forgetting?.cancel()
    forgetting = clock.after(forgetAfterMs, () => {
      kept.clear()
      sizes.clear()
    })
    const known = kept.get(id)
    const wanted = known ?? load(id)
    // Put behind the others: the order of the map is the order of use.
    kept.delete(id)
    kept.set(id, wanted)
    wanted.catch(() => forget(id))
    return wanted
  }

  return {
    lines: async (id, from, count, full = false) => {
      const found = await document(id)
      if (found === null) return { lines: [], event: null }
      return { lines: linesOf(found.text, from, count, maskFor(full)), event: eventAtLine(db, id, found.events, from) }
    },
    longLine: async (id, line, position, full = false) => {
      const found = await document(id)
      return found === null ? null : longLineOf(found.text, line, position, maskFor(full))
    },
    laidOut: async (id, line, position, full = false) => {
      const found = await document(id)
      return found === null ? null : laidOutOf(found.text, line, position, maskFor(full))
    },
    size: async (id) => {
      const found = await document(id)
      return found === null ? null : { lineCount: found.text.lineCount, longestLine: found.text.longestLine }
    },
    close: () => {
      forgetting?.cancel()
      kept.clear()
      sizes.clear()
    },
  }
}
