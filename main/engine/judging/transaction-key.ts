// When two documents tell of the same transaction (design 4.1): same store, register, transaction number, business
// date, event type and grand amount. Event sequence numbers are no key: they are 1 in every Passport event.

import { Big } from 'big.js'
import type { JudgedEvent, Judgement } from '../judge/judgement.ts'
import { revenuesOf } from '../judge/revenue.ts'

const isSale = (event: JudgedEvent): boolean => event.type === 'SaleEvent' || event.type === 'RefundEvent'

/** Events that are money taken or given back for real: a sale or a refund outside training mode. */
export const isLiveSale = (event: JudgedEvent): boolean => isSale(event) && !event.training

const amountWord = (amount: string | null): string => {
  if (amount === null) return ''
  return new Big(amount).toFixed()
}

/** What a transaction is told by. */
export type TransactionMarks = Pick<
  JudgedEvent,
  'registerId' | 'transactionId' | 'businessDate' | 'type' | 'grandAmount'
>

/** The key of one transaction of a store; null without a register or a transaction number. */
export const transactionKey = (storeLocationId: string | null, event: TransactionMarks): string | null => {
  const { registerId, transactionId, businessDate, type, grandAmount } = event
  if (registerId === null || transactionId === null || registerId === '' || transactionId === '') return null
  const parts = [storeLocationId ?? '', registerId, transactionId, businessDate ?? '', type, amountWord(grandAmount)]
  return parts.map((part) => encodeURIComponent(part)).join('|')
}

/** Keys of a journal's live sales; an event without register or transaction number has none. */
export const transactionKeys = (judgement: Judgement): string[] => {
  const keys = judgement.events
    .filter(isLiveSale)
    .flatMap((event) => transactionKey(judgement.storeLocationId, event) ?? [])
  return [...new Set(keys)]
}

/**
 * What the live sales of a journal come to, as a decimal text; null when there is nothing to count. The rules are those
 * of `revenueOf`: a prepay and its completion once, a refund negative whichever sign its dialect writes.
 */
export const salesAmount = (events: readonly JudgedEvent[]): string | null => {
  const counted = revenuesOf(events).flatMap(({ kind, amount, why }) =>
    (kind === 'none' && why !== 'completion') || amount === null ? [] : [amount],
  )
  return counted.length === 0 ? null : counted.reduce((total, amount) => total.plus(amount), new Big(0)).toFixed(2)
}
