// A database as an earlier version of the program left it: its schema, with rows in every table. For tests of migrations
// and of copies from before one.

import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { applicationId, openSqlite, type Db } from '../storage/open-database.ts'
import { migrations } from '../storage/schema.ts'

const at = Date.UTC(2026, 10, 20, 15)
const bytes = Buffer.from('<?xml version="1.0"?><NAXML-POSJournal>old</NAXML-POSJournal>')

/** Rows that hang together, so that foreign keys and checks of the first version are met. */
const fillFirst = (db: Db): void => {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  db.prepare("INSERT INTO folder VALUES (1, '/register', ?, NULL)").run(at)
  for (const [id, state, name, hash] of [
    [1, 'accepted', 'PJR1.xml', sha256],
    [2, 'waiting', 'PJR2.xml', `${sha256.slice(1)}0`],
    [3, 'refused', 'PJR3.xml', `${sha256.slice(1)}1`],
  ] as const) {
    db.prepare(
      `INSERT INTO document (id, source, name, sha256, size, modified_at, found_at, stored_at, state, state_since,
         delivery_id, attempts, accepted_at, accepted_reference_id, newest_answer_id, reader_version, root, order_date,
         business_dates, sales, sales_amount)
       VALUES (?, 'folder', ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1, ?, ?, ?, 1, 'NAXML-POSJournal', '2026-11-20',
         '["2026-11-20"]', 1, '2.49')`,
    ).run(id, name, hash, bytes.length, at, at, at, state, at, id === 1 ? at : null, id === 1 ? 'ref-1' : null, null)
    db.prepare('INSERT INTO content VALUES (?, ?)').run(id, deflateSync(bytes))
    db.prepare(
      `INSERT INTO sighting (id, folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, document_id)
       VALUES (?, 1, ?, ?, '1', ?, ?, 1, 'stored', ?)`,
    ).run(id, name, bytes.length, at, at, id)
    db.prepare(`INSERT INTO event VALUES (?, 1, 'SaleEvent', '2', '7000001', '2026-11-20', '2.49', 3, 20, '{}')`).run(
      id,
    )
    db.prepare(`INSERT INTO finding VALUES (?, 1, 'info', 'unknown-event', 3, 1, 'An event.')`).run(id)
    db.prepare('INSERT INTO transaction_key VALUES (?, ?)').run(`key ${id}`, id)
    db.prepare('INSERT INTO delivery (id, document_id, created_at) VALUES (?, ?, ?)').run(id, id, at)
    db.prepare('UPDATE document SET delivery_id = id WHERE id = ?').run(id)
    db.prepare('INSERT INTO attempt VALUES (?, ?, ?, 1, ?)').run(id, id, id, at)
    db.prepare(
      `INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, reference_id, raw) VALUES (?, ?, 'accepted', 1, ?, ?)`,
    ).run(id, at, `ref-${id}`, deflateSync(bytes))
    db.prepare(`INSERT INTO answer_detail VALUES (?, 1, 3, 1, 'Warning', 'A note.')`).run(id)
    db.prepare('UPDATE document SET newest_answer_id = id WHERE id = ?').run(id)
  }
  db.prepare(
    `INSERT INTO decision (id, action, file_id, reason, again, who, requested_at) VALUES (1, 'resend', 3, 'because', 1, 'manager', ?)`,
  ).run(at)
  db.prepare(`INSERT INTO decision_result VALUES (1, 1, 'File 3 will be sent.', ?)`).run(at)
  db.prepare(`INSERT INTO connection_report (at, state, ok) VALUES (?, 'OK', 1)`).run(at)
  db.prepare(`INSERT INTO outage (what, began_at, ended_at, sentence) VALUES ('internet', ?, ?, 'No internet.')`).run(
    at,
    at + 1,
  )
  db.prepare(`INSERT INTO fact VALUES ('settings', '{"store":{}}')`).run()
}

const tablesOf = (db: Db): string[] =>
  db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: 0 | 1
  readonly dflt_value: string | null
}

/** A row of plain values for a table that later versions brought: 1, "2026-11-20", one zero byte. */
const fillPlain = (db: Db, table: string): void => {
  const columns = db.prepare<[string], Column>('SELECT * FROM pragma_table_info(?)').all(table)
  const needed = columns.filter(({ notnull, dflt_value }) => notnull === 1 && dflt_value === null)
  const values = needed.map(({ type }) => (type === 'INTEGER' ? 1 : type === 'BLOB' ? Buffer.alloc(1) : '2026-11-20'))
  const sql =
    needed.length === 0
      ? `INSERT INTO "${table}" DEFAULT VALUES`
      : `INSERT INTO "${table}" (${needed.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${needed.map(() => '?').join(', ')})`
  db.pragma('ignore_check_constraints = ON')
  db.prepare(sql).run(...values)
  db.pragma('ignore_check_constraints = OFF')
}

/** Makes a database of format `version` at `path`, with rows in every table. */
export const makeOlderDatabase = (path: string, version: number): void => {
  const db = openSqlite(path)
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  db.pragma(`application_id = ${applicationId}`)
  for (const [i, migration] of migrations.slice(0, version).entries()) {
    db.exec(migration)
    if (i === 0) fillFirst(db)
    db.pragma(`user_version = ${i + 1}`)
  }
  for (const table of tablesOf(db)) {
    const rows = db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()
    if (rows === 0) fillPlain(db, table)
  }
  db.close()
}

/** Every row of every table that exists in `tables`, as text, to compare before and after. */
export const rowsByTable = (db: Db, columns: ReadonlyMap<string, readonly string[]>): Record<string, string[]> =>
  Object.fromEntries(
    [...columns].map(([table, names]) => [
      table,
      db
        .prepare<[], Record<string, unknown>>(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM "${table}"`)
        .all()
        .map((row) => JSON.stringify(row))
        .toSorted(),
    ]),
  )

export const columnsByTable = (db: Db): ReadonlyMap<string, readonly string[]> =>
  new Map(
    tablesOf(db).map((table) => [
      table,
      db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table),
    ]),
  )
