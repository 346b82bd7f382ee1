// Counts over all files, for the status and the screens.

import { noFiles, type DocumentState } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'

export const countsByState = (db: Db): Record<DocumentState, number> => {
  const counts = { ...noFiles }
  const rows = db
    .prepare<[], { state: DocumentState; n: number }>(
      `SELECT state, count(*) AS n FROM document GROUP BY state
       UNION ALL SELECT state, count(*) AS n FROM sighting WHERE document_id IS NULL GROUP BY state`,
    )
    .all()
  for (const { state, n } of rows) counts[state] += n
  return counts
}

/**
 * When the oldest of what is still to be sent was stored, or found where it cannot be read yet (an empty file has
 * nothing to send); this PC's time, null when nothing waits.
 */
export const oldestWaitingAt = (db: Db): number | null =>
  db
    .prepare<[], number | null>(
      `SELECT min(since) FROM (
         SELECT min(stored_at) AS since FROM document WHERE state IN ('stored', 'waiting', 'sending')
           OR (state = 'unclear' AND due_at IS NOT NULL)
         UNION ALL
         SELECT min(first_seen_at) FROM sighting WHERE document_id IS NULL AND state = 'found' AND problem IS NOT 'empty')`,
    )
    .pluck()
    .get() ?? null

/** When the first acceptance of any document came last; null when none has been accepted. */
export const lastAcceptedAt = (db: Db): number | null =>
  db.prepare<[], number | null>('SELECT max(accepted_at) FROM document WHERE accepted_at IS NOT NULL').pluck().get() ??
  null

/** Documents that may have arrived and ask a person, because they may not be sent again by themselves. */
export const unclearAsking = (db: Db): number =>
  db.prepare<[], number>(`SELECT count(*) FROM document WHERE state = 'unclear' AND due_at IS NULL`).pluck().get() ?? 0

/** Since when the oldest refused, held and unclear document is in its state. */
export const oldestSince = (db: Db): Partial<Record<DocumentState, number>> => {
  const rows = db
    .prepare<[], { state: DocumentState; since: number }>(
      `SELECT state, min(state_since) AS since FROM document WHERE state IN ('refused', 'held', 'unclear') GROUP BY state`,
    )
    .all()
  return Object.fromEntries(rows.map(({ state, since }) => [state, since]))
}
