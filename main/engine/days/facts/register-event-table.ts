// Keeps what the sales days need of a judged document: one row per event that names a business date, written in the
// transaction that keeps the judgement, so that the two never disagree. The rows go by a trigger with their events.
//
// A prepay and its completion may lie in two files that come in any order: whichever is judged second finds the other.

import type { JudgedEvent } from '../../judge/judgement.ts'
import { revenueOf, revenuesOf, type Revenue } from '../../judge/revenue.ts'
import { eventFromRow, type EventRow } from '../../judging/event-facts.ts'
import type { Db } from '../../storage/open-database.ts'
import { dateAfter } from '../../support/store-time.ts'

/** A completion comes within so many business days of its prepay. */
const completionDays = 3

/**
 * Seconds on the register's clock since 1970-01-01T00:00:00 of that clock, when the event ended; null when it says no
 * time. Add the store's time zone to get a moment.
 */
export const clockSeconds = ({ startDate, startTime, endDate, endTime }: JudgedEvent): number | null => {
  const date = endDate ?? startDate
  const time = (endDate === null ? null : endTime) ?? startTime
  if (date === null || time === null) return null
  const ms = Date.parse(`${date}T${time}Z`)
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000)
}

const isSale = ({ type }: JudgedEvent): boolean => type === 'SaleEvent' || type === 'RefundEvent'

interface EventKey {
  readonly document_id: number
  readonly number: number
}

const eventAt = (db: Db, { document_id, number }: EventKey): JudgedEvent | null => {
  const row = db
    .prepare<[number, number], EventRow>('SELECT * FROM event WHERE document_id = ? AND number = ?')
    .get(document_id, number)
  return row === undefined ? null : eventFromRow(row)
}

/** The event of another document that this one completes; null when it is not known (yet). */
const originalElsewhere = (db: Db, documentId: number, event: JudgedEvent, date: string): JudgedEvent | null => {
  const dates = Array.from({ length: completionDays + 1 }, (_, i) => dateAfter(date, -i))
  const key = db
    .prepare<unknown[], EventKey>(
      `SELECT document_id, number FROM register_event WHERE business_date IN (${dates.map(() => '?').join(', ')})
         AND register_id = ? AND transaction_id = ? AND document_id <> ? ORDER BY business_date DESC LIMIT 1`,
    )
    .get(...dates, event.linkedRegisterId ?? event.registerId ?? '', event.linkedTransactionId, documentId)
  return key === undefined ? null : eventAt(db, key)
}

/** Money that a completion in another file may carry again. */
const isOpenPrepay = (event: JudgedEvent): boolean =>
  event.type === 'SaleEvent' && !event.suspended && !event.training && event.lines.fuelPrepay !== undefined

const countCompletionsAnew = (db: Db, documentId: number, prepay: JudgedEvent, date: string): void => {
  const completions = db
    .prepare<
      [string | null, string, number, string, string],
      EventKey & { business_date: string; register_id: string }
    >(
      `SELECT business_date, register_id, document_id, number FROM register_event
       WHERE linked_transaction_id = ? AND coalesce(linked_register_id, register_id) = ? AND document_id <> ?
         AND business_date BETWEEN ? AND ?`,
    )
    .all(prepay.transactionId, prepay.registerId ?? '', documentId, date, dateAfter(date, completionDays))
  for (const key of completions) {
    const event = eventAt(db, key)
    if (event === null) continue
    const { kind, amount, tax } = columnsOf(event, revenueOf(event, prepay))
    db.prepare(
      `UPDATE register_event SET kind = ?, amount = ?, tax = ?
       WHERE business_date = ? AND register_id = ? AND document_id = ? AND number = ?`,
    ).run(kind, amount, tax, key.business_date, key.register_id, key.document_id, key.number)
  }
}

const columnsOf = (
  event: JudgedEvent,
  { kind, amount, why }: Revenue,
): { readonly kind: Revenue['kind']; readonly amount: string | null; readonly tax: string | null } => ({
  kind,
  amount: kind === 'none' ? null : amount,
  // Of a difference nobody knows which part is tax.
  tax: kind === 'none' || why === 'completion-difference' ? null : event.taxAmount,
})

/**
 * Keeps the events of a document whose rows in `event` were just written anew; call it in the same transaction. Events
 * without a business date have no day; one without a register is kept, under an empty register, when it is a sale.
 */
export const keepRegisterEvents = (db: Db, documentId: number, events: readonly JudgedEvent[]): void => {
  const insert = db.prepare(
    `INSERT INTO register_event (business_date, register_id, document_id, number, transaction_id, kind, amount, tax, at,
       linked_register_id, linked_transaction_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const revenues = revenuesOf(events)
  const here = new Set(events.map(({ registerId, transactionId }) => JSON.stringify([registerId, transactionId])))
  for (const [i, event] of events.entries()) {
    const { businessDate, registerId, transactionId, linkedRegisterId, linkedTransactionId } = event
    const known = revenues[i]
    if (known === undefined || businessDate === null || (registerId === null && !isSale(event))) continue
    const completesElsewhere =
      isSale(event) &&
      linkedTransactionId !== null &&
      !here.has(JSON.stringify([linkedRegisterId ?? registerId, linkedTransactionId]))
    const revenue = completesElsewhere
      ? revenueOf(event, originalElsewhere(db, documentId, event, businessDate))
      : known
    const { kind, amount, tax } = columnsOf(event, revenue)
    insert.run(
      businessDate,
      registerId ?? '',
      documentId,
      i + 1,
      transactionId,
      kind,
      amount,
      tax,
      clockSeconds(event),
      linkedRegisterId,
      linkedTransactionId,
    )
    if (isOpenPrepay(event) && transactionId !== null) countCompletionsAnew(db, documentId, event, businessDate)
  }
}
