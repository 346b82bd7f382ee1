// verdicts.ndjson: each verdict of the cloud appended and fsynced, beside the database. After a database is restored
// from a backup it is read back, so that what was accepted since then is not sent again (design 4.6).

import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
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

const tailBytes = 64 * 1024

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'verdicts.ndjson')

const lastAttempt = (path: string): number => {
  if (!existsSync(path)) return 0
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    // The last line may be half written if the power went: then the one before it counts.
    for (const line of buffer.toString('utf8').split('\n').toReversed()) {
      const match = /^\{"attempt":(\d+),.*\}$/.exec(line)
      if (match !== null) return Number(match[1])
    }
    return 0
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

/** One per engine. Throws what the file system throws; the caller shows it and tries again with the next verdict. */
export const createVerdictLog = (db: Db, dataDirectory: string): VerdictLog => {
  const path = fileIn(dataDirectory)
  let last = lastAttempt(path)
  let needsNewline = !endsInNewline(path)
  return {
    catchUp: () => {
      const rows = db
        .prepare<[number], VerdictRow>(
          `SELECT e.attempt_id, d.sha256, d.name, e.ended_at, e.outcome, e.reference_id
             FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id JOIN document d ON d.id = a.document_id
           WHERE e.attempt_id > ? AND e.outcome IN ('accepted', 'accepted-with-notes', 'refused') ORDER BY e.attempt_id`,
        )
        .all(last)
      const newest = rows.at(-1)
      if (newest === undefined) return
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
        writeSync(file, `${needsNewline ? '\n' : ''}${lines.join('\n')}\n`)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      needsNewline = false
      last = newest.attempt_id
    },
  }
}
