import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../testing/test-store.ts'
import { applicationId, DatabaseUnusable, openBesideEngine, openDatabase, type Db } from './open-database.ts'
import { migrations } from './schema.ts'

const newPath = (): string => join(temporaryDirectory(), 'storebridge.db')

const opened = (path: string, open: (path: string) => Db = openDatabase): Db => {
  const db = open(path)
  onTestFinished(() => {
    db.close()
  })
  return db
}

const answer = (db: Db, name: string): unknown => db.pragma(name, { simple: true })

/** What opening the file fails with. */
const faultOf = (path: string, open: (path: string) => Db = openDatabase): DatabaseUnusable => {
  try {
    open(path).close()
  } catch (fault) {
    if (fault instanceof DatabaseUnusable) return fault
    throw fault
  }
  throw new Error('it could be opened')
}

/** A database with rows, closed. */
const filledDatabase = (rows = 200): string => {
  const path = newPath()
  const db = openDatabase(path)
  const insert = db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
  db.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run(`fact ${i}`, 'x'.repeat(400))
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return path
}

const overwrite = (path: string, at: number, bytes: Buffer): void => {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
}

describe('the database of a store', () => {
  test('answers synchronous=FULL after its first write and on every later open, where the driver alone falls to NORMAL', () => {
    const path = newPath()
    const first = openDatabase(path)
    first.prepare("INSERT INTO fact (name, value) VALUES ('a', '1')").run()
    expect(answer(first, 'synchronous')).toBe(2)
    first.close()
    for (let i = 0; i < 3; i++) {
      const db = openDatabase(path)
      expect(answer(db, 'synchronous')).toBe(2)
      db.prepare("UPDATE fact SET value = value + 1 WHERE name = 'a'").run()
      expect(answer(db, 'synchronous')).toBe(2)
      db.close()
    }
    const bare = new Database(path)
    bare.prepare('SELECT count(*) FROM fact').get()
    expect(bare.pragma('synchronous', { simple: true })).toBe(1)
    bare.close()
  })

  test('is in write-ahead logging, gives back free pages, is marked as ours and has the newest format', () => {
    const db = opened(newPath())
    expect(answer(db, 'journal_mode')).toBe('wal')
    expect(answer(db, 'auto_vacuum')).toBe(2)
    expect(answer(db, 'application_id')).toBe(applicationId)
    expect(answer(db, 'user_version')).toBe(migrations.length)
  })

  test('checks foreign keys, distrusts its own schema, maps no memory and waits for another writer', () => {
    const db = opened(newPath())
    expect(answer(db, 'foreign_keys')).toBe(1)
    expect(answer(db, 'trusted_schema')).toBe(0)
    expect(answer(db, 'cell_size_check')).toBe(1)
    expect(answer(db, 'mmap_size')).toBe(0)
    expect(answer(db, 'busy_timeout')).toBe(5000)
  })

  test('has nothing but strict tables', () => {
    const db = opened(newPath())
    const loose = db
      .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
      .all()
    expect(loose).toEqual([])
  })

  test('keeps what it was told over a reopening, and is not migrated again', () => {
    const path = filledDatabase(3)
    const db = opened(path)
    expect(db.prepare('SELECT count(*) FROM fact').pluck().get()).toBe(3)
    expect(answer(db, 'user_version')).toBe(migrations.length)
  })
})

