// When two documents tell of the same transaction (design 4.1): same store, register, transaction number, business
// date, event type and grand amount. Event sequence numbers are no key: they are 1 in every Passport event.

import { Big } from 'big.js'
import type { JudgedEvent, Judgement } from '../judge/judgement.ts'

const isSale = (event: JudgedEvent): boolean => event.type === 'SaleEvent' || event.type === 'RefundEvent'

/** Events that are money taken or given back for real: a sale or a refund outside training mode. */
export const isLiveSale = (event: JudgedEvent): boolean => isSale(event) && !event.training

const amountWord = (amount: string | null): string => {
  if (amount === null) return ''
  return new Big(amount).toFixed()
}

/** Keys of a journal's live sales; an event without register or transaction number has none. */
export const transactionKeys = (judgement: Judgement): string[] => {
  const keys = judgement.events.filter(isLiveSale).flatMap((event) => {
    if (event.registerId === null || event.transactionId === null) return []
    if (event.registerId === '' || event.transactionId === '') return []
    const { registerId, transactionId, businessDate, type, grandAmount } = event
    const parts = [
      judgement.storeLocationId ?? '',
      registerId,
      transactionId,
      businessDate ?? '',
      type,
      amountWord(grandAmount),
    ]
    return [parts.map((part) => encodeURIComponent(part)).join('|')]
  })
  return [...new Set(keys)]
}

/**
 * What the live sales of a journal come to, as a decimal text. A suspended prepay is left out, because its completion
 * carries the same money; a refund counts negative whichever sign its dialect writes (domain 6, twelve facts 2).
 */
export const salesAmount = (events: readonly JudgedEvent[]): string | null => {
  const counted = events.filter((event) => isLiveSale(event) && !event.suspended && event.grandAmount !== null)
  if (counted.length === 0) return null
  const sum = counted.reduce((total, { type, grandAmount }) => {
    const amount = new Big(grandAmount ?? '0')
    return total.plus(type === 'RefundEvent' ? amount.abs().neg() : amount)
  }, new Big(0))
  return sum.toFixed(2)
}
