// What one event adds to the sales of its day (twelve facts 1, 2, 4, 5; domain 6): one rule for the amount of a file,
// for Today and for the sales days. Pure, exact, and never throws: an amount nobody could read adds nothing and says so.
//
// A prepay and its completion are one sale, and registers write that in three ways:
//   - the prepay is suspended and its completion carries the same tender again (Passport): the completion counts;
//   - the prepay was paid, and its completion takes it off again in a line of its own, so that its totals are what is
//     left over, mostly zero (Bulloch): both count as written, and a completion of zero is no sale of its own;
//   - the prepay was paid, not suspended, and its completion carries the money again: only what differs counts. This
//     one cannot be seen in the completion alone; hence the parameter `original`.

import { Big } from 'big.js'
import type { DecimalText } from '../../../contract/vocabulary.ts'
import type { JudgedEvent } from './judgement.ts'
import { decimalText } from './decimal-text.ts'
import { sameTransaction } from './sequence-checks.ts'

/** The facts it goes by; `lines` and `linkReason` may be empty for a document that an older reader read. */
export type RevenueFacts = Pick<
  JudgedEvent,
  'type' | 'training' | 'suspended' | 'grandAmount' | 'linkedTransactionId' | 'linkReason' | 'lines'
>

export type RevenueReason =
  /** A sale or refund as written. */
  | 'sale'
  | 'refund'
  /** A void, other, financial or unknown event. */
  | 'not-a-sale'
  | 'training'
  /** Put aside: the event that completes it carries the money. */
  | 'suspended'
  /** Completes something that was paid before, and nothing is left over; or calls it off. */
  | 'completion'
  /** Completes something that was paid before and carries that money again: what differs counts. */
  | 'completion-difference'
  /** The same transaction stands in the document before. */
  | 'told-twice'
  /** A sale or refund without an amount that can be read: it counts as one, its amount does not. */
  | 'amount-unknown'

export interface Revenue {
  /** `none` adds neither to the number of sales nor to the money. */
  readonly kind: 'sale' | 'refund' | 'none'
  /** Signed; a refund is negative whichever sign its register writes. Null when unknown; "0" for `none`. */
  readonly amount: DecimalText | null
  readonly why: RevenueReason
}

const nothing = (why: RevenueReason): Revenue => ({ kind: 'none', amount: '0', why })

const prepaid = ({ lines }: RevenueFacts): Big => new Big(lines.fuelPrepay?.amount ?? '0')

/** Whether `original` was counted when it was written, although this event carries its money again. */
const carriesAgain = (event: RevenueFacts, original: RevenueFacts): boolean =>
  original.type === 'SaleEvent' &&
  !original.suspended &&
  !original.training &&
  original.grandAmount !== null &&
  prepaid(original).gt(0) &&
  event.lines.fuel !== undefined &&
  prepaid(event).gte(0) &&
  (event.linkReason === null || /prepay/i.test(event.linkReason))

/**
 * What an event adds to sales.
 *
 * @param original the event it completes (`linkedTransactionId`), where that one is known: from the same file or from
 *   another one. Without it a completion is counted as written, which is right for every register seen so far.
 */
export const revenueOf = (event: RevenueFacts, original: RevenueFacts | null = null): Revenue => {
  const { type, grandAmount } = event
  if (type !== 'SaleEvent' && type !== 'RefundEvent') return nothing('not-a-sale')
  if (event.training) return nothing('training')
  if (event.suspended) return nothing('suspended')
  const kind = type === 'RefundEvent' ? 'refund' : 'sale'
  if (grandAmount === null) return { kind, amount: null, why: 'amount-unknown' }
  const written = new Big(grandAmount)
  if (kind === 'refund') return { kind, amount: decimalText(written.abs().neg(), grandAmount), why: 'refund' }
  if (event.linkedTransactionId === null) return { kind, amount: grandAmount, why: 'sale' }
  if (original !== null && carriesAgain(event, original)) {
    const rest = written.minus(prepaid(original))
    return rest.eq(0)
      ? nothing('completion')
      : {
          kind,
          amount: decimalText(rest, grandAmount, original.lines.fuelPrepay?.amount ?? '0'),
          why: 'completion-difference',
        }
  }
  return written.eq(0) ? nothing('completion') : { kind, amount: grandAmount, why: 'sale' }
}

const transactionOf = (registerId: string | null, transactionId: string | null): string =>
  `${registerId ?? ''}\0${transactionId ?? ''}`

/**
 * What each event of a document adds, in their order: completions know the events of this document they complete, and a
 * transaction that stands in it twice counts once.
 */
export const revenuesOf = (events: readonly JudgedEvent[]): readonly Revenue[] => {
  const byTransaction = new Map<string, JudgedEvent>()
  if (events.some(({ linkedTransactionId }) => linkedTransactionId !== null))
    for (const event of events) byTransaction.set(transactionOf(event.registerId, event.transactionId), event)
  const told = new Set<string>()
  return events.map((event) => {
    const key = sameTransaction(event)
    if (key !== null && told.has(key)) return nothing('told-twice')
    if (key !== null) told.add(key)
    const { linkedTransactionId, linkedRegisterId, registerId } = event
    if (linkedTransactionId === null) return revenueOf(event)
    const original = byTransaction.get(transactionOf(linkedRegisterId ?? registerId, linkedTransactionId))
    return revenueOf(event, original === event ? null : (original ?? null))
  })
}
