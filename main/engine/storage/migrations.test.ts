import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openRecovered } from '../recover/open-recovered.ts'
import { columnsByTable, makeOlderDatabase, rowsByTable } from '../testing/older-database.ts'
import { temporaryDirectory } from '../testing/test-store.ts'
import { listBackups } from './backup.ts'
import { openDatabase, openSqlite, type Db } from './open-database.ts'
import { migrations } from './schema.ts'

const earlier = Array.from({ length: migrations.length - 1 }, (_, i) => i + 1)

const older = (version: number): string => {
  const path = join(temporaryDirectory(), 'storebridge.db')
  makeOlderDatabase(path, version)
  return path
}

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }))

const schemaOf = (db: Db): string[] =>
  db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all().toSorted()

const schemaOfVersion = (version: number): string[] => {
  const db = openSqlite(':memory:')
  for (const migration of migrations.slice(0, version)) db.exec(migration)
  const schema = schemaOf(db)
  db.close()
  return schema
}

describe.each(earlier)('a database of format %i', (version) => {
  test('with rows in every table is brought to the newest without losing or changing one', () => {
    const path = older(version)
    const before = openSqlite(path)
    const columns = columnsByTable(before)
    const rows = rowsByTable(before, columns)
    before.close()
    for (const [table, found] of Object.entries(rows)) expect(found, table).not.toEqual([])
    const db = openDatabase(path)
    try {
      expect(versionOf(db)).toBe(migrations.length)
      expect(schemaOf(db)).toEqual(schemaOfVersion(migrations.length))
      const after = rowsByTable(db, columns)
      for (const [table, found] of Object.entries(rows))
        for (const row of found) expect(after[table], table).toContain(row)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(db.pragma('foreign_key_check')).toEqual([])
    } finally {
      db.close()
    }
  })

  test('is copied before it is changed, and the copy still has its format', () => {
    const path = older(version)
    const directory = join(path, '..')
    openRecovered({ dataDirectory: directory, now: Date.now(), log: () => undefined }).close()
    const [copy] = listBackups(directory)
    const db = openSqlite(copy?.path ?? '', { readonly: true })
    expect(versionOf(db)).toBe(version)
    expect(db.prepare('SELECT count(*) FROM document').pluck().get()).toBe(3)
    db.close()
  })
})

const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0

test.skipIf(!canTrace)(
  'a migration that is killed at any of its writes leaves a database of one format or another, whole, and is completed next (needs strace)',
  () => {
    const opener = join(import.meta.dirname, '..', 'testing', 'database-opener.ts')
    const original = older(1)
    const checkpointed = openSqlite(original)
    checkpointed.pragma('wal_checkpoint(TRUNCATE)')
    checkpointed.close()
    let seen = 0
    for (let nth = 1; ; nth += 1) {
      const path = join(temporaryDirectory(), 'storebridge.db')
      copyFileSync(original, path)
      const { stdout } = spawnSync(
        'strace',
        [
          '-f',
          '-qq',
          '-o',
          '/dev/null',
          '-e',
          'trace=pwrite64',
          '-e',
          `inject=pwrite64:signal=SIGKILL:when=${nth}`,
          process.execPath,
          opener,
          path,
        ],
        { encoding: 'utf8' },
      )
      if (stdout.includes('open')) break
      seen += 1
      const died = openSqlite(path)
      expect(died.pragma('integrity_check', { simple: true }), `killed at write ${nth}`).toBe('ok')
      expect(schemaOf(died), `killed at write ${nth}`).toEqual(schemaOfVersion(versionOf(died)))
      expect(died.prepare('SELECT count(*) FROM document').pluck().get()).toBe(3)
      died.close()
      const db = openDatabase(path)
      expect(versionOf(db)).toBe(migrations.length)
      expect(db.prepare('SELECT count(*) FROM document').pluck().get()).toBe(3)
      db.close()
      // Every write at first, then in strides: each is a process of its own.
      if (nth >= 12) nth += 4
    }
    expect(seen).toBeGreaterThan(5)
  },
  120_000,
)
