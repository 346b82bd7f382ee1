// What whoever supports a store asks first: the queue, the records, the folders, what is wrong, and what people did
// lately. Reads only.

import type { EngineStatus } from '../../../contract/engine-status.ts'
import type { ActivityRow, SupportFacts } from '../../../contract/ipc.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'

const shownActivities = 100

/** The newest decisions of people, with the file each was about. */
export const recentActivity = (db: Db, limit = shownActivities): ActivityRow[] =>
  db
    .prepare<
      [number],
      {
        id: number
        at: number
        action: string
        who: string
        file_id: number | null
        name: string | null
        applied: number | null
      }
    >(
      `SELECT decision.id, decision.requested_at AS at, decision.action, decision.who, decision.file_id,
              (SELECT path FROM sighting WHERE sighting.document_id = decision.file_id ORDER BY sighting.id LIMIT 1) AS name,
              decision_result.applied
       FROM decision LEFT JOIN decision_result ON decision_result.decision_id = decision.id
       ORDER BY decision.id DESC LIMIT ?`,
    )
    .all(limit)
    .map((row) => ({
      id: String(row.id),
      at: timestampFrom(row.at),
      action: row.action,
      who: row.who,
      fileId: row.file_id === null ? null : String(row.file_id),
      fileName: row.name,
      applied: row.applied === 1,
    }))

export interface SupportFactsQuestion {
  readonly status: EngineStatus
  readonly freeBytes: number | null
  /** How long the last look into each folder took, ms; null before the first. */
  readonly scanMs: (path: string) => number | null
}

const number = (db: Db, sql: string): number => Number(db.pragma(sql, { simple: true }))

export const supportFacts = (db: Db, { status, freeBytes, scanMs }: SupportFactsQuestion): SupportFacts => ({
  counts: status.counts,
  oldestWaitingAt: status.oldestWaitingAt,
  documents: db.prepare<[], number>('SELECT count(*) FROM document').pluck().get() ?? 0,
  databaseBytes: number(db, 'page_count') * number(db, 'page_size'),
  formatVersion: number(db, 'user_version'),
  freeBytes,
  folders: status.folders.map((folder) => ({ ...folder, scanMs: scanMs(folder.path) })),
  problems: status.problems,
  activity: recentActivity(db),
})
