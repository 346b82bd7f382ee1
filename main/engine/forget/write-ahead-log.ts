// The write-ahead log beside the database. It is folded into the database whenever nobody reads an older state; a
// reader that stays in the middle of its reading (a stuck program, a backup, a technician's tool) lets it grow. This
// folds it without ever waiting for that reader, and says for how long somebody has been in the way.

import { statSync } from 'node:fs'
import type { Db } from '../storage/open-database.ts'

/** The log is 4 MB in everyday use; above this somebody is in the way. */
export const largeLogBytes = 64 * 1024 * 1024

export interface LogHold {
  /** Since when the log has been too large; this PC's time. */
  readonly since: number
  readonly bytes: number
}

const busyTimeoutMs = 5000

/** Bytes of the log of this database; 0 where there is none. */
export const logBytes = (databasePath: string): number =>
  statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size ?? 0

/**
 * Folds as much of the log as nobody needs any more. If all of it was folded, its file is written from the beginning
 * again; `give-back` shortens it, `keep-room` leaves it as long as it is, so that what is written next needs no room.
 * Never waits for a reader. Throws what SQLite throws when the disk takes no more.
 */
export const foldLog = (db: Db, room: 'give-back' | 'keep-room'): void => {
  // A checkpoint that empties the log waits for readers as long as any statement would: five seconds of a deaf engine.
  db.pragma('busy_timeout = 0')
  try {
    db.pragma(`wal_checkpoint(${room === 'give-back' ? 'TRUNCATE' : 'RESTART'})`)
  } finally {
    db.pragma(`busy_timeout = ${busyTimeoutMs}`)
  }
}

/** What stands in the way of the log after a look at it; folds it when it is large. */
export const watchLog = (db: Db, before: LogHold | null, now: number): LogHold | null => {
  if (logBytes(db.name) <= largeLogBytes) return null
  foldLog(db, 'give-back')
  const bytes = logBytes(db.name)
  return bytes <= largeLogBytes ? null : { since: before?.since ?? now, bytes }
}
