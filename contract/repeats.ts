// A file whose sales are known from other files, side by side (design 4.1): what the page of a held file shows before a
// person decides whether it is sent.

import type { BusinessDate, DecimalText, DocumentState } from './vocabulary.ts'

/** Another file that has some of the sales, and is at the office or on its way. */
export interface KnowingFile {
  readonly id: string
  readonly name: string
  readonly state: DocumentState
}

/** One live sale or refund of the file, in the file's own order. */
export interface RepeatedSale {
  /** Line of the event in the file, 1-based. */
  readonly line: number
  readonly registerId: string | null
  readonly transactionId: string | null
  readonly type: 'SaleEvent' | 'RefundEvent'
  readonly businessDate: BusinessDate | null
  /** As the register wrote it. */
  readonly amount: DecimalText | null
  /** Id of the oldest of `files` that has it too; null: no other file has it. */
  readonly knownFrom: string | null
}

export interface Repeats {
  /** All live sales and refunds of the file, and how many of them another file has. */
  readonly sales: number
  readonly known: number
  /** The files that have them, oldest first, at most two hundred; `shared` counts sales. */
  readonly files: readonly (KnowingFile & { readonly shared: number })[]
  readonly fileCount: number
  /** At most five thousand. */
  readonly transactions: readonly RepeatedSale[]
}
