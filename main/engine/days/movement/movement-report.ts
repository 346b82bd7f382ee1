// What a movement report says that the sales days need (domain 9): which day, period and register it is about, whether
// that period has ended, and the sums that can be compared or looked up. A value; money is decimal text.

import type { BusinessDate, DecimalText } from '../../../../contract/vocabulary.ts'

export const movementRoot = 'NAXML-MovementReport'

/** Kinds of report by the name of their element; others are kept under that name, without amounts. */
export const movementKinds = {
  MiscellaneousSummaryMovement: 'MSM',
  TaxLevelMovement: 'TLM',
  MerchandiseCodeMovement: 'MCM',
  ItemSalesMovement: 'ISM',
  FuelGradeMovement: 'FGM',
  FuelProductMovement: 'FPM',
  TankProductMovement: 'TPM',
} as const

/** Sums of a report; one that is missing or could not be read whole is left out. */
export interface MovementAmounts {
  /** MSM: the running total that is never reset, at the beginning and the end of the period, tax included. */
  readonly grandBegins?: DecimalText
  readonly grandEnds?: DecimalText
  /** MSM: totalizer sales, before tax. */
  readonly sales?: DecimalText
  /** TLM: what was sold at any tax level, before tax, and the tax collected. */
  readonly taxable?: DecimalText
  readonly taxCollected?: DecimalText
  /** TLM: everything that is refunded, exempt or forgiven, as one sum of absolute amounts: zero, or nobody can tell. */
  readonly taxSpecial?: DecimalText
  /** MCM, ISM, FGM: what was sold, by department, item or grade; kept to be looked up, never compared. */
  readonly sold?: DecimalText
}

export interface MovementReport {
  readonly kind: string
  readonly storeLocationId: string | null
  /** 2 = day, 98 = shift; null when it is something else. */
  readonly period: number | null
  readonly businessDate: BusinessDate | null
  /** Null when it is about the whole store. */
  readonly registerId: string | null
  /** Seconds on the register's clock since 1970-01-01T00:00:00; null when it says no date. */
  readonly begins: number | null
  readonly ends: number | null
  /** The period goes on: nothing in it is final. */
  readonly isOpen: boolean
  readonly amounts: MovementAmounts
}

/** Grows when the reader would read some report differently; reports read by an older one are read again. */
export const movementReaderVersion = 1
