// One event while it is being read: which elements of it are facts, where they may stand, and how they are read
// (domain 4.3 to 4.5). Field order and unknown content differ between registers and mean nothing.

import type { Attributes } from './strict-reader.ts'
import type { JudgedEvent } from './judgement.ts'

export type Draft = { -readonly [Field in keyof JudgedEvent]: JudgedEvent[Field] }
type FieldsOf<Value> = { [Field in keyof Draft]: Value extends Draft[Field] ? Field : never }[keyof Draft]
/** Facts that may be missing. */
export type DraftField = Exclude<FieldsOf<null>, undefined>

export type ValueKind = 'text' | 'amount' | 'date' | 'time'
export interface FieldRule {
  readonly field: DraftField
  readonly kind: ValueKind
}

const rule = (field: DraftField, kind: ValueKind = 'text'): FieldRule => ({ field, kind })

/** Children of the event itself. */
export const eventFields: ReadonlyMap<string, FieldRule> = new Map([
  ['EventSequenceID', rule('sequenceId')],
  ['RegisterID', rule('registerId')],
  ['TillID', rule('tillId')],
  ['TransactionID', rule('transactionId')],
  ['BusinessDate', rule('businessDate', 'date')],
  ['EventStartDate', rule('startDate', 'date')],
  ['EventStartTime', rule('startTime', 'time')],
  ['EventEndDate', rule('endDate', 'date')],
  ['EventEndTime', rule('endTime', 'time')],
])

/** Children of its TransactionSummary. The tax has two names; the first one written counts (twelve facts, 1). */
export const summaryFields: ReadonlyMap<string, FieldRule> = new Map([
  ['TransactionTotalGrandAmount', rule('grandAmount', 'amount')],
  ['TransactionTotalGrossAmount', rule('grossAmount', 'amount')],
  ['TransactionTotalNetAmount', rule('netAmount', 'amount')],
  ['TransactionTotalTaxNetAmount', rule('taxAmount', 'amount')],
  ['TransactionTotalTaxSalesAmount', rule('taxAmount', 'amount')],
])

/** Children of a LinkedTransactionInfo, which stands at the event or inside one of its lines. */
export const linkFields: ReadonlyMap<string, FieldRule> = new Map([
  ['OriginalTransactionID', rule('linkedTransactionId')],
  ['OriginalRegisterID', rule('linkedRegisterId')],
  ['OriginalStoreLocationID', rule('linkedStoreLocationId')],
  ['TransactionLinkReason', rule('linkReason')],
])

export const eventFlags: ReadonlyMap<string, 'training' | 'suspended' | 'outside'> = new Map([
  ['TrainingModeFlag', 'training'],
  ['SuspendFlag', 'suspended'],
  ['OutsideSalesFlag', 'outside'],
] as const)

/** Flags are attributes; an empty element means no (twelve facts, 7). */
export const isYes = (attributes: Attributes): boolean => {
  const value = attributes.get('value')
  // By far the most frequent ones.
  return value === 'no' || value === undefined ? false : value.trim().toLowerCase() === 'yes'
}

const deadStatuses: ReadonlySet<string> = new Set(['cancel', 'void'])

/** A line without a status is live; cancelled and voided lines are not summed (twelve facts, 4). */
export const isLiveLine = (attributes: Attributes): boolean => {
  const status = attributes.get('status')
  return status === undefined || status === 'normal' || !deadStatuses.has(status.trim().toLowerCase())
}

/** The only root whose documents are sent. */
export const journalRoot = 'NAXML-POSJournal'

/** Petrosoft takes the first two; the others are known and not taken (domain 4.2). */
export const salesEvents: ReadonlySet<string> = new Set(['SaleEvent', 'RefundEvent'])
export const unsupportedEvents: ReadonlySet<string> = new Set(['VoidEvent', 'OtherEvent', 'FinancialEvent'])

// Shared, because a hostile journal may hold a great many empty events.
const noLines = Object.freeze({})
const nothing: readonly never[] = Object.freeze([])

export const newDraft = (type: string, line: number): Draft => ({
  type,
  registerId: null,
  transactionId: null,
  businessDate: null,
  grandAmount: null,
  line,
  endLine: line,
  sequenceId: null,
  tillId: null,
  startDate: null,
  startTime: null,
  endDate: null,
  endTime: null,
  training: false,
  suspended: false,
  outside: false,
  linkedTransactionId: null,
  linkedRegisterId: null,
  linkedStoreLocationId: null,
  linkReason: null,
  tenderTotal: null,
  grossAmount: null,
  netAmount: null,
  taxAmount: null,
  lineCount: 0,
  direction: null,
  lines: noLines,
  tenders: nothing,
  taxes: nothing,
})
