import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { builtCommandLine } from '../../cli/integration/built-command-line.ts'
import { FakeClock, until } from '../testing/fake-clock.ts'
import { addFile, openTestStore, type TestStore } from '../testing/test-store.ts'
import { BackupKeeper } from './backup-keeper.ts'
import { listBackups, makeBackup, momentFromName, momentInName } from './backup.ts'
import { checkInThread } from './check-in-thread.ts'
import { openSqlite } from './open-database.ts'

const never = new AbortController().signal
const noon = Date.UTC(2026, 10, 22, 12)
const day = 24 * 3600_000

const namesIn = ({ directory }: TestStore): string[] => readdirSync(join(directory, 'backups'))

describe('a copy of the database', () => {
  test('is a whole database of its own, named by the moment it was begun', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const { path } = await makeBackup(store.db, store.directory, noon, never)
    expect(namesIn(store)).toEqual(['storebridge-2026-11-22T12-00-00-000Z.db'])
    const copy = openSqlite(path, { readonly: true })
    onTestFinished(() => {
      copy.close()
    })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete')
    expect(copy.prepare('SELECT name FROM document WHERE id = ?').pluck().get(id)).toBe('a.xml')
  })

  test('lets other work go on while it is made, and holds what was committed before it began', async () => {
    const store = openTestStore()
    const fill = store.db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
    store.db.transaction(() => {
      for (let i = 0; i < 4000; i += 1) fill.run(`fact ${i}`, 'x'.repeat(2000))
    })()
    const making = makeBackup(store.db, store.directory, noon, never)
    let written = 0
    let done = false
    void making.then(() => {
      done = true
    })
    while (!done) {
      fill.run(`meanwhile ${written}`, '1')
      written += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(written).toBeGreaterThan(5)
    const copy = openSqlite((await making).path, { readonly: true })
    expect(copy.prepare("SELECT count(*) FROM fact WHERE name LIKE 'fact %'").pluck().get()).toBe(4000)
    copy.close()
  })

  test('is checked in a thread of its own where there is one, with the same answer', async () => {
    const { folderHelper } = await builtCommandLine()
    const checker = join(dirname(folderHelper), 'database-check.cjs')
    const store = openTestStore()
    const { path } = await makeBackup(store.db, store.directory, noon, never, checker)
    expect(await checkInThread('copy', path, checker, never)).toBeNull()
    truncateSync(path, 4096)
    expect(await checkInThread('copy', path, checker, never)).toMatchObject({ kind: 'bad' })
    const givenUp = new AbortController()
    const checking = checkInThread('copy', path, checker, givenUp.signal)
    givenUp.abort(new Error('stopping'))
    await expect(checking).rejects.toThrow('stopping')
    await expect(checkInThread('copy', path, join(store.directory, 'nothing.cjs'), never)).rejects.toThrow(
      'nothing.cjs',
    )
  })

  test('is kept three times, the newest', async () => {
    const store = openTestStore()
    for (let i = 0; i < 5; i += 1) await makeBackup(store.db, store.directory, noon + i * day, never)
    expect(listBackups(store.directory).map(({ at }) => at)).toEqual([noon + 4 * day, noon + 3 * day, noon + 2 * day])
  })

  test('that is given up leaves nothing behind, nor does one that a kill left half made', async () => {
    const store = openTestStore()
    const fill = store.db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
    for (let i = 0; i < 500; i += 1) fill.run(`fact ${i}`, 'x'.repeat(4000))
    const stopping = new AbortController()
    const making = makeBackup(store.db, store.directory, noon, stopping.signal)
    stopping.abort(new Error('stopping'))
    await expect(making).rejects.toThrow('stopping')
    expect(namesIn(store)).toEqual([])
    writeFileSync(join(store.directory, 'backups', 'storebridge-2026-11-21T12-00-00-000Z.db.part'), 'half')
    expect(listBackups(store.directory)).toEqual([])
    await makeBackup(store.db, store.directory, noon, never)
    expect(namesIn(store)).toHaveLength(1)
  })

  test('that cannot be written says why, and the older ones stay', async () => {
    const store = openTestStore()
    await makeBackup(store.db, store.directory, noon, never)
    mkdirSync(join(store.directory, 'backups', `storebridge-${momentInName(noon + day)}.db.part`))
    await expect(makeBackup(store.db, store.directory, noon + day, never)).rejects.toThrow(/./)
    expect(listBackups(store.directory).map(({ at }) => at)).toEqual([noon])
  })

  test('is told apart from other files by its name alone', () => {
    for (const at of [0, noon, noon + 123]) expect(momentFromName(momentInName(at))).toBe(at)
    for (const name of ['', '2026-11-22', '2026-11-22T12-00-00Z', '2026-13-22T12-00-00-000Z'])
      expect(momentFromName(name)).toBeNull()
  })
})

describe('the keeping of copies', () => {
  const keeper = (store: TestStore, clock: FakeClock, quiet: () => boolean = () => true): BackupKeeper => {
    const kept = new BackupKeeper({
      db: store.db,
      dataDirectory: store.directory,
      clock,
      log: () => undefined,
      checker: null,
      isQuiet: quiet,
      onChanged: () => undefined,
    })
    onTestFinished(() => kept.stop())
    kept.start()
    return kept
  }
  const madeAt = (store: TestStore): number[] => listBackups(store.directory).map(({ at }) => at)
  /** Real work of a copy goes on beside the simulated time. */
  const pass = async (clock: FakeClock, ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 30 * 60_000) {
      await clock.advance(Math.min(left, 30 * 60_000))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  test('makes one at the start, and one a day', async () => {
    const store = openTestStore()
    const clock = new FakeClock(noon)
    keeper(store, clock)
    await clock.advance(1000)
    await until('the first copy', () => madeAt(store).length === 1)
    await pass(clock, day - 3600_000)
    expect(madeAt(store)).toHaveLength(1)
    await pass(clock, 2 * 3600_000)
    await until('the second copy', () => madeAt(store).length === 2)
  })

  test('makes none at the start when there is one of today', async () => {
    const store = openTestStore()
    await makeBackup(store.db, store.directory, noon - 3600_000, never)
    const clock = new FakeClock(noon)
    keeper(store, clock)
    await pass(clock, 5 * 60_000)
    expect(madeAt(store)).toHaveLength(1)
  })

  test('waits for a quiet moment, but no longer than two hours', async () => {
    const store = openTestStore()
    await makeBackup(store.db, store.directory, noon - day + 60_000, never)
    const clock = new FakeClock(noon)
    keeper(store, clock, () => false)
    await pass(clock, 90 * 60_000)
    expect(madeAt(store)).toHaveLength(1)
    await pass(clock, 60 * 60_000)
    await until('the copy', () => madeAt(store).length === 2)
  })

  test('tells what went wrong and tries again within the hour', async () => {
    const store = openTestStore()
    writeFileSync(join(store.directory, 'backups'), 'a file where the folder should be')
    const clock = new FakeClock(noon)
    const kept = keeper(store, clock)
    await clock.advance(1000)
    await until('the failure', () => kept.facts.failed !== null)
    expect(kept.facts).toMatchObject({ lastAt: null, since: noon })
    truncateSync(join(store.directory, 'backups'))
    const { rmSync } = await import('node:fs')
    rmSync(join(store.directory, 'backups'))
    await pass(clock, 3600_000 + 60_000)
    await until('the copy', () => madeAt(store).length === 1)
    expect(kept.facts.failed).toBeNull()
    expect(existsSync(join(store.directory, 'backups'))).toBe(true)
  })
})
