// The steps of forgetting: each is one short transaction over the oldest few, complete in itself, so that dying between
// two of them, or in one, costs nothing. A document says that its bytes went in the same transaction in which they go.
// Throws what SQLite throws; nothing is half forgotten then.

import type { Db } from '../storage/open-database.ts'
import { forgettableStates } from './forgetting-rule.ts'

const states = forgettableStates.map((state) => `'${state}'`).join(', ')

/** Why bytes were removed: their time was over, or the disk had no room. */
export type RemovalCause = 'age' | 'disk-space'

export interface Forgotten {
  readonly documents: number
  /** True when there may be more to forget by the same rule. */
  readonly more: boolean
}

interface Candidate {
  readonly id: number
  readonly size: number
}

/** A step touches at most this many bytes of journals (as they were read, not as they are kept). */
const mostBytes = 8 * 1024 * 1024

/**
 * Removes the bytes of the documents that have been in a forgettable state longest, of those that have been so since
 * before `before`. At most `limit` documents, fewer when they are large.
 */
export const removeOldestBytes = (db: Db, before: number, cause: RemovalCause, at: number, limit: number): Forgotten =>
  db
    .transaction((): Forgotten => {
      const due = db
        .prepare<[number, number], Candidate>(
          `SELECT id, size FROM document INDEXED BY document_bytes_due
           WHERE bytes_removed_at IS NULL AND state IN (${states}) AND state_since < ? ORDER BY state_since LIMIT ?`,
        )
        .all(before, limit)
      let bytes = 0
      const chosen = due.filter((each, i) => i === 0 || (bytes += each.size) < mostBytes)
      const remove = db.prepare('DELETE FROM content WHERE document_id = ?')
      const note = db.prepare('UPDATE document SET bytes_removed_at = ?, bytes_removed_why = ? WHERE id = ?')
      for (const { id } of chosen) {
        remove.run(id)
        note.run(at, cause, id)
      }
      return {
        documents: chosen.length,
        more: chosen.length > 0 && (chosen.length < due.length || due.length === limit),
      }
    })
    .immediate()

/**
 * Forgets what was said about the documents that have been in a forgettable state since before `before` and whose bytes
 * went already: their events, findings, messages and raw answers. Verdict, reference and times of each attempt stay,
 * and so do the keys that guard against a repeated sale and the facts the sales days stand on.
 */
export const removeOldestDetails = (db: Db, before: number, at: number, limit: number): Forgotten =>
  db
    .transaction((): Forgotten => {
      const due = db
        .prepare<[number, number], number>(
          `SELECT id FROM document INDEXED BY document_details_due
           WHERE bytes_removed_at IS NOT NULL AND details_removed_at IS NULL AND state IN (${states})
             AND state_since < ? ORDER BY state_since LIMIT ?`,
        )
        .pluck()
        .all(before, limit)
      const removals = [
        'DELETE FROM event WHERE document_id = ?',
        'DELETE FROM finding WHERE document_id = ?',
        'DELETE FROM answer_detail WHERE attempt_id IN (SELECT id FROM attempt WHERE document_id = ?)',
        `UPDATE attempt_end SET raw = NULL
           WHERE raw IS NOT NULL AND attempt_id IN (SELECT id FROM attempt WHERE document_id = ?)`,
      ].map((text) => db.prepare<[number]>(text))
      const note = db.prepare('UPDATE document SET details_removed_at = ? WHERE id = ?')
      for (const id of due) {
        // Said first: what the sales days keep of the events stays behind then (migration 003).
        note.run(at, id)
        for (const removal of removals) removal.run(id)
      }
      return { documents: due.length, more: due.length === limit }
    })
    .immediate()

/**
 * Forgets connection reports, outages that are over, and decisions about no file (pauses) of before `before`. Decisions
 * about a file are its history and stay.
 */
export const removeOldRecords = (db: Db, before: number, limit: number): Forgotten =>
  db
    .transaction((): Forgotten => {
      const removals = [
        `DELETE FROM connection_report WHERE id IN (SELECT id FROM connection_report WHERE at < @before ORDER BY at LIMIT @limit)`,
        `DELETE FROM outage WHERE id IN (SELECT id FROM outage WHERE ended_at < @before LIMIT @limit)`,
      ].map((text) => db.prepare(text).run({ before, limit }).changes)
      const pauses = db
        .prepare<[number, number], number>(
          `SELECT id FROM decision WHERE file_id IS NULL AND requested_at < ?
             AND id IN (SELECT decision_id FROM decision_result)
             AND id NOT IN (SELECT decision_id FROM delivery WHERE decision_id IS NOT NULL) LIMIT ?`,
        )
        .pluck()
        .all(before, limit)
      for (const id of pauses) {
        db.prepare('DELETE FROM decision_result WHERE decision_id = ?').run(id)
        db.prepare('DELETE FROM decision WHERE id = ?').run(id)
      }
      const most = Math.max(...removals, pauses.length)
      return { documents: 0, more: most === limit }
    })
    .immediate()

/** Free pages that stay in the database, 4 KiB each: with them sending can go on when the disk has no room left. */
export const keptFreePages = 512

/**
 * Gives at most `pages` free pages of the database back to the disk and keeps `keep` of them. Returns how many it gave
 * back. The file shrinks with the checkpoint that follows.
 */
export const returnFreePages = (db: Db, pages: number, keep: number): number => {
  const free = Number(db.pragma('freelist_count', { simple: true }))
  const spare = Math.min(pages, free - keep)
  if (spare <= 0) return 0
  // exec runs the pragma to its end; one step of it gives back one page.
  db.exec(`PRAGMA incremental_vacuum(${spare})`)
  return spare
}
