// Days a person marked as closed. A mark is one more row and never changed, so that who said what and when stays; the
// newest one counts, and taking it back is a mark too (ux 2.10).

import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { Db } from '../../storage/open-database.ts'

/** Keeps that `who` says the store was closed on a day (`closed`), or that it was open after all. */
export const markDayClosed = (db: Db, date: BusinessDate, closed: boolean, who: string, at: number): void => {
  db.prepare('INSERT INTO day_mark (business_date, closed, who, at) VALUES (?, ?, ?, ?)').run(
    date,
    closed ? 1 : 0,
    who,
    at,
  )
}

/** From a day on: every day that is marked as closed now, oldest first; also days to come. */
export const closedDaysFrom = (db: Db, from: BusinessDate): readonly BusinessDate[] =>
  [...closedDays(db, from, '9999-12-31')].toSorted()

/** The days from `from` to `to`, inclusive, that are marked as closed now. */
export const closedDays = (db: Db, from: BusinessDate, to: BusinessDate): ReadonlySet<BusinessDate> =>
  new Set(
    db
      .prepare<[string, string], string>(
        `SELECT business_date FROM day_mark m WHERE business_date BETWEEN ? AND ? AND closed = 1
           AND id = (SELECT max(id) FROM day_mark WHERE business_date = m.business_date)`,
      )
      .pluck()
      .all(from, to),
  )
