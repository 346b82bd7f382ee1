// Completeness by sales day (docs/sales-days.md): what `storebridge days` prints and the screen Sales days shows.
// A sales day is the register's business date; a day of a store is made of the days of its registers.

import type { BusinessDate, DecimalText, Timestamp } from './vocabulary.ts'

/**
 * `accepted`: the day is over, there is at least one file, all of them were accepted. `possible-gap`: a number or a
 * stretch of time is missing, or the register's own total differs. `needs-you`: a refusal or a missing answer is open.
 * `still-arriving`: the day is not over by two hours yet, or files wait. `none`: an open day without files. `closed`: a
 * person marked the day, or the opening hours say so.
 */
export const dayVerdicts = ['accepted', 'possible-gap', 'needs-you', 'still-arriving', 'none', 'closed'] as const
export type DayVerdict = (typeof dayVerdicts)[number]

/** Transaction numbers that are missing between two known ones. */
export interface NumberGap {
  /** The last number before the hole, as the register wrote it. */
  readonly after: string
  /** The first number after the hole. */
  readonly before: string
  readonly missing: number
  /** `low` until the register has shown a long enough run of numbers without a hole to be sure. */
  readonly confidence: 'high' | 'low'
}

/** What the register's own day report says, beside what was accepted. */
export interface DayTotals {
  /** The day's total by the register's movement reports; of the whole store where they name no register. */
  readonly report: DecimalText
  /** The same sum over accepted journals: without tax where the report has none in it. */
  readonly accepted: DecimalText
  /** report − accepted; "0.00" when they agree. */
  readonly difference: DecimalText
}

/** One line of `storebridge days --json`: one register on one business date. */
export interface RegisterDay {
  readonly businessDate: BusinessDate
  readonly registerId: string
  /** Documents that tell of this register on this date, whatever became of them; replaced and ignored ones left out. */
  readonly files: number
  /** Live sales and refunds in them, a transaction once however many documents tell it, a prepay and its completion once. */
  readonly sales: number
  readonly refunds: number
  /** Grand amounts of sales minus refunds in accepted documents. */
  readonly amount: DecimalText
  /** Documents by verdict. */
  readonly accepted: number
  readonly refused: number
  /** Found or stored and not answered: waiting, sending, unclear, held. */
  readonly waiting: number
  readonly gaps: readonly NumberGap[]
  /** First and last sale by the register's clock, read in the store's time zone. */
  readonly firstAt: Timestamp | null
  readonly lastAt: Timestamp | null
  readonly totals: DayTotals | null
  readonly verdict: DayVerdict
  /** Beyond the fields other programs rely on: */
  readonly numbering: NumberingWords
  readonly silences: readonly Silence[]
  readonly lateFiles: number
  /** Plain English sentences, worst first: why the verdict is not `accepted`. */
  readonly sentences: readonly string[]
}

/** Whether this register's numbers can be judged at all. */
export interface NumberingWords {
  readonly judged: boolean
  /** Why not, or what is normal for it: "Numbers go up by one." */
  readonly sentence: string
  /** Why not, for words in each language; absent when judged. `known`, `needed`: numbers in a row. */
  readonly why?:
    | { readonly code: 'no-numbers' | 'uneven' }
    | { readonly code: 'too-few'; readonly known: number; readonly needed: number }
}

/** A stretch without a sale that is unusual for this weekday. */
export interface Silence {
  readonly from: Timestamp
  readonly to: Timestamp
}

/** One cell of the month. */
export interface SalesDayCell {
  readonly date: BusinessDate
  readonly verdict: DayVerdict
  /** Files with something to send: accepted, refused, waiting and set aside; each once, whatever registers it tells of. */
  readonly files: number
  readonly accepted: number
  readonly refused: number
  readonly waiting: number
  /** Null where nothing was accepted. */
  readonly amount: DecimalText | null
  /** First sentence to show in the cell or under the month; null when all is well. */
  readonly sentence: string | null
  /** Marked closed by a person. */
  readonly markedClosed: boolean
  /** Before the store's first file: nothing was expected yet, whatever the verdict. */
  readonly beforeFirst: boolean
  /** Hours of the day in the store's zone: 23, 24 or 25. */
  readonly hours: number
}

export interface SalesMonth {
  /** YYYY-MM */
  readonly month: string
  /** Today's business date in the store. */
  readonly today: BusinessDate
  readonly days: readonly SalesDayCell[]
}

export interface SalesDayDetail extends SalesDayCell {
  readonly registers: readonly RegisterDay[]
  readonly sales: number
  readonly refunds: number
  /** Sales per hour of the register's clock, index 0 = midnight. */
  readonly perHour: readonly number[]
  readonly firstAt: Timestamp | null
  readonly lastAt: Timestamp | null
  readonly sentences: readonly string[]
  /** Days until the register forgets this day; null when it is not known, 0 when it may be gone already. */
  readonly memoryDaysLeft: number | null
  /** Files of the day that a person must look at, at most fifty. */
  readonly needsYou: readonly { readonly id: string; readonly name: string; readonly state: string }[]
}
