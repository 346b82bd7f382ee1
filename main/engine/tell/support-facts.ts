// What whoever supports a store asks first: the queue, the records, the folders, what is wrong, and what people did
// lately. Reads only.

import type { EngineStatus } from '../../../contract/engine-status.ts'
import type { ActivityRow, SupportFacts } from '../../../contract/ipc.ts'
import type { OrderRow } from '../decide/file-order-table.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'

const shownActivities = 100

interface SingleRow {
  readonly id: number
  readonly at: number
  readonly action: string
  readonly who: string
  readonly file_id: number | null
  readonly name: string | null
  readonly applied: number | null
}

const nameSql = (file: string): string =>
  `(SELECT path FROM sighting WHERE sighting.document_id = ${file} ORDER BY sighting.id LIMIT 1)`

/** Decided one by one: at the command line, and about no file. */
const singleActivity = (db: Db, limit: number): ActivityRow[] =>
  db
    .prepare<[number], SingleRow>(
      `SELECT decision.id, decision.requested_at AS at, decision.action, decision.who, decision.file_id,
              ${nameSql('decision.file_id')} AS name, decision_result.applied
       FROM decision LEFT JOIN decision_result ON decision_result.decision_id = decision.id
       WHERE decision.order_id IS NULL ORDER BY decision.id DESC LIMIT ?`,
    )
    .all(limit)
    .map((row) => ({
      id: String(row.id),
      at: timestampFrom(row.at),
      action: row.action,
      who: row.who,
      fileId: row.file_id === null ? null : String(row.file_id),
      fileName: row.name,
      files: null,
      applied: row.applied === 1,
    }))

interface OrderActivityRow extends OrderRow {
  readonly file_id: number | null
  readonly name: string | null
}

/** Orders that are at their end, one row each, however many files; one that was taken back has a second row. */
const orderActivity = (db: Db, limit: number): ActivityRow[] =>
  db
    .prepare<[number], OrderActivityRow>(
      `SELECT o.*, d.file_id, ${nameSql('d.file_id')} AS name FROM file_order o
         LEFT JOIN decision d ON d.id = (SELECT min(id) FROM decision WHERE order_id = o.id) AND o.files <= 1
       WHERE o.state IN ('done', 'taken-back', 'interrupted') ORDER BY o.id DESC LIMIT ?`,
    )
    .all(limit)
    .flatMap((row) => {
      const of = {
        fileId: row.file_id === null ? null : String(row.file_id),
        fileName: row.name,
        files: row.file_id === null ? row.files : null,
      }
      const given: ActivityRow = {
        ...of,
        id: `o${row.id}`,
        at: timestampFrom(row.given_at),
        action: row.action,
        who: row.who,
        applied: row.state === 'done' && row.files > 0,
      }
      if (row.taken_back_at === null) return [given]
      const who = row.taken_back_by ?? ''
      const at = timestampFrom(row.taken_back_at)
      return [{ ...of, id: `o${row.id}b`, at, action: 'take-back', who, applied: true }, given]
    })

/** What people decided lately, newest first. */
export const recentActivity = (db: Db, limit = shownActivities): ActivityRow[] =>
  [...orderActivity(db, limit), ...singleActivity(db, limit)]
    .toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .slice(0, limit)

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
