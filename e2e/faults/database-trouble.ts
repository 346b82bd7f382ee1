// Looks into the database of a stopped engine with another SQLite than the program's own (the one inside Node), so that
// what is sound is not said by the code that made it.

import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** What integrity_check and foreign_key_check say against a database; empty when it is sound. */
export const databaseTrouble = (path: string): readonly string[] => {
  if (!existsSync(path)) return [`there is no database at ${path}`]
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    const found = db
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
    const orphans = db.prepare('PRAGMA foreign_key_check').all().length
    return [
      ...found.filter((line) => line !== 'ok').map((line) => `integrity_check: ${line}`),
      ...(orphans === 0 ? [] : [`foreign_key_check: ${orphans} rows`]),
    ]
  } catch (fault) {
    return [`the database cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`]
  } finally {
    db?.close()
  }
}

/** The SQLite inside this Node. */
export const checkingSqliteVersion = (): string => {
  const db = new DatabaseSync(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version() AS version').get()?.['version'])
  } finally {
    db.close()
  }
}
