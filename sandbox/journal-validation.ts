// The practice cloud's judgement of one journal: decoded strictly, read as XML, held against the rules, and told with the
// true line and position of everything objected to. A place is that of the wrong value's first character, or of the "<"
// of the element that lacks something; where the XML itself ends or breaks, that of the last character read.

import type { ValidationStatus } from '../contract/cloud.ts'
import { walkElements } from './journal-elements.ts'
import { createJournalRules } from './journal-rules.ts'
import { decodeJournal } from './journal-text.ts'
import type { JournalTransaction } from './sale-event-rules.ts'
import { placesAt, type Place } from './text-place.ts'
import { createVerdictRemarks, type Remark, type RemarkSeverity } from './verdict-remarks.ts'

export interface VerdictDetail extends Place {
  readonly message: string
  readonly severity: RemarkSeverity
}

export interface JournalVerdict {
  readonly status: ValidationStatus
  readonly message: string
  /** Empty where the journal names no store. */
  readonly storeLocationId: string
  readonly transactions: readonly JournalTransaction[]
  readonly details: readonly VerdictDetail[]
}

const detailsOf = (text: string, remarks: readonly Remark[]): readonly VerdictDetail[] => {
  const places = placesAt(
    text,
    remarks.map(({ offset }) => offset),
  )
  return remarks.map(({ message, severity }, index) => ({
    ...(places[index] ?? { line: 1, position: 1 }),
    message,
    severity,
  }))
}

const refused = (message: string, details: readonly VerdictDetail[]): JournalVerdict => ({
  status: 'FatalError',
  message,
  storeLocationId: '',
  transactions: [],
  details,
})

const ctrlZ = '\u001A'

/** Registers of an older kind end a file with one 0x1A; its offset, or -1. Only white space may follow it. */
const trailingCtrlZ = (text: string): number => {
  let last = text.length - 1
  while (' \t\r\n'.includes(text.charAt(last)) && last >= 0) last -= 1
  return text.charAt(last) === ctrlZ ? last : -1
}

/** Judges one journal. Never throws for anything the bytes can be; transactions of a refused journal are not told. */
export const validateJournal = async (bytes: Uint8Array): Promise<JournalVerdict> => {
  if (bytes.length === 0)
    return refused('The document is empty.', [
      { line: 1, position: 1, message: 'The document is empty.', severity: 'Error' },
    ])
  const decoded = decodeJournal(bytes)
  if (!decoded.ok) return refused(decoded.message, [{ ...decoded.place, message: decoded.message, severity: 'Error' }])

  const { text } = decoded
  const remarks = createVerdictRemarks()
  const rules = createJournalRules(remarks)
  const strayEnd = trailingCtrlZ(text)
  const end = await walkElements(strayEnd === -1 ? text : text.slice(0, strayEnd), rules)
  if (end.ok) rules.end()
  else remarks.add('Error', end.message, end.offset)
  if (strayEnd !== -1)
    remarks.add('Warning', 'A control character (0x1A) after the end of the document was left out.', strayEnd)

  const details = detailsOf(text, remarks.inOrder())
  if (!end.ok) return refused('The document is not well-formed XML.', details)
  if (remarks.hasErrors())
    return { ...refused('Validation failed.', details), storeLocationId: rules.storeLocationId() }
  return {
    status: details.length === 0 ? 'Success' : 'NonFatalError',
    message: details.length === 0 ? 'OK' : 'Accepted with remarks.',
    storeLocationId: rules.storeLocationId(),
    transactions: rules.transactions(),
    details,
  }
}
