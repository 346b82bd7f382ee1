// What of the records is checked at every start. A store-year is gigabytes, nearly all of it the journals' own bytes, and
// those are checked against their SHA-256 whenever they are used: so a large file is checked table by table, without
// the bytes, and for a few seconds at most. The daily backup is checked whole (storage/backup.ts).

import type { Database } from 'better-sqlite3'

/** Up to this size everything is checked: a few seconds on the slowest disks. */
const ordinaryBytes = 256 * 1024 * 1024
/** No table is begun after this; the one that was begun is finished. */
const ordinaryBudgetMs = 1000
const bytesTable = 'content'

const smallestFirst = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '${bytesTable}'
  ORDER BY CASE name WHEN 'event' THEN 3 WHEN 'register_event' THEN 2 WHEN 'connection_report' THEN 2 ELSE 1 END, name`

/** `ok`, or SQLite's first complaint. Throws what SQLite throws where a page cannot even be read. */
export const checkAtStart = (
  db: Database,
  wholeUpToBytes = ordinaryBytes,
  budgetMs = ordinaryBudgetMs,
  now = (): number => performance.now(),
): string => {
  const ask = (text: string): string => String(db.pragma(text, { simple: true }))
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  if (bytes <= wholeUpToBytes) return ask('quick_check(1)')
  const until = now() + budgetMs
  for (const name of db.prepare<[], string>(smallestFirst).pluck().all()) {
    if (now() > until) break
    const answer = ask(`quick_check('${name}')`)
    if (answer !== 'ok') return answer
  }
  return 'ok'
}
