// Everything about one file, made from its row: refused with messages, held with findings, accepted with notes, and the
// three special ones (ids "big", "one-line", "odd" as numbers 777001, 777002, 777003).

import type { AttemptFacts, AttemptOutcome } from '../../contract/file-facts.ts'
import type { FileDetail, FileRow, LaidOut, LongLine, ViewerLines } from '../../contract/ipc.ts'
import { endlessLine, oneLineLength, oneLinePosition, oneLineText, refusedJournal } from './sample-journal.ts'

export const BIG = '777001'
export const ONE_LINE = '777002'
export const ODD = '777003'
export const BIG_LINES = 1_328_543

const journal = refusedJournal()

const rawAnswer = `<?xml version="1.0" encoding="UTF-8"?>
<NAXML-Acknowledgement version="3.5">
  <AckHeader>
    <ReferenceID>5c6fd1a5f2b8a60001c3d2e1</ReferenceID>
    <DocumentName>PJR20261120202000.xml</DocumentName>
    <ValidationStatus>FatalError</ValidationStatus>
    <StatusMessage>Document has errors</StatusMessage>
  </AckHeader>
  <Detail><LineNumber>412</LineNumber><LinePosition>31</LinePosition></Detail>
</NAXML-Acknowledgement>`

const attempt = (row: FileRow, number: number, outcome: AttemptOutcome, minutes: number): AttemptFacts => {
  const startedAt = new Date(Date.parse(row.foundAt) + minutes * 60_000).toISOString()
  const answered = outcome === 'refused' || outcome === 'accepted' || outcome === 'accepted-with-notes'
  return {
    number,
    startedAt,
    endedAt: new Date(Date.parse(startedAt) + 1400).toISOString(),
    outcome,
    httpStatus: answered ? 200 : null,
    mayHaveArrived: outcome !== 'not-sent',
    sentence: answered ? 'Acknowledged with HTTP 200.' : 'The connection was refused before a byte was written.',
    referenceId: answered ? '5c6fd1a5f2b8a60001c3d2e1' : null,
    documentName: answered ? row.name : null,
    validationStatus: answered ? row.validationStatus : null,
    statusMessage: answered ? 'OK' : null,
    rawAnswer: answered ? rawAnswer : null,
    details: [],
  }
}

const refusedDetails = [
  {
    line: 412,
    position: 31,
    severity: 'Error',
    message: 'The ‘ActualSalesPrice’ element is invalid: ‘1,25’ is not a valid decimal.',
  },
  { line: 413, position: 13, severity: 'Error', message: 'A required value is missing: MerchandiseCode is empty.' },
  { line: 2, position: null, severity: 'Warning', message: 'OtherEvent is not supported and was ignored.' },
]

const base = (row: FileRow): FileDetail => ({
  ...row,
  sha256: 'c9b1d3f0a5e84b7f9d2266c0d6b0f3a71e7c5d9e4a2b8f6d0c1e3a5b7d9f1e3c',
  statusMessage: row.attempts === 0 ? null : 'OK',
  details: [],
  encoding: 'UTF-8',
  version: '3.4',
  storeLocationId: '33084',
  vendor: 'Sample Register',
  vendorModel: '21.03',
  related: [],
  sightings: [
    {
      id: '1',
      folder: 'C:\\Passport\\XMLGateway\\BOOutBox',
      path: row.name,
      size: row.size,
      modifiedAt: row.foundAt,
      firstSeenAt: row.foundAt,
      lastSeenAt: row.foundAt,
      archivedTo: null,
    },
  ],
  events: [],
  findings: [],
  deliveries:
    row.attempts === 0
      ? []
      : [{ id: '1', createdAt: row.foundAt, cause: 'automatic', attempts: [attempt(row, 1, 'accepted', 1)] }],
  decisions: [],
  contentRemovedAt: null,
  contentRemovedWhy: null,
  detailsRemovedAt: null,
  salesAmount: '214.37',
  firstEventAt: `${row.businessDates[0] ?? '2026-11-20'}T20:05:00`,
  lastEventAt: `${row.businessDates[0] ?? '2026-11-20'}T20:20:00`,
  lineCount: journal.length,
  longestLine: 90,
  changedInFolder: false,
  previousRefused: null,
  nextRefused: null,
  ordered: null,
})

