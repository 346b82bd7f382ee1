// One sale of the practice store before a register's dialect gives it its form: what was sold, what tax was due, what was
// paid. Totals are worked out here, exactly, so that no dialect can tell a sum that is not the sum.

import Big from 'big.js'
import type { LocalMoment } from './local-moment.ts'

export interface SoldLine {
  readonly goods: 'item' | 'department' | 'fuel' | 'prepay'
  /** Bar code, department number, or fuel grade. */
  readonly code: string
  readonly description: string
  readonly department: string
  readonly price: string
  readonly quantity: string
  /** What the line comes to; not always price times quantity (promotions). */
  readonly amount: string
  readonly taxed?: boolean
  /** False for a line that was taken back. */
  readonly live?: boolean
  readonly minimumAge?: number
  readonly pump?: string
  readonly promotion?: { readonly id: string; readonly reason: string; readonly amount: string }
  readonly fee?: { readonly id: string; readonly description: string; readonly amount: string }
}

export type Payment =
  | { readonly kind: 'cash'; readonly given: string }
  | {
      readonly kind: 'card'
      readonly code: string
      readonly subCode: string
      readonly account: string
      readonly brand: string
    }

export interface PracticeSale {
  readonly event: 'SaleEvent' | 'RefundEvent' | 'VoidEvent'
  readonly sequence: string
  readonly transaction: string
  readonly register: string
  readonly till: string
  readonly cashier: string
  readonly begun: LocalMoment
  readonly ended: LocalMoment
  readonly businessDate: string
  readonly outside?: boolean
  readonly training?: boolean
  readonly suspended?: boolean
  /** The earlier transaction this one completes. */
  readonly original?: { readonly transaction: string; readonly begun: LocalMoment; readonly ended: LocalMoment }
  readonly lines: readonly SoldLine[]
  /** Null where nothing is paid in this event. */
  readonly payment: Payment | null
}

export interface Tender {
  readonly payment: Payment
  readonly amount: Big
  readonly isChange: boolean
}

export interface SaleTotals {
  /** Live lines and their fees, before tax. */
  readonly goods: Big
  readonly taxable: Big
  readonly tax: Big
  readonly grand: Big
  /** They come to `grand`. */
  readonly tenders: readonly Tender[]
}

const taxRate = '0.07'

const sum = (amounts: readonly string[]): Big => amounts.reduce((total, amount) => total.plus(amount), new Big(0))

export const isLive = (line: SoldLine): boolean => line.live !== false

/** The tax of one line, in whole cents, half up. */
export const taxOf = (line: SoldLine): Big =>
  line.taxed === true ? new Big(line.amount).times(taxRate).round(2, 1) : new Big(0)

const tendersOf = (payment: Payment, grand: Big): readonly Tender[] => {
  if (payment.kind === 'card') return [{ payment, amount: grand, isChange: false }]
  const change = grand.minus(payment.given)
  const given: Tender = { payment, amount: new Big(payment.given), isChange: new Big(payment.given).lt(0) }
  return change.eq(0) ? [given] : [given, { payment, amount: change, isChange: true }]
}

/** Works out what a sale comes to. Lines that were taken back count for nothing. */
export const totalsOf = ({ lines, payment }: PracticeSale): SaleTotals => {
  const live = lines.filter(isLive)
  const goods = sum(live.flatMap(({ amount, fee }) => (fee === undefined ? [amount] : [amount, fee.amount])))
  const tax = live.reduce((total, line) => total.plus(taxOf(line)), new Big(0))
  const grand = goods.plus(tax)
  return {
    goods,
    taxable: sum(live.filter(({ taxed }) => taxed === true).map(({ amount }) => amount)),
    tax,
    grand,
    tenders: payment === null ? [] : tendersOf(payment, grand),
  }
}
