// Opens the store's database the one safe way. The only importer of the SQLite driver, with engine-lock.ts.
//
// WAL with synchronous=FULL, set and read back on every open: the driver falls back to NORMAL by itself, and NORMAL
// loses committed rows at a power cut (reliability, finding 1). One writing connection per data directory; whoever
// else opens the file reads, or inserts a decision in one short transaction.

import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nativeBindingPath } from './native-binding.ts'
import { migrations } from './schema.ts'
import { checkAtStart, isLargerThan } from './start-check.ts'
import { storageFaultOf } from './storage-fault.ts'

export type Db = Database.Database

export const applicationId = 0x53425247

/** The database cannot be used; `kind` says whether somebody must act or a newer program is needed. Exit code 3. */
export class DatabaseUnusable extends Error {
  readonly kind: 'newer' | 'damaged' | 'foreign' | 'missing' | 'blocked'
  constructor(kind: DatabaseUnusable['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'DatabaseUnusable'
    this.kind = kind
  }
}

const resourcesPath = (): string | undefined =>
  'resourcesPath' in process && typeof process.resourcesPath === 'string' ? process.resourcesPath : undefined

/** The native binding this runtime can load; undefined where the driver's own is right. */
export const sqliteBinding = (): string | undefined =>
  nativeBindingPath(Number(process.versions.napi ?? '0'), process.env, resourcesPath())

/** Opens an SQLite file with the native binding this runtime can load. */
export const openSqlite = (path: string, options: Database.Options = {}): Db => {
  const nativeBinding = sqliteBinding()
  return new Database(path, { ...options, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
}

const keptStatements = 300

/**
 * Keeps compiled statements by their text: compiling them anew took a sixth of the engine's time under load (measured).
 * A text must always be read the same way (plucked or not), because that is a property of the statement.
 */
const keepStatements = (db: Db): Db => {
  const compile = db.prepare.bind(db)
  const kept = new Map<string, Database.Statement>()
  db.prepare = ((text: string) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const statement = compile(text)
    const [oldest] = kept.keys()
    if (kept.size >= keptStatements && oldest !== undefined) kept.delete(oldest)
    kept.set(text, statement)
    return statement
  }) as Db['prepare']
  return db
}

const pragma = (db: Db, text: string): unknown => db.pragma(text, { simple: true })

const mustAnswer = (db: Db, name: string, expected: unknown): void => {
  const answer = pragma(db, name)
  if (answer !== expected) throw new Error(`the database answers ${name}=${String(answer)}, not ${String(expected)}`)
}

const setSafety = (db: Db): void => {
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('mmap_size = 0')
  db.pragma('busy_timeout = 5000')
}

/** What is done with a database of an older version before it is brought to this one: a copy is made. */
export type BeforeMigration = (db: Db, version: number) => void

const migrate = (db: Db, before: BeforeMigration | undefined): void => {
  const version = Number(pragma(db, 'user_version'))
  if (version > 0 && version < migrations.length) before?.(db, version)
  for (;;) {
    const done = db
      .transaction(() => {
        const version = Number(pragma(db, 'user_version'))
        const migration = migrations[version]
        if (migration === undefined) return true
        db.exec(migration)
        db.pragma(`user_version = ${version + 1}`)
        return false
      })
      .immediate()
    if (done) return
  }
}

const asUnusable = (path: string, fault: unknown): DatabaseUnusable => {
  if (fault instanceof DatabaseUnusable) return fault
  const message = fault instanceof Error ? fault.message : String(fault)
  return storageFaultOf(fault) === 'damaged'
    ? new DatabaseUnusable('damaged', `the database ${path} is damaged: ${message}`, fault)
    : new DatabaseUnusable('blocked', `the database ${path} cannot be used: ${message}`, fault)
}

interface SchemaEntry {
  readonly type: string
  readonly name: string
}

const entriesOf = (db: Db): SchemaEntry[] =>
  db
    .prepare<[], SchemaEntry>(
      "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'index', 'trigger') AND name NOT LIKE 'sqlite_%'",
    )
    .all()

/** The tables, indexes and triggers a database of a version has. */
const expectedEntries = (version: number): SchemaEntry[] => {
  const empty = openSqlite(':memory:')
  try {
    for (const migration of migrations.slice(0, version)) empty.exec(migration)
    return entriesOf(empty)
  } finally {
    empty.close()
  }
}

const hasOurTables = (db: Db): boolean => {
  const names = new Set(entriesOf(db).map(({ name }) => name))
  return ['document', 'sighting', 'delivery', 'attempt', 'fact'].every((name) => names.has(name))
}

/** The first table or index that a database of the newest version must have and this one has not; null when whole. */
const missingEntry = (db: Db): SchemaEntry | null => {
  const present = new Set(entriesOf(db).map(({ type, name }) => `${type} ${name}`))
  return expectedEntries(migrations.length).find(({ type, name }) => !present.has(`${type} ${name}`)) ?? null
}

const checkOwner = (db: Db, path: string): void => {
  const owner = Number(pragma(db, 'application_id'))
  const version = Number(pragma(db, 'user_version'))
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (owner === 0 && version === 0 && tables === 0) return
  if (owner !== applicationId) {
    // Our tables under another mark: the header is damaged, the file is ours.
    if (hasOurTables(db)) throw new DatabaseUnusable('damaged', `the database ${path} is damaged: its mark is not ours`)
    throw new DatabaseUnusable('foreign', `${path} is not a Storebridge database`)
  }
  if (version > migrations.length)
    throw new DatabaseUnusable(
      'newer',
      `the database ${path} was made by a newer Storebridge (format ${version}, this one knows ${migrations.length}); install that version again`,
    )
}

/**
 * Looks at a file without being able to change it: when it is no database at all, it must be found as it is, with its
 * log, which SQLite removes when a connection that could write to it is closed. Throws DatabaseUnusable (`damaged`);
 * whatever else is wrong is seen by opening it.
 */
export const mustBeReadable = (path: string): void => {
  let db: Db | undefined
  try {
    db = openSqlite(path, { readonly: true, fileMustExist: true })
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (fault) {
    if (storageFaultOf(fault) === 'damaged') throw asUnusable(path, fault)
  } finally {
    db?.close()
  }
}

export interface OpenOptions {
  /** True: none is made where none is. A data directory whose disk went away must not get an empty database. */
  readonly mustExist?: boolean
  readonly beforeMigration?: BeforeMigration
  /** The tables of a larger database, bytes, are not looked at: the caller sees to that. Without it all are. */
  readonly uncheckedAbove?: number | undefined
}

/**
 * Opens the database for the engine, making or migrating it as needed. The caller holds the lock of the data
 * directory. Throws DatabaseUnusable for a newer, foreign, damaged, missing or unreachable file.
 */
export const openDatabase = (path: string, options: OpenOptions = {}): Db => {
  if (options.mustExist === true && !existsSync(path))
    throw new DatabaseUnusable('missing', `there is no database at ${path}`)
  let db: Db | undefined
  try {
    db = openSqlite(path, options.mustExist === true ? { fileMustExist: true } : {})
    setSafety(db)
    checkOwner(db, path)
    const isNew = Number(pragma(db, 'application_id')) === 0
    if (isNew) db.pragma('auto_vacuum = INCREMENTAL')
    if (pragma(db, 'journal_mode = WAL') !== 'wal') throw new Error('write-ahead logging is not possible here')
    db.pragma('synchronous = FULL')
    if (isNew) db.pragma(`application_id = ${applicationId}`)
    migrate(db, options.beforeMigration)
    db.pragma('synchronous = FULL')
    db.prepare('SELECT count(*) FROM fact').get()
    mustAnswer(db, 'synchronous', 2)
    mustAnswer(db, 'auto_vacuum', 2)
    db.pragma('journal_size_limit = 16777216')
    const damage = isLargerThan(db, options.uncheckedAbove ?? Infinity) ? 'ok' : checkAtStart(db)
    if (damage !== 'ok') throw new DatabaseUnusable('damaged', `the database ${path} is damaged: ${damage}`)
    const missing = missingEntry(db)
    if (missing !== null)
      throw new DatabaseUnusable(
        'damaged',
        `the database ${path} is damaged: ${missing.type} ${missing.name} is missing`,
      )
    return keepStatements(db)
  } catch (fault) {
    db?.close()
    throw asUnusable(path, fault)
  }
}

/**
 * Opens the database beside a running engine: to read, and to insert decisions. Never makes or migrates one.
 * Throws DatabaseUnusable when there is none, or when it is of another version.
 */
export const openBesideEngine = (path: string, why: 'to-read' | 'to-decide' = 'to-decide'): Db => {
  if (!existsSync(path)) {
    const restoring = existsSync(join(dirname(path), 'recovery.json'))
    const hint = restoring ? '; it was damaged and is being restored, which the next start of the engine completes' : ''
    throw new DatabaseUnusable('missing', `there is no database at ${path}${hint}`)
  }
  let db: Db | undefined
  try {
    // Whoever only reads must change nothing, not even by writing the log back when closing a damaged database.
    db = openSqlite(path, { fileMustExist: true, readonly: why === 'to-read' })
    setSafety(db)
    checkOwner(db, path)
    if (Number(pragma(db, 'user_version')) !== migrations.length)
      throw new DatabaseUnusable(
        'blocked',
        `the database ${path} has not been brought to this version yet; start the engine once`,
      )
    db.pragma('synchronous = FULL')
    db.prepare('SELECT count(*) FROM fact').get()
    mustAnswer(db, 'synchronous', 2)
    return keepStatements(db)
  } catch (fault) {
    db?.close()
    throw asUnusable(path, fault)
  }
}
