// One engine per data directory. The lock is a tiny SQLite file held in BEGIN EXCLUSIVE: the system frees it with the
// process, also after kill -9, and a dead owner leaves nothing behind that a person would have to delete (design 3).

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseUnusable, openSqlite, type Db } from './open-database.ts'

export interface EngineLock {
  release(): void
}

const isBusy = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && String(fault.code).startsWith('SQLITE_BUSY')

const lockFile = (dataDirectory: string): string => join(dataDirectory, 'engine.lock')

/**
 * Takes the lock of a data directory, making the directory if there is none. Waits up to `waitMs` because a reader
 * asking isEngineRunning holds it for a moment. Returns null when another engine has it; throws DatabaseUnusable when
 * there cannot be a lock (no right to write here, a file or something else in its place).
 */
export const takeEngineLock = (dataDirectory: string, waitMs = 1000): EngineLock | null => {
  let db: Db | undefined
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    db = openSqlite(lockFile(dataDirectory))
    db.pragma(`busy_timeout = ${waitMs}`)
    db.exec('BEGIN EXCLUSIVE')
  } catch (fault) {
    db?.close()
    if (isBusy(fault)) return null
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new DatabaseUnusable(
      'blocked',
      `the data directory ${dataDirectory} cannot be used (engine.lock): ${why}`,
      fault,
    )
  }
  const held = db
  return { release: () => held.close() }
}

/** True while an engine holds the data directory. */
export const isEngineRunning = (dataDirectory: string): boolean => {
  let db: Db | undefined
  try {
    db = openSqlite(lockFile(dataDirectory), { fileMustExist: true })
    db.pragma('busy_timeout = 0')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (fault) {
    return isBusy(fault)
  } finally {
    db?.close()
  }
}
