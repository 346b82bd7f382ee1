// What the local judgement of a document yields (design 4.2). A judgement is a value: the same bytes and the same
// reader version always give the same one.

import type { Finding, JournalEvent } from '../../../contract/judgement.ts'
import type { BusinessDate, DecimalText } from '../../../contract/vocabulary.ts'
import type { GateProblem } from './rules.ts'

/** What a line of a transaction can be; a TransactionLine may hold several of them. */
export const lineKinds = [
  'item',
  'merchandise',
  'fuel',
  'fuelPrepay',
  'fee',
  'moneyOrder',
  'washCode',
  'loyalty',
  'tax',
  'tender',
  'unknown',
] as const
export type LineKind = (typeof lineKinds)[number]

/** The live lines of one kind in an event. */
export interface LineSum {
  readonly count: number
  /**
   * Sum of their amounts as written: what was sold, the tax collected, the money taken (change included), the face of a
   * money order. Null when no line has an amount, or when one of them could not be read.
   */
  readonly amount: DecimalText | null
}

/** One live line of money. */
export interface Tender {
  /** As the register names it: an open list. */
  readonly code: string | null
  readonly subCode: string | null
  readonly amount: DecimalText | null
  /** Given back, and then usually negative. */
  readonly change: boolean
}

/** One live line of tax. */
export interface Tax {
  readonly level: string | null
  readonly taxable: DecimalText | null
  readonly collected: DecimalText | null
}

/** One event of a journal. Texts are trimmed, empty is null, money is decimal text, dates and times are local. */
export interface JudgedEvent extends JournalEvent {
  readonly sequenceId: string | null
  readonly tillId: string | null
  /** YYYY-MM-DD; null also for the "still open" date 2100-01-01. */
  readonly startDate: BusinessDate | null
  /** HH:MM:SS, the clock on the register's wall. */
  readonly startTime: string | null
  readonly endDate: BusinessDate | null
  readonly endTime: string | null
  /** Made in training mode: no revenue. */
  readonly training: boolean
  /** Put aside, for example a fuel prepay: its money comes again in the event that completes it. */
  readonly suspended: boolean
  /** Sold at a terminal outside, for example at the pump. */
  readonly outside: boolean
  /** The transaction this one completes, and why, as written. */
  readonly linkedTransactionId: string | null
  /** Where that one was made; null where it is not written, which means the same register and store. */
  readonly linkedRegisterId: string | null
  readonly linkedStoreLocationId: string | null
  readonly linkReason: string | null
  /** Sum over the lines that were not cancelled or voided, change included; null when there is no tender. */
  readonly tenderTotal: DecimalText | null
  /** Before tax. */
  readonly grossAmount: DecimalText | null
  /** As written: some registers include tax in it, others do not. */
  readonly netAmount: DecimalText | null
  readonly taxAmount: DecimalText | null
  /** Lines that were not cancelled or voided, tenders and taxes included. */
  readonly lineCount: number
  /** The direction of the grand amount as written: "Collected", "Refunded". */
  readonly direction: string | null
  /** Live lines by kind; a kind without a line is left out. */
  readonly lines: Partial<Readonly<Record<LineKind, LineSum>>>
  /** Live lines of money and of tax in their order, at most 50 each; the sums above know all of them. */
  readonly tenders: readonly Tender[]
  readonly taxes: readonly Tax[]
}

/**
 * `wellFormed` is false exactly when `gateProblem` is set. Of a document the gate refused, only the encoding and the
 * reason are told: nothing else in it is believed, and its events are not known.
 */
export interface Judgement {
  readonly wellFormed: boolean
  readonly gateProblem: GateProblem | null
  /** UTF-8, US-ASCII, ISO-8859-1, windows-1252, UTF-16LE or UTF-16BE; null when it could not be decided. */
  readonly encoding: string | null
  /** Local name of the root element. */
  readonly root: string | null
  readonly version: string | null
  readonly storeLocationId: string | null
  readonly vendor: string | null
  readonly vendorModel: string | null
  readonly events: readonly JudgedEvent[]
  /** In the order of their places, at most 50 of one rule; of a refused document only what refused it. */
  readonly findings: readonly Finding[]
}
