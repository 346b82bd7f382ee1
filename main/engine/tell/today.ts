// The facts of the Today screen: this sales day and the one before, what a person must look at, the newest files.
// Read only, and cheap enough to be asked again after each change.

import { Big } from 'big.js'
import { everyFile, type DaySummary, type FileFilter, type TodayFacts } from '../../../contract/ipc.ts'
import type { Db } from '../storage/open-database.ts'
import { dateAfter, hourOfDay } from '../support/store-time.ts'
import { timestampOrNull } from '../support/timestamp.ts'
import { lastAcceptedAt } from './counts.ts'
import { countFiles } from './file-page.ts'
import { fileRows, type CommonWait } from './file-rows.ts'
import { countPerHour, storeDateAt, storeDaySpan, type Span, type StoreCalendar } from './store-day.ts'

const mostNamed = 5
const mostLatest = 8

export interface TodayQuestion {
  readonly calendar: StoreCalendar
  /** This PC's time, ms. */
  readonly now: number
  readonly common: CommonWait
  readonly freeBytes: number | null
}

const wholeDay = (date: string): FileFilter => ({ ...everyFile, from: date, to: date })

interface SaleRow {
  readonly key: string
  readonly amount: string
}

/**
 * What the accepted files of a sales day come to: each transaction once however many documents tell it, by the same rows
 * as the sales days (docs/sales-days.md). Null when there is none.
 */
export const acceptedSales = (db: Db, date: string): string | null => {
  const rows = db
    .prepare<[string], SaleRow>(
      `SELECT json_array(d.store_location_id, e.register_id, e.transaction_id, e.kind,
           CASE WHEN e.transaction_id IS NULL THEN e.document_id * 100000 + e.number END) AS key, e.amount
       FROM register_event e JOIN document d ON d.id = e.document_id
       WHERE e.business_date = ? AND e.kind <> 'none' AND e.amount IS NOT NULL AND d.accepted_at IS NOT NULL`,
    )
    .all(date)
  const once = new Map(rows.map(({ key, amount }) => [`${key} ${new Big(amount).toFixed()}`, amount]))
  if (once.size === 0) return null
  return [...once.values()].reduce((total, amount) => total.plus(amount), new Big(0)).toFixed(2)
}

/** Files that were there before the store began and are left alone: seen that day, but no files of that day. */
const leftAlone = (db: Db, { from, to }: Span): number =>
  db
    .prepare<[number, number], number>(
      `SELECT count(*) FROM sighting INDEXED BY sighting_unread WHERE document_id IS NULL AND first_seen_at >= ? AND first_seen_at < ?
         AND state = 'ignored' AND problem = 'before-start'`,
    )
    .pluck()
    .get(from, to) ?? 0

/** How many files of a sales day there are. */
export const foundOn = (db: Db, date: string, calendar: StoreCalendar): number =>
  countFiles(db, wholeDay(date), calendar).all - leftAlone(db, storeDaySpan(date, calendar))

const daySummary = (db: Db, date: string, calendar: StoreCalendar): DaySummary => {
  const counts = countFiles(db, wholeDay(date), calendar)
  return {
    date,
    found: counts.all - leftAlone(db, storeDaySpan(date, calendar)),
    accepted: counts.accepted + counts['with-notes'],
    refused: counts.refused,
    waiting: counts.waiting,
    salesAmount: acceptedSales(db, date),
  }
}

const foundIn = (db: Db, { from, to }: Span): number[] =>
  db
    .prepare<number[], number>(
      `SELECT found_at FROM document WHERE found_at >= ? AND found_at < ?
       UNION ALL SELECT first_seen_at FROM sighting INDEXED BY sighting_unread
         WHERE document_id IS NULL AND first_seen_at >= ? AND first_seen_at < ? AND problem IS NOT 'before-start'`,
    )
    .pluck()
    .all(from, to, from, to)

const needsPersonWhere = `state IN ('refused', 'held') OR (state = 'unclear' AND due_at IS NULL)`

const newestIds = (db: Db, limit: number): number[] =>
  db
    .prepare<[number, number, number], number>(
      `SELECT id FROM (SELECT id FROM document ORDER BY id DESC LIMIT ?)
       UNION ALL SELECT id FROM (SELECT id FROM sighting WHERE document_id IS NULL AND state IN ('found', 'vanished') ORDER BY id DESC LIMIT ?)
       ORDER BY id DESC LIMIT ?`,
    )
    .pluck()
    .all(limit, limit, limit)

export const todayFacts = (db: Db, { calendar, now, common, freeBytes }: TodayQuestion): TodayFacts => {
  const date = storeDateAt(now, calendar)
  const found = foundIn(db, storeDaySpan(date, calendar))
  const needsYou = db
    .prepare<[number], { id: number; name: string; state: string }>(
      `SELECT id, name, state FROM document WHERE ${needsPersonWhere} ORDER BY id DESC LIMIT ?`,
    )
    .all(mostNamed)
  const needsYouCount = db.prepare<[], number>(`SELECT count(*) FROM document WHERE ${needsPersonWhere}`).pluck().get()
  return {
    today: {
      ...daySummary(db, date, calendar),
      lastFileAt: timestampOrNull(found.length === 0 ? null : found.reduce((one, other) => Math.max(one, other))),
      perHour: countPerHour(found, calendar.timeZone),
      currentHour: hourOfDay(now, calendar.timeZone),
    },
    yesterday: daySummary(db, dateAfter(date, -1), calendar),
    lastAcceptedAt: timestampOrNull(lastAcceptedAt(db)),
    needsYou: needsYou.map(({ id, name, state }) => ({ id: String(id), name, state })),
    needsYouCount: needsYouCount ?? 0,
    latest: fileRows(db, newestIds(db, mostLatest), common),
    freeBytes,
  }
}
