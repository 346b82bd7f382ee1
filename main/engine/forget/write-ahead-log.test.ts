import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openBesideEngine, openDatabase, type Db } from '../storage/open-database.ts'
import { temporaryDirectory } from '../testing/test-store.ts'
import { foldLog, largeLogBytes, logBytes, watchLog } from './write-ahead-log.ts'

const opened = (): { readonly db: Db; readonly beside: () => Db } => {
  const path = join(temporaryDirectory(), 'storebridge.db')
  const db = openDatabase(path)
  onTestFinished(() => {
    db.close()
  })
  return {
    db,
    beside: () => {
      const other = openBesideEngine(path)
      onTestFinished(() => {
        other.close()
      })
      return other
    },
  }
}

/** Writes until the log has grown by so many bytes, or has been folded and stays small. */
const write = (db: Db, bytes: number): void => {
  const piece = randomBytes(64 * 1024).toString('base64')
  const insert = db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
  for (let written = 0, n = 0; written < bytes; written += piece.length, n++)
    insert.run(`fact ${performance.now()} ${n}`, piece)
}

describe('the log of the records', () => {
  test('stays small by itself while nobody stays in the middle of a reading', () => {
    const { db } = opened()
    write(db, 30_000_000)
    expect(logBytes(db.name)).toBeLessThan(16 * 1024 * 1024)
    expect(watchLog(db, null, 5)).toBeNull()
  })

  test('that a reader holds open is told with its size and since when, folded without waiting, and given back after it', () => {
    const { db, beside } = opened()
    const reader = beside()
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM fact').get()
    write(db, largeLogBytes + 5_000_000)
    expect(logBytes(db.name)).toBeGreaterThan(largeLogBytes)
    const began = performance.now()
    const hold = watchLog(db, null, 1000)
    expect(performance.now() - began).toBeLessThan(2500)
    expect(hold).toEqual({ since: 1000, bytes: logBytes(db.name) })
    expect(watchLog(db, hold, 6000)).toMatchObject({ since: 1000 })
    reader.exec('COMMIT')
    expect(watchLog(db, hold, 11_000)).toBeNull()
    expect(logBytes(db.name)).toBe(0)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test('is folded without losing the patience other statements have', () => {
    const { db } = opened()
    foldLog(db, 'give-back')
    foldLog(db, 'keep-room')
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5000)
  })

  test('keeps its room on the disk when that is wanted', () => {
    const { db } = opened()
    write(db, 1_000_000)
    const before = logBytes(db.name)
    foldLog(db, 'keep-room')
    expect(logBytes(db.name)).toBe(before)
    foldLog(db, 'give-back')
    expect(logBytes(db.name)).toBe(0)
  })
})
