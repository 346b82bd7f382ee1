// Reads a journal as it passes by (design 4.2): root, version, store and every event, never a tree. Elements are
// matched by local name, so that all dialects read alike; unknown elements and codes are passed over.
//
// What it cannot read becomes null and a finding. It refuses nothing but a number of events that no register writes.

import type { BusinessDate } from '../../../contract/vocabulary.ts'
import { readDecimal } from './decimal-text.ts'
import {
  eventFields,
  eventFlags,
  isYes,
  journalRoot,
  linkFields,
  newDraft,
  salesEvents,
  summaryFields,
  unsupportedEvents,
  type Draft,
  type FieldRule,
  type ValueKind,
} from './event-draft.ts'
import { doubtsAbout } from './event-checks.ts'
import type { FindingList } from './finding-list.ts'
import { LineReader } from './line-reader.ts'
import type { JudgedEvent, Judgement } from './judgement.ts'
import { startOfDocument, type Place } from './place.ts'
import { Refusal } from './refusal.ts'
import { createSequenceWatch } from './sequence-checks.ts'
import { isShortened, limits, type Attributes, type Whereabouts, type XmlListener } from './strict-reader.ts'
import { readDate, readTime, stillOpen } from './written-time.ts'

/** Memory for one event is a few hundred bytes; a consolidated day has a few thousand events. */
const mostEvents = 250_000
const longestValue = 200
/** Less than the strict reader keeps, so that it does not matter in which pieces a text arrives. */
const longestKept = 4096

export type JournalFacts = Pick<Judgement, 'root' | 'version' | 'storeLocationId' | 'vendor' | 'vendorModel' | 'events'>

export interface JournalReader extends XmlListener {
  /** Call once, after the document ended well: adds the findings about the whole and tells the facts. */
  readonly finish: () => JournalFacts
}

type HeaderField = 'storeLocationId' | 'vendor' | 'vendorModel'
const headerFields: ReadonlyMap<string, HeaderField> = new Map([
  ['StoreLocationID', 'storeLocationId'],
  ['VendorName', 'vendor'],
  ['VendorModelVersion', 'vendorModel'],
] as const)

/** Elements inside an event whose children or status matter. What stands in an extension means nothing here. */
type Role = 'line' | 'link' | 'summary' | 'extension' | 'other'

/** Asked for every element, hence by length first: comparing a name with each word costs a third of the reading. */
const roleOf = (name: string): Role => {
  switch (name.length) {
    case 9:
      return name === 'Extension' || name === 'extension' ? 'extension' : 'other'
    case 15:
      return name === 'TransactionLine' ? 'line' : 'other'
    case 18:
      return name === 'TransactionSummary' ? 'summary' : 'other'
    case 21:
      return name === 'LinkedTransactionInfo' ? 'link' : 'other'
    default:
      return 'other'
  }
}

/** The value of a leaf element that is being read. */
interface Capture {
  readonly depth: number
  readonly name: string
  readonly kind: ValueKind
  readonly place: Place
  /** Is told the value, already normalised; null when it could not be read, never called for an empty one. */
  readonly keep: (value: string | null) => void
  text: string
  whole: boolean
}

/** A copy that does not keep the long text alive it was cut from. */
const detached = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString())

const shortText = (text: string | undefined): string | null => {
  const value = text?.trim() ?? ''
  return value === '' || value.length > longestValue || isShortened(value) ? null : detached(value)
}

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