describe('a database that cannot be used', () => {
  test('because a newer Storebridge made it is refused politely, and not changed', () => {
    const path = filledDatabase(1)
    const db = new Database(path)
    db.pragma(`user_version = ${migrations.length + 1}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = readFileSync(path)
    const fault = faultOf(path)
    expect(fault.kind).toBe('newer')
    expect(fault.message).toContain('was made by a newer Storebridge')
    expect(fault.message).toContain('install that version again')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(faultOf(path, openBesideEngine).kind).toBe('newer')
  })

  test('because its header is overwritten is damaged', () => {
    const path = filledDatabase()
    overwrite(path, 0, Buffer.alloc(100))
    expect(faultOf(path).kind).toBe('damaged')
    expect(faultOf(path, openBesideEngine).kind).toBe('damaged')
  })

  test.each([
    ['to half its length', 0.5],
    ['to a quarter', 0.25],
  ])('because the file was cut %s is damaged', (_how, share) => {
    const path = filledDatabase()
    truncateSync(path, Math.floor((statSync(path).size * share) / 4096) * 4096)
    expect(faultOf(path).kind).toBe('damaged')
  })

  test('because a page in its middle is overwritten is damaged', () => {
    const path = filledDatabase()
    const pages = statSync(path).size / 4096
    for (let page = pages - 6; page < pages; page++) overwrite(path, page * 4096, Buffer.alloc(64, 0xa5))
    expect(faultOf(path).kind).toBe('damaged')
  })

  test('because it is no SQLite file at all is damaged', () => {
    const path = newPath()
    writeFileSync(path, 'This is a shopping list. '.repeat(400))
    expect(faultOf(path).kind).toBe('damaged')
  })

  test('because it belongs to another program is foreign, and not changed', () => {
    const path = newPath()
    const db = new Database(path)
    db.exec('CREATE TABLE customers (id INTEGER)')
    db.close()
    const before = readFileSync(path)
    const fault = faultOf(path)
    expect(fault.kind).toBe('foreign')
    expect(fault.message).toContain('is not a Storebridge database')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('because its folder is not there is blocked', () => {
    expect(faultOf(join(temporaryDirectory(), 'no', 'such', 'folder', 'storebridge.db')).kind).toBe('blocked')
  })

  test('because a folder stands in its place is blocked', () => {
    expect(faultOf(temporaryDirectory()).kind).toBe('blocked')
  })
})

describe('the size of the records', () => {
  /** Sound records that claim pages which hold nothing: only a look at every page tells. */
  const claiming = (megabytes: number): string => {
    const path = filledDatabase()
    const pages = Buffer.alloc(4)
    pages.writeUInt32BE(megabytes * 256)
    overwrite(path, 28, pages)
    truncateSync(path, megabytes * 1024 * 1024)
    return path
  }

  test('decides how much is looked at when they are opened: up to 256 MB everything, above it the tables that all rests on', () => {
    expect(faultOf(claiming(255)).kind).toBe('damaged')
    const db = opened(claiming(257))
    expect(db.prepare('SELECT count(*) FROM fact').pluck().get()).toBeGreaterThan(0)
  })
})

describe('a database opened beside the engine', () => {
  test('that is not there is missing, and none is made', () => {
    const path = newPath()
    expect(faultOf(path, openBesideEngine).kind).toBe('missing')
    expect(existsSync(path)).toBe(false)
  })

  test('that has not been brought to this version is blocked, and not migrated', () => {
    const path = newPath()
    const db = new Database(path)
    db.pragma(`application_id = ${applicationId}`)
    db.close()
    const fault = faultOf(path, openBesideEngine)
    expect(fault.kind).toBe('blocked')
    expect(fault.message).toContain('start the engine once')
  })

  test('reads what the engine committed, and is as durable when it inserts a decision', () => {
    const path = newPath()
    const engine = opened(path)
    engine.prepare("INSERT INTO fact (name, value) VALUES ('a', '1')").run()
    const beside = opened(path, openBesideEngine)
    expect(beside.prepare("SELECT value FROM fact WHERE name = 'a'").pluck().get()).toBe('1')
    expect(answer(beside, 'synchronous')).toBe(2)
    const before = answer(engine, 'data_version')
    beside.prepare("INSERT INTO decision (action, again, who, requested_at) VALUES ('pause', 0, 'x', 1)").run()
    expect(answer(engine, 'data_version')).not.toBe(before)
  })
})

describe('dying while the database is made', () => {
  test.each([
    ['before anything was written', (path: string) => writeFileSync(path, '')],
    [
      'after write-ahead logging was switched on',
      (path: string) => {
        const db = new Database(path)
        db.pragma('auto_vacuum = INCREMENTAL')
        db.pragma('journal_mode = WAL')
        db.close()
      },
    ],
    [
      'after the file was marked as ours and before the first migration',
      (path: string) => {
        const db = new Database(path)
        db.pragma('auto_vacuum = INCREMENTAL')
        db.pragma('journal_mode = WAL')
        db.pragma(`application_id = ${applicationId}`)
        db.close()
      },
    ],
  ])('%s leaves something the next start completes', (_when, leave) => {
    const path = newPath()
    leave(path)
    const db = opened(path)
    expect(answer(db, 'user_version')).toBe(migrations.length)
    expect(answer(db, 'auto_vacuum')).toBe(2)
    expect(answer(db, 'integrity_check')).toBe('ok')
  })

  test('by kill -9 at any moment loses nothing that was told to be written, and the next start opens it', async () => {
    const writer = join(import.meta.dirname, '..', 'testing', 'fact-writer.ts')
    for (const afterMs of [0, 2, 5, 10, 20, 60]) {
      const path = newPath()
      const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      let acknowledged = 0
      const began = new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          // The process says so before it touches the file, and then after each commit.
          acknowledged += chunk.toString('utf8').split('\n').length - 1
          resolve()
        })
      })
      await began
      await sleep(afterMs)
      child.kill('SIGKILL')
      await ended
      const db = openDatabase(path)
      expect(answer(db, 'integrity_check')).toBe('ok')
      expect(answer(db, 'user_version')).toBe(migrations.length)
      expect(db.prepare('SELECT count(*) FROM fact').pluck().get()).toBeGreaterThanOrEqual(acknowledged - 1)
      db.close()
    }
  })
})
