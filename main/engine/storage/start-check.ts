// What of the records is checked before an engine works with them. A store-year is gigabytes, nearly all of it the
// journals' own bytes, and those are checked against their SHA-256 whenever they are used: so a large file is checked
// table by table, without the bytes, and where somebody checks it later, not before Today is on the screen
// (records-check.ts). The daily backup is checked whole (backup.ts).

import type { Database } from 'better-sqlite3'

/** Up to this size everything is checked at once, always: a few seconds on the slowest disks. */
export const ordinaryBytes = 256 * 1024 * 1024
const bytesTable = 'content'

const tablesSql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '${bytesTable}' ORDER BY name`

const ask = (db: Database, text: string): string => String(db.pragma(text, { simple: true }))

/** Whether the database is larger than so many bytes, by what it says itself. */
export const isLargerThan = (db: Database, bytes: number): boolean =>
  Number(ask(db, 'page_count')) * Number(ask(db, 'page_size')) > bytes

/**
 * Every table but the journals' bytes: `ok`, or SQLite's first complaint. A second for a store-year on a quick disk, and
 * many on a slow one. Throws what SQLite throws where a page cannot even be read.
 */
export const checkTables = (db: Database): string => {
  for (const name of db.prepare<[], string>(tablesSql).pluck().all()) {
    const answer = ask(db, `quick_check('${name}')`)
    if (answer !== 'ok') return answer
  }
  return 'ok'
}

/** The check of an opening: whole, or of a large file its tables. Answers and throws like checkTables. */
export const checkAtStart = (db: Database, wholeUpToBytes = ordinaryBytes): string =>
  isLargerThan(db, wholeUpToBytes) ? checkTables(db) : ask(db, 'quick_check(1)')