export const detailOf = (row: FileRow, rows: readonly FileRow[]): FileDetail => {
  const detail = base(row)
  if (row.state === 'refused') {
    const refused = rows.filter((each) => each.state === 'refused')
    const at = refused.findIndex((each) => each.id === row.id)
    return {
      ...detail,
      statusMessage: 'Document has errors',
      details: refusedDetails,
      previousRefused: refused[at - 1]?.id ?? null,
      nextRefused: refused[at + 1]?.id ?? null,
      attempts: 3,
      deliveries: [
        {
          id: '1',
          createdAt: row.foundAt,
          cause: 'automatic',
          attempts: [attempt(row, 1, 'not-sent', 0), attempt(row, 2, 'not-sent', 0.5), attempt(row, 3, 'refused', 1)],
        },
      ],
      decisions: [
        {
          id: '1',
          action: 'set-aside',
          who: 'STORE\\manager',
          at: new Date(Date.parse(row.foundAt) + 3_600_000).toISOString(),
          reason: 'Waiting for the register company',
          applied: true,
          sentence: null,
        },
        {
          id: '2',
          action: 'put-back',
          who: 'STORE\\manager',
          at: new Date(Date.parse(row.foundAt) + 7_200_000).toISOString(),
          reason: null,
          applied: true,
          sentence: null,
        },
      ],
    }
  }
  if (row.state === 'held' && row.problem === 'not-well-formed') {
    return {
      ...detail,
      findings: [
        {
          severity: 'error',
          rule: 'not-well-formed',
          line: 394,
          column: 24,
          message: 'Start tag ItemLine on line 388 does not match the end tag TransactionLine.',
        },
        {
          severity: 'warning',
          rule: 'trailing-ctrl-z',
          line: 620,
          column: 20,
          message: 'One 0x1A follows the root element.',
        },
      ],
    }
  }
  if (row.state === 'held' && row.problem === 'repeats') {
    const other = rows.find((each) => each.state === 'accepted')
    return {
      ...detail,
      related: other === undefined ? [] : [{ id: other.id, name: other.name, relation: 'repeats' }],
      findings: [
        {
          severity: 'error',
          rule: 'repeats',
          line: null,
          column: null,
          message: '12 of 12 sales are known from another document.',
        },
      ],
    }
  }
  if (row.state === 'accepted-with-notes') return { ...detail, details: refusedDetails.slice(2) }
  return detail
}

const special = (row: FileRow, change: Partial<FileDetail>): FileDetail => ({
  ...base(row),
  state: 'refused',
  validationStatus: 'FatalError',
  statusMessage: 'Document has errors',
  acceptedAt: null,
  ...change,
})

export const specialDetail = (id: string, row: FileRow): FileDetail | null => {
  const details = (line: number, position: number) => [{ ...refusedDetails[0]!, line, position }]
  if (id === BIG)
    return special(
      { ...row, id, name: 'PJR20261120235959.xml', size: 52_000_000 },
      { lineCount: BIG_LINES, details: details(1_200_000, 31) },
    )
  if (id === ONE_LINE)
    return special(
      { ...row, id, name: 'CPJR20261120.xml', size: oneLineLength },
      { lineCount: 1, longestLine: oneLineLength, details: details(1, oneLinePosition) },
    )
  if (id === ODD)
    return special(
      { ...row, id, name: 'PJR20261120999999.xml' },
      {
        changedInFolder: true,
        details: [
          { line: 0, position: 0, severity: 'Error', message: 'Something is wrong with the header.' },
          { line: 99_999, position: 4, severity: 'Error', message: 'Beyond the end.' },
          { line: null, position: null, severity: 'Fatal', message: null },
          { line: 413, position: 900, severity: 'Warning', message: 'Strange place.' },
        ],
      },
    )
  return null
}

const lineText = (id: string, number: number): string =>
  id === BIG ? endlessLine(number) : id === ONE_LINE ? oneLineText(0, 2000) : (journal[number - 1] ?? '')

const countOf = (id: string): number => (id === BIG ? BIG_LINES : id === ONE_LINE ? 1 : journal.length)

export const linesOf = (id: string, from: number, count: number): ViewerLines => ({
  lines: Array.from({ length: Math.max(0, Math.min(count, countOf(id) - from + 1)) }, (_, index) => {
    const text = lineText(id, from + index)
    return { number: from + index, text, length: id === ONE_LINE ? oneLineLength : text.length }
  }),
  event:
    from > 8
      ? { type: 'SaleEvent', index: 5, of: 12, transactionId: '10234', registerId: '2', at: '2026-11-20T20:11:00' }
      : null,
})

export const longLineOf = (id: string, line: number, position: number | null): LongLine | null => {
  if (id !== ONE_LINE) return null
  const start = Math.max(0, (position ?? 1) - 300)
  const text = oneLineText(start, Math.min(oneLineLength, start + 600))
  return { number: line, start, text, length: oneLineLength, mark: (position ?? 1) - 1 - start }
}

export const laidOutOf = (id: string): LaidOut | null =>
  id === ONE_LINE ? { lines: journal.slice(402, 419), markedLine: 10, markedColumn: 31 } : null
