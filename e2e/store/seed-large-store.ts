// A store-year in a database of the real schema, made by SQL in some seconds: files of every day from six in the morning
// to ten at night, nearly all accepted, some with notes, few refused, held or with nothing to send; each with its
// sighting, delivery, attempt, answer, event and key, as the engine writes them. The bytes of the last ninety days are
// there in size only: whoever needs a file to read writes one.
//
// Indexes are taken away while the rows are written and made again as the schema has them; nothing else differs from a
// database that grew. Throws what SQLite throws.

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { readerVersion } from '../../main/engine/judge/reader-version.ts'
import { databaseFile } from '../../main/engine/storage/database-file.ts'
import { openBesideEngine, openDatabase, type Db } from '../../main/engine/storage/open-database.ts'
import { storeNumber } from './journal.ts'

const dayMs = 24 * 3600_000
const days = 365
const bytesKeptDays = 90

export interface LargeStoreOptions {
  /** The store's; a database is made when it is not there. */
  readonly dataDirectory: string
  readonly files: number
  /** The newest file is of this moment, ms. */
  readonly now: number
}

const indexesOf = (db: Db): readonly { readonly name: string; readonly sql: string }[] =>
  db
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`,
    )
    .all()

/** One row a file: what all tables are filled from. Times are those of a store five hours behind Greenwich. */
const planSql = `
CREATE TEMP TABLE plan AS
  WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < @files),
    spread AS (SELECT i, ${days} * (i - 1) / @files AS day, CAST(1000 * (i % 7) AS INTEGER) AS jitter FROM numbers),
    timed AS (
      SELECT i, day, @midnight - (${days} - 1 - day) * ${dayMs} + 6 * 3600000
        + CAST(16.0 * 3600000 * ((i - 1) - day * @files / ${days}.0) / (@files / ${days}.0) AS INTEGER) + jitter AS at
      FROM spread)
  SELECT i, min(at, @now - (@files - i) - 2000) AS at,
    strftime('%Y-%m-%d', (min(at, @now - (@files - i) - 2000) - 5 * 3600000) / 1000, 'unixepoch') AS date,
    1 + i % 4 AS register,
    CASE WHEN i % 20000 = 7 THEN 'refused' WHEN i % 300 = 5 THEN 'accepted-with-notes' WHEN i % 30000 = 11 THEN 'held'
      WHEN i % 900 = 13 THEN 'not-needed' ELSE 'accepted' END AS state,
    printf('%d.%02d', 1 + (i * 7919) % 90, (i * 104729) % 100) AS amount
  FROM timed ORDER BY i`

const isSent = `state NOT IN ('held', 'not-needed')`
const isAccepted = `state IN ('accepted', 'accepted-with-notes')`
const name = `'PJR' || strftime('%Y%m%d%H%M%S', (at - 5 * 3600000) / 1000, 'unixepoch') || '-' || register || printf('%06d', i) || '.xml'`
const reference = `printf('%08x-%04x-4%03x-a%03x-%012x', (i * 2654435761) % 4294967296, i % 65536, i % 4096, (i * 7) % 4096, i * 7919)`

const fillSql: readonly string[] = [
  `INSERT INTO document (id, source, name, sha256, size, modified_at, found_at, stored_at, state, problem, state_since,
     delivery_id, attempts, accepted_at, accepted_reference_id, newest_answer_id, judging_starts, reader_version, encoding,
     root, version, store_location_id, vendor, vendor_model, order_date, business_dates, sales, sales_amount,
     bytes_removed_at, bytes_removed_why)
   SELECT i, 'folder', ${name}, printf('%08x%08x%048x', (i * 2654435761) % 4294967296, (i * 40503) % 4294967296, i),
     4000 + i % 3000, at - 1000, at, at + 60, state, CASE state WHEN 'held' THEN 'not-well-formed' WHEN 'not-needed' THEN 'no-sales' END,
     at + 900, CASE WHEN ${isSent} THEN i END, CASE WHEN ${isSent} THEN 1 ELSE 0 END,
     CASE WHEN ${isAccepted} THEN at + 900 END, CASE WHEN ${isAccepted} THEN ${reference} END,
     CASE WHEN ${isSent} THEN i END, 1, ${readerVersion}, 'UTF-8', 'NAXML-POSJournal', '3.4', '${storeNumber}', 'Corner Registers', '4.2',
     date, json_array(date), CASE state WHEN 'not-needed' THEN 0 ELSE 1 END, CASE state WHEN 'not-needed' THEN NULL ELSE amount END,
     CASE WHEN ${isAccepted} AND at < @keptFrom THEN at + ${bytesKeptDays * dayMs} END, CASE WHEN ${isAccepted} AND at < @keptFrom THEN 'age' END
   FROM plan`,
  `INSERT INTO sighting (id, folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, document_id)
   SELECT i, @folder, ${name}, 4000 + i % 3000, CAST(at - 1000 AS TEXT) || '000000', at, at, 0, 'stored', i FROM plan`,
  `INSERT INTO content (document_id, deflated) SELECT i, @bytes FROM plan WHERE NOT (${isAccepted} AND at < @keptFrom)`,
  `INSERT INTO event (document_id, number, type, register_id, transaction_id, business_date, grand_amount, line, end_line, facts)
   SELECT i, 1, 'SaleEvent', CAST(register AS TEXT), CAST(100000 + i AS TEXT), date, amount, 12, 60,
     json_object('training', json('false'), 'suspended', json('false'), 'outside', json('false'), 'startDate', date,
       'startTime', strftime('%H:%M:%S', (at - 5 * 3600000) / 1000, 'unixepoch')) FROM plan WHERE state <> 'not-needed'`,
  `INSERT INTO register_event (business_date, register_id, document_id, number, transaction_id, kind, amount, tax, at)
   SELECT date, CAST(register AS TEXT), i, 1, CAST(100000 + i AS TEXT), 'sale', amount, '0.10', (at - 5 * 3600000) / 1000
   FROM plan WHERE state <> 'not-needed'`,
  `INSERT INTO transaction_key (key, document_id)
   SELECT '${storeNumber}|' || register || '|' || (100000 + i) || '|' || date || '|SaleEvent|' || amount, i FROM plan WHERE state <> 'not-needed'`,
  `INSERT INTO finding (document_id, number, severity, rule, line, col, message)
   SELECT i, 1, 'error', 'not-well-formed', 40, 7, 'The element is not closed.' FROM plan WHERE state = 'held'`,
  `INSERT INTO delivery (id, document_id, created_at) SELECT i, i, at + 100 FROM plan WHERE ${isSent}`,
  `INSERT INTO attempt (id, delivery_id, document_id, number, started_at) SELECT i, i, i, 1, at + 400 FROM plan WHERE ${isSent}`,
  `INSERT INTO attempt_end (attempt_id, ended_at, outcome, http_status, may_have_arrived, reference_id, document_name,
     validation_status, status_message)
   SELECT i, at + 900, state, 200, 1, ${reference}, ${name},
     CASE state WHEN 'refused' THEN 'FatalError' WHEN 'accepted' THEN 'Success' ELSE 'NonFatalError' END, 'Processed'
   FROM plan WHERE ${isSent}`,
  `INSERT INTO answer_detail (attempt_id, number, line, position, severity, message)
   SELECT i, 1, 24, 14, CASE state WHEN 'refused' THEN 'Error' ELSE 'Warning' END, 'ActualSalesPrice: the value is not a decimal.'
   FROM plan WHERE state IN ('refused', 'accepted-with-notes')`,
  `INSERT INTO connection_report (at, state, ok, http_status)
   WITH RECURSIVE times (at) AS (SELECT @midnight - ${days - 1} * ${dayMs} UNION ALL SELECT at + 300000 FROM times WHERE at + 300000 < @now)
   SELECT at, 'OK', 1, 200 FROM times`,
]

/** The newest lines of the file beside the database (answer/verdict-log.ts); older ones are looked at only after a loss. */
const verdictsSql = `
SELECT json_object('attempt', id, 'sha256', sha256, 'name', name,
  'at', strftime('%Y-%m-%dT%H:%M:%S', (state_since) / 1000, 'unixepoch') || printf('.%03dZ', state_since % 1000),
  'verdict', state, 'referenceId', accepted_reference_id, 'size', size)