export const createJournalReader = (findings: FindingList, whereabouts: () => Whereabouts): JournalReader => {
  const path: string[] = []
  /** By depth, of the elements inside an event; those deeper than the open one are left over and never looked at. */
  const roles: Role[] = Array.from({ length: limits.depth + 1 }, () => 'other')
  const header = new Map<HeaderField, string>()
  const events: JudgedEvent[] = []
  const toldTypes = new Set<string>()
  let version: string | null = null
  let isJournal = false
  let capture: Capture | null = null
  let draft: Draft | null = null
  let eventPlace: Place = startOfDocument
  let draftHasDate = false
  let extensionDepth = 0
  let reportDate: BusinessDate | null = null
  let undated: { readonly event: Draft; readonly place: Place }[] = []
  const sequence = createSequenceWatch()

  const readValue = (kind: ValueKind, text: string): string | null => {
    switch (kind) {
      case 'text':
        return detached(text.slice(0, longestValue))
      case 'amount':
        return readDecimal(text)
      case 'date':
        return readDate(text)
      case 'time':
        return readTime(text)
    }
  }

  const unreadable = { amount: 'amount-not-decimal', date: 'date-not-readable', time: 'time-not-readable' } as const
  const wanted = { amount: 'a plain decimal number', date: 'a plausible date', time: 'a time of day' } as const

  const finishCapture = ({ kind, name, text, whole, place, keep }: Capture): void => {
    const value = text.trim()
    if (!whole || value.length > longestValue)
      findings.add('value-too-long', place, `the value of ${name} is longer than ${longestValue} characters`)
    if (!whole) return keep(null)
    if (value === '') return
    const read = readValue(kind, value)
    if (read === null && kind !== 'text' && !(name === 'EventEndDate' && value.startsWith(stillOpen)))
      findings.add(unreadable[kind], place, `${name} is ${shown(value)}, which is not ${wanted[kind]}`)
    keep(read)
  }

  const startCapture = (depth: number, name: string, kind: ValueKind, keep: Capture['keep']): void => {
    capture = { depth, name, kind, place: whereabouts().place, keep, text: '', whole: true }
  }

  /** The first value that is written counts. */
  const captureField = (event: Draft, depth: number, name: string, { field, kind }: FieldRule): void => {
    if (event[field] !== null) return
    startCapture(depth, name, kind, (value) => {
      if (field === 'businessDate') draftHasDate = true
      event[field] = value
    })
  }

  const lines = new LineReader(startCapture)

  const openRoot = (name: string, attributes: Attributes): void => {
    isJournal = name === journalRoot
    const written = attributes.get('version')?.trim() ?? ''
    if (written.length > longestValue || isShortened(written))
      findings.add('value-too-long', whereabouts().tagPlace, `the version is longer than ${longestValue} characters`)
    else if (written !== '') version = detached(written)
  }

  const tellType = (type: string): void => {
    if (salesEvents.has(type) || toldTypes.has(type)) return
    // A hostile document may hold as many types as events.
    if (toldTypes.size < 1000) toldTypes.add(type)
    if (unsupportedEvents.has(type))
      findings.add('unsupported-event', whereabouts().tagPlace, `Petrosoft does not take a ${type}; this is the first`)
    else findings.add('unknown-event', whereabouts().tagPlace, `${shown(type)} is no known type of event`)
  }

  const openEvent = (name: string): void => {
    if (events.length === mostEvents)
      throw new Refusal('too-many-events', whereabouts().tagPlace, `more than ${mostEvents} events`)
    tellType(name)
    eventPlace = whereabouts().tagPlace
    draft = newDraft(detached(name), eventPlace.line)
    draftHasDate = false
    extensionDepth = 0
    lines.reset()
  }

  const openInEvent = (event: Draft, name: string, attributes: Attributes, depth: number): void => {
    if (extensionDepth > 0) return
    const parent = roles[depth - 1] ?? 'other'
    const role = roleOf(name)
    roles[depth] = role
    if (role === 'extension') extensionDepth = depth
    else if (parent === 'link') {
      const field = linkFields.get(name)
      if (field !== undefined) captureField(event, depth, name, field)
    } else if (lines.inLine) lines.openInLine(name, attributes, depth)
    else if (role === 'line') lines.openLine(attributes, depth)
    else if (depth === 4) {
      const flag = eventFlags.get(name)
      if (flag !== undefined) event[flag] ||= isYes(attributes)
      const field = eventFields.get(name)
      if (field !== undefined) captureField(event, depth, name, field)
    } else if (depth === 5 && parent === 'summary') {
      const field = summaryFields.get(name)
      if (field !== undefined) captureField(event, depth, name, field)
      if (field?.field === 'grandAmount') event.direction ??= shortText(attributes.get('direction'))
    }
  }

  const opened = (name: string, attributes: Attributes, depth: number): void => {
    // An element with children is no value.
    capture = null
    if (draft !== null) return openInEvent(draft, name, attributes, depth)
    // Names deeper than `depth` are left over and never looked at.
    path[depth - 1] = name
    if (depth === 1) return openRoot(name, attributes)
    const section = path[1]
    if (depth === 3 && section === 'TransmissionHeader') {
      const field = headerFields.get(name)
      if (field !== undefined && !header.has(field))
        startCapture(depth, name, 'text', (value) => (value === null ? undefined : header.set(field, value)))
    }
    if (!isJournal || section !== 'JournalReport') return
    if (depth === 3 && name.endsWith('Event')) openEvent(name)
    else if (depth === 4 && path[2] === 'JournalHeader' && name === 'BusinessDate' && reportDate === null)
      startCapture(depth, name, 'date', (value) => {
        reportDate = value
      })
  }

  const closeEvent = (event: Draft): void => {
    event.endLine = whereabouts().line
    if (lines.hasLines) Object.assign(event, lines.facts())
    events.push(event)
    draft = null
    for (const { rule, message } of doubtsAbout(event, draftHasDate)) findings.add(rule, eventPlace, message)
    if (draftHasDate) watchSequence(event, eventPlace)
    else undated.push({ event, place: eventPlace })
  }

  const watchSequence = (event: JudgedEvent, place: Place): void => {
    for (const { rule, message } of sequence.next(event)) findings.add(rule, place, message)
  }

  const closeReport = (): void => {
    for (const { event, place } of undated) {
      event.businessDate = reportDate
      watchSequence(event, place)
    }
    undated = []
    reportDate = null
  }

  const closed = (depth: number): void => {
    if (capture !== null && capture.depth === depth) finishCapture(capture)
    capture = null
    if (draft !== null) {
      if (depth === 3) closeEvent(draft)
      else if (depth === extensionDepth) extensionDepth = 0
      else if (lines.inLine) lines.closed(depth)
    } else if (depth === 2 && path[1] === 'JournalReport') closeReport()
  }

  const text = (piece: string, whole: boolean): void => {
    if (capture === null) return
    if (!whole || capture.text.length + piece.length > longestKept) capture.whole = false
    else capture.text += piece
  }

  const tellContent = (root: string): void => {
    if (!isJournal) {
      if (root.startsWith('NAXML-')) findings.add('other-naxml', null, `the root element is ${shown(root)}`)
      else findings.add('not-a-journal', null, `the root element is ${shown(root)}`)
      return
    }
    const sales = events.filter(({ type }) => salesEvents.has(type))
    if (sales.length === 0) findings.add('no-sales', null, 'there is no sale and no refund in it')
    else if (sales.every(({ training }) => training))
      findings.add('training-only', null, 'every sale and refund in it was made in training mode')
  }

  let root: string | null = null
  return {
    opened: (name, attributes, depth) => {
      root ??= detached(name)
      opened(name, attributes, depth)
      return capture !== null
    },
    text,
    closed,
    finish: () => {
      if (root !== null) tellContent(root)
      const fact = (field: HeaderField): string | null => header.get(field) ?? null
      return {
        root,
        version,
        storeLocationId: fact('storeLocationId'),
        vendor: fact('vendor'),
        vendorModel: fact('vendorModel'),
        events,
      }
    },
  }
}
