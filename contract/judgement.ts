// What reading a journal yields. The command `check` prints a CheckedFile; the engine stores the same facts.

import type { BusinessDate, DecimalText, FindingSeverity } from './vocabulary.ts'

/** Something noticed in a document. Lines and columns are 1-based, columns in characters; null where there is no place. */
export interface Finding {
  readonly severity: FindingSeverity
  /** Stable kebab-case id, listed in docs/findings.md. */
  readonly rule: string
  readonly line: number | null
  readonly column: number | null
  /** One English sentence for the technician. */
  readonly message: string
}

/** One event of a journal as `check` and `show` print it. */
export interface JournalEvent {
  /** The element's local name: SaleEvent, RefundEvent, VoidEvent, OtherEvent, FinancialEvent, or one we do not know. */
  readonly type: string
  readonly registerId: string | null
  readonly transactionId: string | null
  readonly businessDate: BusinessDate | null
  readonly grandAmount: DecimalText | null
  /** Line of the event's "<". */
  readonly line: number
  /** Line of the last character of the event's closing tag. */
  readonly endLine: number
}

/** One line of `storebridge check --json`. */
export interface CheckedFile {
  readonly file: string
  readonly wellFormed: boolean
  readonly sha256: string | null
  readonly bytes: number | null
  readonly encoding: string | null
  readonly version: string | null
  readonly storeLocationId: string | null
  readonly events: readonly JournalEvent[]
  readonly findings: readonly Finding[]
}