FROM (SELECT * FROM document WHERE newest_answer_id IS NOT NULL ORDER BY id DESC LIMIT 3000) ORDER BY id`

/** Fills the database of a store that is set up and not running. */
export const seedLargeStore = ({ dataDirectory, files, now }: LargeStoreOptions): void => {
  const db = openDatabase(databaseFile(dataDirectory))
  try {
    // Only while it is made: nobody else reads it, and after a crash it is made anew.
    db.pragma('synchronous = OFF')
    db.pragma('cache_size = -200000')
    const indexes = indexesOf(db)
    const zone = 5 * 3600_000
    const values = {
      // Whole numbers: a JavaScript number would become a real one.
      files: BigInt(files),
      now: BigInt(now),
      midnight: BigInt(Math.floor((now - zone) / dayMs) * dayMs + zone),
      keptFrom: BigInt(now - bytesKeptDays * dayMs),
      folder: BigInt(
        db
          .prepare(`INSERT INTO folder (path, met_at, starts_at) VALUES ('/register/BOOutBox', ?, NULL)`)
          .run(now - days * dayMs).lastInsertRowid,
      ),
      bytes: deflateSync(Buffer.from(randomBytes(500).toString('base64'))),
    }
    const run = (sql: string): void => {
      const statement = db.prepare(sql)
      const names = new Set([...sql.matchAll(/@(\w+)/g)].map(([, each]) => each ?? ''))
      statement.run(Object.fromEntries(Object.entries(values).filter(([each]) => names.has(each))))
    }
    db.transaction(() => {
      run(planSql)
      for (const index of indexes) db.exec(`DROP INDEX ${index.name}`)
      for (const sql of fillSql) run(sql)
      for (const { sql } of indexes) db.exec(sql)
    }).immediate()
    writeFileSync(join(dataDirectory, 'verdicts.ndjson'), `${db.prepare(verdictsSql).pluck().all().join('\n')}\n`)
    db.pragma('synchronous = FULL')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}

/** Name of the oldest file whose sales are of this day or a later one, as the database has it; beside a running engine. */
export const oldestFileSince = (dataDirectory: string, date: string): string => {
  const db = openBesideEngine(databaseFile(dataDirectory))
  try {
    return (
      db
        .prepare<[string], string>('SELECT name FROM document WHERE order_date >= ? ORDER BY id LIMIT 1')
        .pluck()
        .get(date) ?? ''
    )
  } finally {
    db.close()
  }
}
