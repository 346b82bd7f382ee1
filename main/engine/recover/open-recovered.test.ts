import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVerdictLog } from '../answer/verdict-log.ts'
import { backupBeforeMigration, listBackups, makeBackup, momentInName } from '../storage/backup.ts'
import { DatabaseUnusable, openDatabase, openSqlite, type Db } from '../storage/open-database.ts'
import { migrations } from '../storage/schema.ts'
import { addFile, temporaryDirectory } from '../testing/test-store.ts'
import { writeLiveStatus } from '../tell/live-status.ts'
import { isOfLostSpan, readRecoveries, restoredFacts, type Recovery } from './lost-span.ts'
import { openRecovered } from './open-recovered.ts'
import { isBehind, outsideWitness, witnessOf } from './witness.ts'

const hour = 3600_000

interface Past {
  readonly directory: string
  /** Ids by what became of each document. */
  readonly ids: Readonly<Record<'before' | 'waiting' | 'sentSince' | 'waitingSince', number>>
  readonly sha256: (name: string) => string
}

const bytesOf = (name: string): string => `<?xml version="1.0"?><NAXML-POSJournal>${name}</NAXML-POSJournal>`
const sha256 = (name: string): string => createHash('sha256').update(bytesOf(name)).digest('hex')

let references = 0

