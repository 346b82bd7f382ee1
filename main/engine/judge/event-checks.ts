// What the arithmetic of one event gives away (domain 6, twelve facts 1 and 4). Only what holds in every dialect seen so
// far is claimed, because a false alarm costs more trust than a missed one: what cannot be known is not checked, sales
// that are put aside or made in training are nobody's money, and a difference of up to two cents is a register's rounding
// of cash. Findings never hold a file back.

import { Big } from 'big.js'
import type { DecimalText } from '../../../contract/vocabulary.ts'
import { DecimalSum } from './decimal-sum.ts'
import { salesEvents } from './event-draft.ts'
import type { JudgedEvent, LineKind } from './judgement.ts'
import type { RuleId } from './rules.ts'

export interface EventDoubt {
  readonly rule: RuleId
  /** One sentence for the technician. */
  readonly message: string
}

/** Cash is rounded to five cents in countries, and by now at registers, without smaller coins. */
const roundingOfCash = new Big('0.02')
/** A store that does not close its day over long holidays keeps the same business date. */
const mostDaysApart = 7

const differ = (left: Big, right: Big): boolean => left.minus(right).abs().gt(roundingOfCash)
const opposite = (left: Big, right: Big): boolean => left.times(right).lt(0)

const nameOf = ({ type, registerId, transactionId }: JudgedEvent): string =>
  `${type} ${transactionId ?? 'without a number'}${registerId === null ? '' : ` of register ${registerId}`}`

/** Kinds of lines whose amounts make up what is paid, before tax. */
const goods: readonly LineKind[] = ['item', 'merchandise', 'fuel', 'fuelPrepay', 'fee']
/** With these, what is paid is not the sum of the lines in every dialect. */
const unaccountable: readonly LineKind[] = ['moneyOrder', 'unknown']

interface Goods {
  readonly sum: DecimalText
  readonly withTax: DecimalText
}

/** What the lines come to; null when it cannot be known. */
const goodsOf = ({ lines, taxAmount }: JudgedEvent): Goods | null => {
  if (taxAmount === null || unaccountable.some((kind) => lines[kind] !== undefined)) return null
  const sum = new DecimalSum()
  let known = 0
  for (const kind of goods) {
    const line = lines[kind]
    if (line === undefined) continue
    if (line.amount === null) return null
    sum.add(line.amount)
    known += 1
  }
  if (known === 0) return null
  const before = sum.text
  sum.add(taxAmount)
  return { sum: before, withTax: sum.text }
}

const tendersDoubt = (event: JudgedEvent, grandAmount: DecimalText): EventDoubt | null => {
  // Compared as text first: nearly all of them agree, and there are tens of thousands.
  if (event.tenderTotal === null || event.tenderTotal === grandAmount) return null
  const grand = new Big(grandAmount)
  const tenders = new Big(event.tenderTotal)
  if (opposite(tenders, grand))
    return {
      rule: 'sign-contradiction',
      message: `${nameOf(event)} says it comes to ${event.grandAmount ?? ''}, but its payments come to ${event.tenderTotal}`,
    }
  if (!differ(tenders, grand)) return null
  return {
    rule: 'tenders-differ',
    message: `${nameOf(event)} says it comes to ${event.grandAmount ?? ''}, but its payments come to ${event.tenderTotal}`,
  }
}

/** Prices include the tax or they do not: either is right. */
const totalsDoubt = (event: JudgedEvent, grandAmount: DecimalText): EventDoubt | null => {
  const found = goodsOf(event)
  if (found === null || event.taxAmount === null || found.withTax === grandAmount || found.sum === grandAmount)
    return null
  const [sum, withTax, tax, grand] = [found.sum, found.withTax, event.taxAmount, grandAmount].map(
    (each) => new Big(each),
  )
  if (sum === undefined || withTax === undefined || tax === undefined || grand === undefined) return null
  // Some registers write a refund without signs, or only some of its parts with them.
  const isRight =
    event.type === 'RefundEvent'
      ? [sum.abs().plus(tax.abs()), sum.abs(), withTax.abs()].some((each) => !differ(each, grand.abs()))
      : [sum, withTax].some((each) => !differ(each, grand))
  return isRight
    ? null
    : {
        rule: 'totals-differ',
        message: `the lines of ${nameOf(event)} come to ${found.sum} and its tax to ${event.taxAmount}, but it says it comes to ${grandAmount}`,
      }
}

const directionDoubt = (event: JudgedEvent, grandAmount: DecimalText): EventDoubt | null =>
  event.type === 'SaleEvent' && event.direction?.toLowerCase() === 'refunded' && new Big(grandAmount).gt(0)
    ? {
        rule: 'sign-contradiction',
        message: `${nameOf(event)} is a sale of ${event.grandAmount ?? ''} whose money was given back`,
      }
    : null

const daysBetween = (from: string, to: string): number => Math.abs(Date.parse(from) - Date.parse(to)) / 86_400_000

const dateDoubt = (event: JudgedEvent): EventDoubt | null => {
  const own = event.endDate ?? event.startDate
  if (own === null || event.businessDate === null || own === event.businessDate) return null
  return daysBetween(event.businessDate, own) <= mostDaysApart
    ? null
    : {
        rule: 'business-date-implausible',
        message: `${nameOf(event)} happened on ${own}, but its business date is ${event.businessDate}`,
      }
}

/**
 * What is doubtful about an event, from its own facts alone.
 *
 * @param hasOwnDate whether the business date is the event's own, and not that of the report it stands in
 */
export const doubtsAbout = (event: JudgedEvent, hasOwnDate: boolean): readonly EventDoubt[] => {
  const { type, training, suspended, grandAmount } = event
  const doubts: (EventDoubt | null)[] = hasOwnDate ? [dateDoubt(event)] : []
  if (salesEvents.has(type) && !training && !suspended && grandAmount !== null)
    doubts.push(tendersDoubt(event, grandAmount), totalsDoubt(event, grandAmount), directionDoubt(event, grandAmount))
  return doubts.filter((doubt) => doubt !== null)
}
