// verdicts.ndjson: each verdict of the cloud appended and fsynced, beside the database. After a database is restored
// from a backup it is read back, so that what was accepted since then is not sent again (design 4.6).

import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'

interface VerdictRow {
  readonly attempt_id: number
  readonly sha256: string | null
  readonly name: string
  readonly ended_at: number
  readonly outcome: string
  readonly reference_id: string | null
}

const tailBytes = 256 * 1024

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'verdicts.ndjson')

const attemptIn = (line: string): number | null => {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('attempt' in value)) return null
    return typeof value.attempt === 'number' ? value.attempt : null
  } catch {
    // The last line is half written when the power went: that verdict is not in the file.
    return null
  }
}

/** The attempts of the newest lines, and below which one everything is taken as written. */
const newestWritten = (path: string): { attempts: number[]; from: number } => {
  if (!existsSync(path)) return { attempts: [], from: 0 }
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    const attempts = buffer
      .toString('utf8')
      .split('\n')
      .flatMap((line) => attemptIn(line) ?? [])
    return { attempts, from: size <= tailBytes ? 0 : Math.min(...attempts, Infinity) }
  } finally {
    closeSync(file)
  }
}

const endsInNewline = (path: string): boolean => {
  if (!existsSync(path)) return true
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size === 0) return true
    const last = Buffer.alloc(1)
    readSync(file, last, 0, 1, size - 1)
    return last[0] === 0x0a
  } finally {
    closeSync(file)
  }
}

export interface VerdictLog {
  /** Appends every verdict the database has and the file has not; returns after the fsync. */
  catchUp(): void
}

const newestAttempt = (db: Db): number =>
  db.prepare<[], number | null>('SELECT max(id) FROM attempt').pluck().get() ?? 0

/** The newest attempt of which it is certain that no older one is on its way any more. */
const allEndedUpTo = (db: Db): number => {
  const oldestOpen = db
    .prepare<[], number | null>(
      `SELECT min(a.id) FROM document d JOIN attempt a ON a.document_id = d.id
         LEFT JOIN attempt_end e ON e.attempt_id = a.id WHERE d.state = 'sending' AND e.attempt_id IS NULL`,
    )
    .pluck()
    .get()
  return oldestOpen === null || oldestOpen === undefined ? newestAttempt(db) : oldestOpen - 1
}

/** One per engine. Throws what the file system throws; the caller shows it and tries again with the next verdict. */
export const createVerdictLog = (db: Db, dataDirectory: string): VerdictLog => {
  const path = fileIn(dataDirectory)
  const known = newestWritten(path)
  // Answers come in another order than the requests went: above this attempt it is known one by one what was written.
  // A database that was put back to an older state gives the numbers of lost attempts anew: those lines do not count.
  const newest = newestAttempt(db)
  let from = Math.min(known.from === Infinity ? 0 : known.from, newest)
  const written = new Set(known.attempts.filter((attempt) => attempt > from && attempt <= newest))
  let needsNewline = !endsInNewline(path)
  return {
    catchUp: () => {
      const rows = db
        .prepare<[number], VerdictRow>(
          `SELECT e.attempt_id, d.sha256, d.name, e.ended_at, e.outcome, e.reference_id
             FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id JOIN document d ON d.id = a.document_id
           WHERE e.attempt_id > ? AND e.outcome IN ('accepted', 'accepted-with-notes', 'refused') ORDER BY e.attempt_id`,
        )
        .all(from)
        .filter((row) => !written.has(row.attempt_id))
      if (rows.length > 0) {
        const lines = rows.map((row) =>
          JSON.stringify({
            attempt: row.attempt_id,
            sha256: row.sha256,
            name: row.name,
            at: timestampFrom(row.ended_at),
            verdict: row.outcome,
            referenceId: row.reference_id,
          }),
        )
        const file = openSync(path, 'a', 0o600)
        try {
          const text = `${needsNewline ? '\n' : ''}${lines.join('\n')}\n`
          // Until it is known to be whole, the next line must not join what may be half a line.
          needsNewline = true
          writeFileSync(file, text)
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
        needsNewline = false
        for (const row of rows) written.add(row.attempt_id)
      }
      from = Math.max(from, allEndedUpTo(db))
      for (const attempt of written) if (attempt <= from) written.delete(attempt)
    },
  }
}
