import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeClock, until } from '../testing/fake-clock.ts'
import { addFile, temporaryDirectory } from '../testing/test-store.ts'
import { LaterCheck } from './later-check.ts'
import { openDatabase, sqliteBinding, type Db } from './open-database.ts'
import { checkRecords } from './records-check.ts'

const checker = join(import.meta.dirname, 'check-thread.ts')

interface Records {
  readonly path: string
  readonly db: Db
}

/** The records of an engine that runs. */
const records = (): Records => {
  const path = join(temporaryDirectory(), 'storebridge.db')
  const db = openDatabase(path)
  onTestFinished(() => void db.close())
  for (let i = 0; i < 20; i += 1) addFile(db, { bytes: randomBytes(300), state: 'accepted' })
  db.pragma('wal_checkpoint(TRUNCATE)')
  return { path, db }
}

/** Noise over the first page of a table, where no connection knows of it yet. */
const garble = ({ path, db }: Records, table: string): void => {
  const root = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table))
  const file = openSync(path, 'r+')
  writeSync(file, randomBytes(2000), 0, 2000, (root - 1) * 4096)
  closeSync(file)
}

const checkLater = ({ path }: Pick<Records, 'path'>, thread = checker) => {
  const clock = new FakeClock()
  const logged: string[] = []
  const damage: string[] = []
  const check = new LaterCheck({
    path,
    clock,
    log: (_level, event) => logged.push(event),
    checker: thread,
    onDamage: (why) => damage.push(why),
  })
  onTestFinished(() => check.stop())
  check.start()
  return { clock, logged, damage, check }
}

describe('the check that an opening left for later', () => {
  test('is made ten seconds after the start, and finds nothing in sound records', async () => {
    const { clock, logged, damage } = checkLater(records())
    await clock.advance(9_999)
    expect(logged).toEqual([])
    await clock.advance(1)
    await until('it is told', () => logged.length > 0)
    expect([logged, damage]).toEqual([['records-checked'], []])
  })

  test.each(['document', 'attempt', 'event', 'fact'])('tells of damage in %s', async (table) => {
    const store = records()
    garble(store, table)
    const { clock, logged, damage } = checkLater(store)
    await clock.advance(10_000)
    await until('it is told', () => logged.length > 0)
    expect(logged).toEqual(['records-found-damaged'])
    expect(damage).toHaveLength(1)
  })

  test('that cannot be made is no damage, and is tried again in an hour', async () => {
    const { clock, logged, damage } = checkLater({ path: join(temporaryDirectory(), 'gone.db') })
    await clock.advance(10_000)
    await until('it is told', () => logged.length === 1)
    await clock.advance(3600_000)
    await until('it is tried again', () => logged.length === 2)
    expect([new Set(logged), damage]).toEqual([new Set(['records-not-checked']), []])
  })

  test('whose thread cannot be started is no damage', async () => {
    const { clock, logged, damage } = checkLater(records(), join(temporaryDirectory(), 'nothing.cjs'))
    await clock.advance(10_000)
    await until('it is told', () => logged.length === 1)
    expect([logged, damage]).toEqual([['records-not-checked'], []])
  })

  test('is given up when the engine stops, without a word', async () => {
    const { clock, logged, damage, check } = checkLater(records())
    await clock.advance(10_000)
    await check.stop()
    expect([logged, damage]).toEqual([[], []])
  })
})

test('looking at the records changes nothing in them, and takes no lock of the engine away', async () => {
  const store = records()
  const before = Number(store.db.pragma('data_version', { simple: true }))
  const busy = (): string => {
    const script = `const db = require('better-sqlite3')(process.argv[1], { timeout: 0, nativeBinding: process.argv[2] || undefined })
      try { db.exec('BEGIN IMMEDIATE'); console.log('free') } catch (fault) { console.log(fault.code) }`
    return spawnSync(process.execPath, ['-e', script, store.path, sqliteBinding() ?? ''], { encoding: 'utf8' }).stdout
  }
  const { clock, logged } = checkLater(store)
  store.db.exec('BEGIN IMMEDIATE')
  await clock.advance(10_000)
  await until('it is told', () => logged.length > 0)
  expect(logged).toEqual(['records-checked'])
  // A file that is closed gives up every lock its process has on it: SQLite must know of both connections.
  expect(busy().trim()).toBe('SQLITE_BUSY')
  store.db.exec('ROLLBACK')
  expect(busy().trim()).toBe('free')
  expect(Number(store.db.pragma('data_version', { simple: true }))).toBe(before)
  expect(checkRecords(store.path)).toBeNull()
})
