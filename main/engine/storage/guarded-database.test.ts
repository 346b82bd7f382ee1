import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { addFile, temporaryDirectory } from '../testing/test-store.ts'
import { guardDatabase, StorageDown, type GuardedDatabase } from './guarded-database.ts'
import { openDatabase, openSqlite } from './open-database.ts'

interface Watched {
  readonly storage: GuardedDatabase
  readonly path: string
  readonly clock: FakeClock
  readonly events: string[]
}

const watched = (): Watched => {
  const path = join(temporaryDirectory(), 'storebridge.db')
  const storage = guardDatabase(path, openDatabase(path))
  const clock = new FakeClock()
  const events: string[] = []
  storage.watch({
    clock,
    log: (_level, event) => events.push(event),
    onTrouble: ({ kind }) => events.push(`told ${kind}`),
    onMended: () => events.push('mended'),
    onLost: () => events.push('lost'),
  })
  onTestFinished(() => storage.close())
  return { storage, path, clock, events }
}

const count = ({ storage }: Watched): unknown => storage.db.prepare('SELECT count(*) FROM fact').pluck().get()

/** Writes a row the way every loop does. */
const write = ({ storage }: Watched, name: string): void => {
  storage.db
    .transaction(() => storage.db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)').run(name, '1'))
    .immediate()
}

/** A fault as SQLite throws it, from inside the use of the database, without anything being wrong with the file. */
const fault = (watchedStore: Watched, code: string): void => {
  watchedStore.storage.db.transaction(() => {
    throw Object.assign(new Error('disk I/O error'), { code })
  })()
}

const garble = (path: string, table: string): void => {
  const db = openSqlite(path)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const page = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table))
  db.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096)
  closeSync(file)
}

describe('the guard of the database', () => {
  test('passes everything through while nothing is wrong', () => {
    const store = watched()
    write(store, 'a')
    expect(count(store)).toBe(1)
    expect([...store.storage.db.prepare('SELECT name FROM fact').pluck().iterate()]).toEqual(['a'])
    expect(store.storage.db.pragma('user_version', { simple: true })).toBeGreaterThan(0)
    expect(store.storage.db.open).toBe(true)
    expect(store.events).toEqual([])
  })

  test.each(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'])(
    'after %s refuses every use at once, opens the file anew after a second, and lets everything go on',
    async (code) => {
      const store = watched()
      write(store, 'before')
      expect(() => fault(store, code)).toThrow('disk I/O error')
      expect(store.storage.trouble).toMatchObject({ kind: 'failing', code })
      expect(() => count(store)).toThrow(StorageDown)
      expect(() => write(store, 'meanwhile')).toThrow(StorageDown)
      await store.clock.advance(999)
      expect(() => count(store)).toThrow(StorageDown)
      await store.clock.advance(1)
      expect(store.storage.trouble).toBeNull()
      // The proof of the reopening is a row of its own.
      expect(count(store)).toBe(2)
      write(store, 'after')
      expect(store.events).toEqual(['storage-trouble', 'told failing', 'storage-mended', 'mended'])
    },
  )

  test('tries again with growing pauses while the file cannot be opened, and makes no new one in its place', async () => {
    const store = watched()
    write(store, 'before')
    store.storage.db.pragma('wal_checkpoint(TRUNCATE)')
    const away = `${store.path}-away`
    expect(() => fault(store, 'SQLITE_IOERR_READ')).toThrow('disk I/O error')
    renameSync(store.path, away)
    await store.clock.advance(60_000)
    const tries = store.events.filter((event) => event === 'storage-not-mended').length
    expect(tries).toBeGreaterThanOrEqual(4)
    expect(tries).toBeLessThanOrEqual(6)
    renameSync(away, store.path)
    await store.clock.advance(60_000)
    expect(store.storage.trouble).toBeNull()
    expect(store.storage.db.prepare("SELECT value FROM fact WHERE name = 'before'").pluck().get()).toBe('1')
  })

  test.each(['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_CONSTRAINT_UNIQUE', 'Z_DATA_ERROR'])(
    'takes %s for no matter of the connection',
    (code) => {
      const store = watched()
      expect(() => fault(store, code)).toThrow('disk I/O error')
      expect(store.storage.trouble).toBeNull()
      expect(count(store)).toBe(0)
    },
  )

  test('finds damage that is there, says once that the database is lost, and never uses it again', async () => {
    const store = watched()
    addFile(store.storage.db)
    garble(store.path, 'finding')
    expect(() => fault(store, 'SQLITE_CORRUPT')).toThrow('disk I/O error')
    await store.clock.advance(120_000)
    expect(store.events.filter((event) => event === 'lost')).toHaveLength(1)
    expect(store.storage.trouble).toMatchObject({ kind: 'lost' })
    expect(() => count(store)).toThrow(StorageDown)
  })

  test('forgives damage that was none, and takes the second within ten minutes for real', async () => {
    const store = watched()
    expect(() => fault(store, 'SQLITE_CORRUPT_VTAB')).toThrow('disk I/O error')
    await store.clock.advance(2000)
    expect(store.storage.trouble).toBeNull()
    expect(() => fault(store, 'SQLITE_CORRUPT')).toThrow('disk I/O error')
    await store.clock.advance(2000)
    expect(store.events.filter((event) => event === 'lost')).toHaveLength(1)
  })

  test('is lost when somebody who read beside found damage, at once and only once', async () => {
    const store = watched()
    store.storage.suspect('Tree 7 page 9: btreeInitPage() returns error code 11')
    expect(() => count(store)).toThrow(StorageDown)
    store.storage.suspect('the same')
    await store.clock.advance(120_000)
    expect(store.events).toEqual(['storage-trouble', 'told lost', 'lost'])
    expect(store.storage.trouble).toMatchObject({ kind: 'lost', code: 'SQLITE_CORRUPT' })
  })

  test('that is closed while it mends opens nothing any more', async () => {
    const store = watched()
    expect(() => fault(store, 'SQLITE_IOERR')).toThrow('disk I/O error')
    store.storage.close()
    await store.clock.advance(60_000)
    expect(store.events).not.toContain('storage-mended')
    expect(store.clock.pending).toBe(0)
  })

  test('sees faults of statements that were made before', () => {
    const store = watched()
    const insert = store.storage.db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
    expect(() => fault(store, 'SQLITE_IOERR')).toThrow('disk I/O error')
    expect(() => insert.run('a', '1')).toThrow(StorageDown)
  })
})
