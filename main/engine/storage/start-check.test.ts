import { randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addFile, temporaryDirectory } from '../testing/test-store.ts'
import { openDatabase, openSqlite, type Db } from './open-database.ts'
import { checkAtStart } from './start-check.ts'

/** A database with files in it, one page of a table or index written over with noise. */
const damaged = (name: string | null): Db => {
  const path = join(temporaryDirectory(), 'storebridge.db')
  const made = openDatabase(path)
  for (let i = 0; i < 300; i++) addFile(made, { bytes: randomBytes(3000), state: 'accepted' })
  const root = Number(
    made
      .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
      .pluck()
      .get(name ?? 'fact'),
  )
  made.close()
  if (name !== null) {
    const file = openSync(path, 'r+')
    writeSync(file, randomBytes(2000), 0, 2000, (root - 1) * 4096)
    closeSync(file)
  }
  const db = openSqlite(path)
  onTestFinished(() => {
    db.close()
  })
  return db
}

const answer = (db: Db, wholeUpTo: number): string => {
  try {
    return checkAtStart(db, wholeUpTo)
  } catch {
    return 'could not be read'
  }
}

describe('the check at a start', () => {
  test('finds nothing in sound records, large or small', () => {
    const db = damaged(null)
    expect([answer(db, 0), answer(db, 1e9)]).toEqual(['ok', 'ok'])
  })

  test.each(['document', 'document_state', 'sighting', 'transaction_key', 'attempt', 'event', 'fact'])(
    'finds damage in %s, large or small',
    (name) => {
      const db = damaged(name)
      expect(answer(db, 0)).not.toBe('ok')
      expect(answer(db, 1e9)).not.toBe('ok')
    },
  )

  test('leaves the bytes of large records to their SHA-256, and checks those of small ones', () => {
    const db = damaged('content')
    expect(answer(db, 0)).toBe('ok')
    expect(answer(db, 1e9)).not.toBe('ok')
  })
})