/** The document was sent and accepted: attempt, answer and state, as the sender writes them. */
const accept = (db: Db, id: number, at: number): void => {
  const delivery = db.prepare('SELECT delivery_id FROM document WHERE id = ?').pluck().get(id)
  const attempt = db
    .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, ?)')
    .run(delivery, id, at).lastInsertRowid
  references += 1
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, reference_id) VALUES (?, ?, 'accepted', 1, ?)`,
  ).run(attempt, at, `ref-${references}`)
  db.prepare(
    `UPDATE document SET state = 'accepted', accepted_at = ?, accepted_reference_id = ?, attempts = 1, newest_answer_id = ? WHERE id = ?`,
  ).run(at, `ref-${references}`, attempt, id)
}

/** A store with a copy an hour old: something accepted and something waiting before it, and the same since. */
const storeWithPast = async (more: { readonly backup?: boolean } = {}): Promise<Past> => {
  const directory = temporaryDirectory()
  const now = Date.now()
  const db = openDatabase(join(directory, 'storebridge.db'))
  const log = createVerdictLog(db, directory)
  const add = (name: string): number => addFile(db, { name, bytes: bytesOf(name), at: now - 2 * hour })
  const before = add('before.xml')
  accept(db, before, now - 2 * hour)
  const waiting = add('waiting.xml')
  log.catchUp()
  if (more.backup !== false) await makeBackup(db, directory, now - hour, new AbortController().signal)
  const sentSince = add('sent-since.xml')
  accept(db, waiting, now - hour / 2)
  accept(db, sentSince, now - hour / 2)
  const waitingSince = add('waiting-since.xml')
  log.catchUp()
  for (let i = 0; i < 60; i += 1) addFile(db, { name: `filler-${i}.xml`, state: 'held', problem: 'other-store' })
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return { directory, ids: { before, waiting, sentSince, waitingSince }, sha256 }
}

interface Row {
  readonly name: string
  readonly state: string
  readonly problem: string | null
  readonly reference: string | null
  readonly due: number | null
}

const rowsOf = (db: Db): Record<string, string> =>
  Object.fromEntries(
    db
      .prepare<[], Row>(
        `SELECT name, state, problem, accepted_reference_id AS reference, due_at AS due FROM document
         WHERE name NOT LIKE 'filler%'`,
      )
      .all()
      .map(({ name, state, problem, reference, due }) => {
        expect(due).toBeNull()
        return [name, [state, problem, reference].filter((word) => word !== null).join(' ')]
      }),
  )

const opened = (directory: string, now = Date.now()): Db => {
  const storage = openRecovered({ dataDirectory: directory, now, log: () => undefined })
  onTestFinished(() => storage.close())
  return storage.db
}

const corruptFolders = (directory: string): string[] =>
  readdirSync(directory).filter((name) => name.startsWith('corrupt-'))

const overwrite = (path: string, at: number, bytes: Buffer): void => {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
}

const databaseOf = (directory: string): string => join(directory, 'storebridge.db')

const damages: readonly (readonly [string, (path: string) => void])[] = [
  ['its header is zeroed', (path) => overwrite(path, 0, Buffer.alloc(100))],
  ['it is no database at all', (path) => writeFileSync(path, 'This is a shopping list. '.repeat(4000))],
  ['it was cut to a half', (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
  ['it was cut in the middle of a page', (path) => truncateSync(path, statSync(path).size - 5000)],
  [
    'its last pages are garbage',
    (path) => {
      for (let page = 6; page > 0; page -= 1)
        overwrite(path, statSync(path).size - page * 4096, Buffer.alloc(200, 0xa5))
    },
  ],
  [
    'a table cannot be read',
    (path) => {
      const db = openSqlite(path)
      const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'attempt_end'").pluck().get()
      db.close()
      overwrite(path, (Number(page) - 1) * 4096, Buffer.alloc(4096, 0xa5))
    },
  ],
  [
    'a table is missing',
    (path) => {
      const db = openSqlite(path)
      db.exec('DROP TABLE answer_detail')
      db.close()
    },
  ],
  [
    'its mark is another one',
    (path) => {
      const db = openSqlite(path)
      db.pragma('application_id = 7')
      db.close()
    },
  ],
  ['it is gone', (path) => unlinkSync(path)],
  ['it is empty', (path) => truncateSync(path, 0)],
]

describe('a damaged database is restored by itself when', () => {
  test.each(damages)('%s: nothing known is sent again, and what nobody knows asks', async (_how, damage) => {
    const { directory } = await storeWithPast()
    damage(databaseOf(directory))
    const db = opened(directory)
    const rows = rowsOf(db)
    expect(rows).toMatchObject({
      'before.xml': expect.stringMatching(/^accepted ref-/) as string,
      'waiting.xml': expect.stringMatching(/^accepted ref-/) as string,
      'sent-since.xml': expect.stringMatching(/^accepted ref-/) as string,
    })
    // Where it could be read at all, it is judged anew; judging leaves it unclear. Nothing waits to be sent.
    expect(['stored', 'unclear restored', undefined]).toContain(rows['waiting-since.xml'])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(readRecoveries(db)).toHaveLength(1)
    expect(existsSync(join(directory, 'recovery.json'))).toBe(false)
    expect(readdirSync(directory).filter((name) => name.includes('restoring'))).toEqual([])
  })

  test('it is damaged: the damaged file set is kept together, byte for byte', async () => {
    const { directory } = await storeWithPast()
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    writeFileSync(`${databaseOf(directory)}-wal`, 'half a log')
    const before = readFileSync(databaseOf(directory))
    opened(directory)
    const [folder = ''] = corruptFolders(directory)
    expect(readFileSync(join(directory, folder, 'storebridge.db')).equals(before)).toBe(true)
    expect(existsSync(join(directory, folder, 'storebridge.db-wal'))).toBe(true)
  })

  test('there is no copy: a new database is begun, with every verdict the file knows', async () => {
    const { directory } = await storeWithPast({ backup: false })
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    const db = opened(directory)
    expect(Object.keys(rowsOf(db)).toSorted()).toEqual(['before.xml', 'sent-since.xml', 'waiting.xml'])
    expect(readRecoveries(db)[0]?.backupAt).toBeNull()
  })

  test('the newest copy is damaged as well: the next older one is taken, and the bad one stays', async () => {
    const { directory } = await storeWithPast()
    const db = openDatabase(databaseOf(directory))
    const bad = await makeBackup(db, directory, Date.now(), new AbortController().signal)
    db.close()
    overwrite(bad.path, 4096 * 2, Buffer.alloc(8192, 0xa5))
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    const restored = opened(directory)
    const [, older] = listBackups(directory)
    expect(readRecoveries(restored)[0]?.backupAt).toBe(older?.at)
    expect(existsSync(bad.path)).toBe(true)
  })

  test('the newest copy is of a newer Storebridge: it is never restored by this one', async () => {
    const { directory } = await storeWithPast()
    const newer = join(directory, 'backups', `storebridge-${momentInName(Date.now())}.db`)
    copyFileSync(listBackups(directory)[0]?.path ?? '', newer)
    const db = openSqlite(newer)
    db.pragma(`user_version = ${migrations.length + 1}`)
    db.close()
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    const restored = opened(directory)
    expect(restored.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(rowsOf(restored)['before.xml']).toMatch(/^accepted/)
    expect(existsSync(newer)).toBe(true)
  })

  test('it is damaged again and again: the disk is said to be bad, and no further copies pile up', async () => {
    const { directory } = await storeWithPast()
    for (let i = 0; i < 3; i += 1) {
      overwrite(databaseOf(directory), 0, Buffer.alloc(100))
      openRecovered({ dataDirectory: directory, now: Date.now() + i, log: () => undefined }).close()
    }
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    expect(() => openRecovered({ dataDirectory: directory, now: Date.now() + 9, log: () => undefined })).toThrow(
      /damaged again and again within an hour/,
    )
    expect(corruptFolders(directory)).toHaveLength(3)
  })
})

describe('what is saved out of the damaged file', () => {
  /** Damages nothing but a page of an index-like table, so that documents and bytes can still be read. */
  const damageAttempts = (directory: string): void => {
    const db = openSqlite(databaseOf(directory))
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'attempt'").pluck().get())
    db.close()
    overwrite(databaseOf(directory), (page - 1) * 4096, Buffer.alloc(4096, 0xa5))
  }

  test('is every journal stored since the copy whose bytes still have their SHA-256, also when its file is gone', async () => {
    const { directory } = await storeWithPast()
    damageAttempts(directory)
    const db = opened(directory)
    const [row] = db
      .prepare<[string], { id: number; state: string }>('SELECT id, state FROM document WHERE sha256 = ?')
      .all(sha256('waiting-since.xml'))
    expect(row?.state).toBe('stored')
    expect(db.prepare('SELECT count(*) FROM content WHERE document_id = ?').pluck().get(row?.id)).toBe(1)
    expect(db.prepare("SELECT count(*) FROM document WHERE name LIKE 'filler%'").pluck().get()).toBe(60)
  })

  test('are the bytes of a document whose row lies on a damaged page, under the name it was seen by', async () => {
    const { directory } = await storeWithPast()
    const db = openSqlite(databaseOf(directory))
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'document'").pluck().get())
    db.close()
    overwrite(databaseOf(directory), (page - 1) * 4096, Buffer.alloc(4096, 0xa5))
    const restored = opened(directory)
    const [row] = restored
      .prepare<[string], { name: string; state: string }>('SELECT name, state FROM document WHERE sha256 = ?')
      .all(sha256('waiting-since.xml'))
    expect(row).toEqual({ name: 'waiting-since.xml', state: 'stored' })
  })

  test('are the settings of the store, which are newer than those of the copy', async () => {
    const { directory } = await storeWithPast()
    const db = openSqlite(databaseOf(directory))
    db.prepare("INSERT INTO fact (name, value) VALUES ('settings', ?)").run('{"of":"today"}')
    db.close()
    damageAttempts(directory)
    expect(opened(directory).prepare("SELECT value FROM fact WHERE name = 'settings'").pluck().get()).toBe(
      '{"of":"today"}',
    )
  })

  test('is at least the row of a document whose bytes are damaged: it is not silently missing', async () => {
    const { directory } = await storeWithPast()
    const db = openSqlite(databaseOf(directory))
    const id = db
      .prepare<[string], number>('SELECT id FROM document WHERE sha256 = ?')
      .pluck()
      .get(sha256('waiting-since.xml'))
    db.prepare("UPDATE content SET deflated = x'0102' WHERE document_id = ?").run(id)
    db.close()
    damageAttempts(directory)
    const restored = opened(directory)
    expect(rowsOf(restored)['waiting-since.xml']).toBe('unclear restored')
    expect(restored.prepare('SELECT count(*) FROM finding').pluck().get()).toBe(1)
  })
})

describe('a database that is older than what happened', () => {
  test('because an old copy was put in its place by hand is brought in step, in place', async () => {
    const { directory } = await storeWithPast()
    copyFileSync(listBackups(directory)[0]?.path ?? '', databaseOf(directory))
    const db = opened(directory)
    expect(rowsOf(db)).toMatchObject({
      'waiting.xml': expect.stringMatching(/^accepted ref-/) as string,
      'sent-since.xml': expect.stringMatching(/^accepted ref-/) as string,
    })
    expect(corruptFolders(directory)).toEqual([])
    expect(readRecoveries(db)).toHaveLength(1)
  })

  test('because its log is gone, with nothing in the verdict file, is known by what live.json had seen', () => {
    const directory = temporaryDirectory()
    const db = openDatabase(databaseOf(directory))
    db.pragma('wal_autocheckpoint = 0')
    addFile(db, { name: 'kept.xml' })
    db.pragma('wal_checkpoint(TRUNCATE)')
    addFile(db, { name: 'in-the-log.xml' })
    writeLiveStatus(directory, {} as never, Date.now() - 1000, witnessOf(db))
    const copy = temporaryDirectory()
    for (const name of ['storebridge.db', 'live.json']) copyFileSync(join(directory, name), join(copy, name))
    db.close()
    const restored = opened(copy)
    expect(rowsOf(restored)).toEqual({ 'kept.xml': 'unclear restored' })
    const again = witnessOf(restored)
    expect(again.delivery).toBeGreaterThan(2)
  })

  test('is brought in step once: the next start finds nothing more to do', async () => {
    const { directory } = await storeWithPast()
    copyFileSync(listBackups(directory)[0]?.path ?? '', databaseOf(directory))
    openRecovered({ dataDirectory: directory, now: Date.now(), log: () => undefined }).close()
    const db = opened(directory)
    expect(readRecoveries(db)).toHaveLength(1)
    expect(isBehind(db, outsideWitness(directory, null))).toBe(false)
  })

  test('never gives a number again that the cloud may know another document by', async () => {
    const { directory } = await storeWithPast()
    const before = openDatabase(databaseOf(directory))
    const reached = witnessOf(before)
    writeLiveStatus(directory, {} as never, Date.now(), reached)
    before.close()
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    const after = witnessOf(opened(directory))
    expect(after.delivery).toBeGreaterThan(reached.delivery)
    expect(after.attempt).toBeGreaterThan(reached.attempt)
    expect(after.sighting).toBeGreaterThan(reached.sighting)
  })

  test('is no store that was only ended in between, killed or not', async () => {
    const { directory } = await storeWithPast()
    const db = openDatabase(databaseOf(directory))
    writeLiveStatus(directory, {} as never, Date.now(), witnessOf(db))
    db.close()
    expect(readRecoveries(opened(directory))).toEqual([])
  })
})

test('a verdict that could only be written into the file is read back at the next start, and the file is not sent again', () => {
  const directory = temporaryDirectory()
  const db = openDatabase(databaseOf(directory))
  const id = addFile(db, { name: 'a.xml', bytes: bytesOf('a.xml'), state: 'sending' })
  const delivery = db.prepare('SELECT delivery_id FROM document WHERE id = ?').pluck().get(id)
  const attempt = Number(
    db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 1)')
      .run(delivery, id).lastInsertRowid,
  )
  createVerdictLog(db, directory).rescue({
    attemptId: attempt,
    sha256: sha256('a.xml'),
    name: 'a.xml',
    at: Date.now(),
    verdict: 'accepted',
    referenceId: 'ref-77',
  })
  db.close()
  const restored = opened(directory)
  expect(rowsOf(restored)).toEqual({ 'a.xml': 'accepted ref-77' })
  expect(restored.prepare('SELECT count(*) FROM attempt').pluck().get()).toBe(1)
  expect(readRecoveries(restored)).toEqual([])
})

describe('a restore that is killed', () => {
  const runner = join(import.meta.dirname, '..', 'testing', 'recovery-runner.ts')
  const runs = (directory: string, dieAt: number): string[] =>
    spawnSync(process.execPath, [runner, directory, String(dieAt), String(Date.now())], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line !== '')

  test('between any two of its steps is completed by the next start, with the same outcome and nothing lost', async () => {
    const { directory } = await storeWithPast()
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    writeFileSync(`${databaseOf(directory)}-wal`, 'half a log')
    const damaged = readFileSync(databaseOf(directory))
    const whole = temporaryDirectory()
    cpSync(directory, whole, { recursive: true, preserveTimestamps: true })
    const steps = runs(whole, 0)
    expect(steps.at(-1)).toBe('open')
    const expected = rowsOf(opened(whole))
    expect(steps.length).toBeGreaterThan(10)
    for (let dieAt = 1; dieAt < steps.length; dieAt += 1) {
      const died = temporaryDirectory()
      cpSync(directory, died, { recursive: true, preserveTimestamps: true })
      expect(runs(died, dieAt), `killed after ${steps[dieAt - 1]}`).toEqual(steps.slice(0, dieAt))
      // Killed once more at the same distance: a start that never comes further must not happen.
      runs(died, 2)
      const storage = openRecovered({ dataDirectory: died, now: Date.now(), log: () => undefined })
      expect(rowsOf(storage.db), `killed after ${steps[dieAt - 1]}`).toEqual(expected)
      expect(readRecoveries(storage.db)).toHaveLength(1)
      expect(storage.db.pragma('integrity_check', { simple: true })).toBe('ok')
      storage.close()
      const kept = corruptFolders(died).map((folder) => join(died, folder, 'storebridge.db'))
      expect(kept.map((path) => readFileSync(path).equals(damaged))).toEqual([true])
      expect(existsSync(join(died, 'recovery.json'))).toBe(false)
      rmSync(died, { recursive: true })
    }
  }, 120_000)

  test('and whose marker cannot be read any more is told by what stands in the directory', async () => {
    const { directory } = await storeWithPast()
    overwrite(databaseOf(directory), 0, Buffer.alloc(100))
    runs(directory, 3)
    writeFileSync(join(directory, 'recovery.json'), '{"step":')
    expect(rowsOf(opened(directory))['before.xml']).toMatch(/^accepted/)
  })
})

describe('a database that a restore must not touch', () => {
  test.each([
    ['of a newer Storebridge', (db: Db) => db.pragma(`user_version = ${migrations.length + 1}`), 'newer'],
    [
      'of another program',
      (db: Db) => {
        for (const name of ['content', 'event', 'finding', 'fact']) db.exec(`DROP TABLE ${name}`)
        db.pragma('application_id = 7')
      },
      'foreign',
    ],
  ])('is one %s', async (_whose, change, kind) => {
    const { directory } = await storeWithPast()
    const db = openSqlite(databaseOf(directory))
    db.pragma('foreign_keys = OFF')
    change(db)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = readFileSync(databaseOf(directory))
    try {
      opened(directory)
      expect.unreachable('it was opened')
    } catch (fault) {
      expect(fault).toBeInstanceOf(DatabaseUnusable)
      expect((fault as DatabaseUnusable).kind).toBe(kind)
    }
    expect(readFileSync(databaseOf(directory)).equals(before)).toBe(true)
    expect(corruptFolders(directory)).toEqual([])
  })

  test('is none: a new data directory gets an empty database and no restore', () => {
    const directory = join(temporaryDirectory(), 'new')
    mkdirSync(directory)
    expect(restoredFacts(opened(directory))).toEqual({ asking: 0, newest: null })
  })
})

describe('a file found after a restore', () => {
  const restoredAt = Date.UTC(2026, 10, 22, 5)
  const recovery: Recovery = {
    id: 'corrupt-1',
    at: restoredAt,
    why: 'damaged',
    backupAt: restoredAt - 24 * hour,
    aliveUntil: restoredAt - 8 * hour,
    rebooted: false,
    highestKnown: 100,
    startsAt: restoredAt - 24 * hour,
    foldersMet: true,
    scanned: { '1': { upTo: 500, share: false }, '2': { upTo: 500, share: true } },
  }
  const minute = 60_000
  test.each([
    ['written before the last engine ended: it may have been sent', { modifiedAt: restoredAt - 9 * hour }, true],
    ['written at that very moment: it may have been sent', { modifiedAt: restoredAt - 8 * hour }, true],
    [
      'written while no engine ran, on a disk of this PC: it is new',
      { modifiedAt: restoredAt - 8 * hour + 1000 },
      false,
    ],
    [
      'on a share, a few minutes after: its clock may be another one',
      { folderId: 2, modifiedAt: restoredAt - 8 * hour + 5 * minute },
      true,
    ],
    ['on a share, an hour after: it is new', { folderId: 2, modifiedAt: restoredAt - 7 * hour }, false],
    [
      'in a folder that was never looked through since, a few minutes after',
      { folderId: 3, modifiedAt: restoredAt - 8 * hour + 5 * minute },
      true,
    ],
    ['with a time that is still to come: its clock is wrong', { modifiedAt: restoredAt + hour }, true],
    ['later than the first look, written since: it is new', { id: 501, modifiedAt: restoredAt + minute }, false],
    ['later than the first look, with a time to come: it is new', { id: 501, modifiedAt: restoredAt + hour }, false],
    [
      'later than the first look, but written before the damage: it may have been moved away and back',
      { id: 501, modifiedAt: restoredAt - 9 * hour },
      true,
    ],
    ['without a folder or a time: nothing is known of it', { folderId: null }, true],
  ] as const)('%s', (_which, glimpse, expected) => {
    const whole = {
      id: 400,
      folderId: 1,
      modifiedAt: restoredAt - 9 * hour,
      firstSeenAt: restoredAt + 1000,
      ...glimpse,
    }
    expect(isOfLostSpan(recovery, whole)).toBe(expected)
  })

  test('after a power cut counts with a minute more: its last times may be missing from the disk', () => {
    const glimpse = { id: 400, folderId: 1, modifiedAt: recovery.aliveUntil + 30_000, firstSeenAt: restoredAt }
    expect(isOfLostSpan(recovery, glimpse)).toBe(false)
    expect(isOfLostSpan({ ...recovery, rebooted: true }, glimpse)).toBe(true)
  })
})

test('before a migration a copy of the older database is made, and it can be restored', () => {
  const directory = temporaryDirectory()
  const db = openDatabase(databaseOf(directory))
  addFile(db, { name: 'a.xml' })
  const { path } = backupBeforeMigration(db, directory, Date.now())
  db.close()
  const copy = openSqlite(path, { readonly: true })
  expect(copy.prepare('SELECT name FROM document').pluck().all()).toEqual(['a.xml'])
  copy.close()
})
