// Which document goes next: oldest business date first, with a lane for today, so that a backlog of a week does not
// keep today's sales from the office (design 4.3).

import type { DocumentRow } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import { readWallOffset, writeWallOffset } from '../storage/wall-offset.ts'

export interface DueQuestion {
  /** Engine time. */
  readonly now: number
  /** The store's business date now. */
  readonly today: string
  /** True when none of the requests on their way is of today, and one slot is owed to it. */
  readonly todayFirst: boolean
  /** While the road is tried again: only documents that certainly have not arrived before. */
  readonly onlyNeverSent: boolean
}

const dueOf = (
  db: Db,
  state: 'waiting' | 'unclear',
  extra: string,
  parameters: readonly (string | number)[],
): DocumentRow | undefined =>
  db
    .prepare<(string | number)[], DocumentRow>(
      `SELECT * FROM document WHERE state = '${state}' AND ${state === 'waiting' ? '(due_at IS NULL OR due_at <= ?)' : 'due_at <= ?'}
         ${extra} ORDER BY order_date, id LIMIT 1`,
    )
    .get(...parameters)

const earlier = (a: DocumentRow | undefined, b: DocumentRow | undefined): DocumentRow | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  if (a.order_date !== b.order_date) return a.order_date < b.order_date ? a : b
  return a.id < b.id ? a : b
}

/** The next document to send, or undefined when none is due. */
export const nextDue = (db: Db, question: DueQuestion): DocumentRow | undefined => {
  const { now, today } = question
  if (question.onlyNeverSent) return dueOf(db, 'waiting', 'AND unclear_sends = 0', [now])
  if (question.todayFirst) {
    const fresh = earlier(
      dueOf(db, 'waiting', 'AND order_date >= ?', [now, today]),
      dueOf(db, 'unclear', 'AND order_date >= ?', [now, today]),
    )
    if (fresh !== undefined) return fresh
  }
  return earlier(dueOf(db, 'waiting', '', [now]), dueOf(db, 'unclear', '', [now]))
}

/** Engine time at which the next document becomes due; null when none will by itself. */
export const nextDueAt = (db: Db, now: number): number | null =>
  db
    .prepare<[number], number | null>(
      `SELECT min(due_at) FROM document WHERE state IN ('waiting', 'unclear') AND due_at > ?`,
    )
    .pluck()
    .get(now) ?? null

/** Everything that waits because of the service is due now. */
export const releaseServiceWaits = (db: Db, now: number): void => {
  db.prepare(
    `UPDATE document SET due_at = CASE state WHEN 'waiting' THEN NULL ELSE ? END
     WHERE state IN ('waiting', 'unclear') AND wait_cause = 'service' AND due_at > ?`,
  ).run(now, now)
}

/** Everything that waits for a time is due now and starts its delays anew: Try now. */
export const releaseAllWaits = (db: Db, now: number): void => {
  db.prepare(
    `UPDATE document SET due_at = CASE state WHEN 'waiting' THEN NULL ELSE ? END, failures = 0
     WHERE state IN ('waiting', 'unclear') AND due_at > ?`,
  ).run(now, now)
}

/**
 * At start: due times were written in the engine time of another run, and this PC's clock may have been set since.
 * No document waits longer from now on than the delay it was given (design 4.3).
 */
export const rebaseWaits = (db: Db, now: number): void => {
  db.prepare(
    `UPDATE document SET due_at = ? + min(max(0, due_at + ? - ?), coalesce(delay_ms, 0))
     WHERE state IN ('waiting', 'unclear', 'set-aside', 'ignored') AND due_at IS NOT NULL`,
  ).run(now, readWallOffset(db), now)
  // Engine time begins as this PC's time.
  writeWallOffset(db, 0)
}

/** At start, when the owner wants to be asked: nothing that may have arrived is left in the queue (design 4.4). */
export const leaveUnclearToPersons = (db: Db): void => {
  db.prepare(`UPDATE document SET due_at = NULL, delay_ms = NULL, wait_cause = NULL WHERE state = 'unclear'`).run()
}
