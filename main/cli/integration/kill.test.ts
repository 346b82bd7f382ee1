// kill -9 at random moments while files are stored, judged, sent and archived, and a restart after each, until all is
// quiet. Then: every file has one row in a final state, the cloud has what the rows say and nothing else, each copy too
// many is told by a row, the database is whole, and no process is left. Seeded: STOREBRIDGE_TEST_SEED runs one again.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import type { FileFacts } from '../../../contract/file-facts.ts'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { fileFacts } from '../../engine/tell/file-list.ts'
import { canSeeProcesses, processesWith } from './helper-processes.ts'
import { aJournal, nextTransaction } from './journal-bytes.ts'
import { passwordVariable, practiceStore, type PracticeStore } from './practice-store.ts'
import { startRun, type RunningEngine } from './running-engine.ts'
import { seededRandom } from './seeded-random.ts'
import type { AtEnd } from './temporary-folder.ts'
import { attemptsOf, copiesTold } from './told-attempts.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Until thirty megabytes have gone from one process to another, each of which many others keep waiting. */
const patienceMs = 90_000

const seed = Number(process.env['STOREBRIDGE_TEST_SEED'] ?? Date.now() % 1_000_000)
console.info(`kill.test.ts: STOREBRIDGE_TEST_SEED=${seed}`)

const markVariable = 'STOREBRIDGE_TEST_MARK'

/** A run whose processes can be found again. */
const start = async (store: PracticeStore, atEnd: AtEnd): Promise<RunningEngine> => {
  const engine = await startRun({
    words: ['--data-dir', store.dataDirectory, '--config', store.configurationFile],
    env: { [passwordVariable]: 'practice', [markVariable]: store.dataDirectory },
  })
  atEnd(() => engine.kill())
  await engine.line('the engine to be ready', ({ event }) => event === 'ready')
  return engine
}

/**
 * A file that three starts find half judged is held (design 4.2), whatever ended them. So that these kills do not lead
 * there, none comes before a file that is being judged for the second time has been.
 */
const untilNoneIsJudgedAgain = (store: PracticeStore): Promise<boolean> =>
  until('no file to be on its second judgement', () => {
    const db = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
    try {
      return (
        db.prepare(`SELECT count(*) FROM document WHERE state = 'stored' AND judging_starts > 1`).pluck().get() === 0
      )
    } finally {
      db.close()
    }
  })

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `PJR${String(i + 1).padStart(4, '0')}.xml`)

const allSettled = (store: PracticeStore, count: number): Promise<boolean> =>
  until(
    `${count} files in a final state`,
    () => {
      const rows = store.rows()
      return rows.length === count && rows.every(({ state }) => state === 'accepted' || state === 'refused')
    },
    () =>
      JSON.stringify(
        store
          .rows()
          .filter(({ state }) => state !== 'accepted')
          .slice(0, 10),
        null,
        1,
      ),
    60_000,
  )

/** Ends the last run and holds everything that is left against everything else. */
const expectNothingLostAndNothingTwice = async (
  store: PracticeStore,
  engine: RunningEngine,
  files: ReadonlyMap<string, Buffer>,
): Promise<FileFacts[]> => {
  store.lookAway()
  expect((await engine.terminate()).code).toBe(0)
  const db = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    const rows = await store.files()
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...files.keys()].toSorted())
    const shown = rows.map(({ id }) => fileFacts(db, Number(id)) ?? expect.unreachable(`file ${id} is not shown`))

    const { journals } = store.cloud.received()
    const accepted = shown.filter(({ state }) => state === 'accepted')
    const taken = new Set(journals.filter(({ verdict }) => verdict !== 'FatalError').map(({ sha256 }) => sha256))
    expect([...taken].toSorted()).toEqual(accepted.map(({ sha256 }) => sha256 ?? '').toSorted())

    for (const file of shown) {
      const copies = journals.filter(({ name }) => name === file.name)
      const attempts = attemptsOf(file)
      expect(copiesTold(file), `${file.name}: ${JSON.stringify(attempts)}`).toBeGreaterThanOrEqual(copies.length)
      expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, i) => i + 1))
      expect(attempts.filter(({ outcome }) => outcome === 'accepted' || outcome === 'refused')).toHaveLength(1)
      expect(attempts.every(({ endedAt }) => endedAt !== null)).toBe(true)
      expect(attempts.length).toBeLessThanOrEqual(6)
      expect(file.attempts).toBe(attempts.length)
      expect(copies.some(({ reference }) => reference === file.referenceId)).toBe(true)
      expect(store.cloud.control.journalBytes(copies[0]?.n ?? 0)?.equals(files.get(file.name) ?? Buffer.alloc(0))).toBe(
        true,
      )
    }

    // verdicts.ndjson has each verdict once.
    const verdicts = (await readFile(join(store.dataDirectory, 'verdicts.ndjson'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map(
        (line) =>
          JSON.parse(line) as {
            readonly attempt: number
            readonly sha256: string
            readonly verdict: string
            readonly referenceId: string
          },
      )
    expect(
      verdicts.map(({ sha256, verdict, referenceId }) => `${sha256} ${verdict} ${referenceId}`).toSorted(),
    ).toEqual(shown.map(({ sha256, state, referenceId }) => `${sha256 ?? ''} ${state} ${referenceId ?? ''}`).toSorted())
    expect(new Set(verdicts.map(({ attempt }) => attempt)).size).toBe(verdicts.length)
    return shown
  } finally {
    db.close()
    if (canSeeProcesses)
      await until(
        'no process to be left',
        async () => (await processesWith(`${markVariable}=${store.dataDirectory}`)).length === 0,
      )
  }
}

describe.concurrent('kill -9', () => {
  test('while a burst of two hundred files is being stored', async ({ onTestFinished }) => {
    const random = seededRandom(seed)
    const store = await practiceStore(onTestFinished)
    const files = new Map(numbered(200).map((name) => [name, aJournal()]))
    const write = async (name: string, bytes: Buffer): Promise<void> => {
      // Some registers write a file in pieces.
      if (random() < 0.2) {
        await writeFile(join(store.folder, name), bytes.subarray(0, Math.floor(bytes.length * random())))
        await pause(random() * 40)
        await writeFile(join(store.folder, name), bytes)
      } else await store.put(name, bytes)
    }
    const bursts = [...files].map((file, i) => ({ file, round: Math.floor(i / 25) }))
    let engine = await start(store, onTestFinished)
    for (let round = 0; round < 8; round++) {
      const burst = bursts.filter((each) => each.round === round).map(({ file: [name, bytes] }) => write(name, bytes))
      await pause(random() * 300)
      await untilNoneIsJudgedAgain(store)
      await engine.kill()
      await Promise.all(burst)
      engine = await start(store, onTestFinished)
    }
    await allSettled(store, files.size)
    await expectNothingLostAndNothingTwice(store, engine, files)
  })

  test('while files are being judged', async ({ onTestFinished }) => {
    const random = seededRandom(seed + 1)
    const store = await practiceStore(onTestFinished)
    const large = (): Buffer =>
      aJournal({ sales: Array.from({ length: 400 }, () => ({ transaction: nextTransaction() })) })
    const files = new Map(numbered(40).map((name) => [name, large()]))
    for (const [name, bytes] of files) await store.put(name, bytes)
    let engine = await start(store, onTestFinished)
    for (let round = 0; round < 6; round++) {
      await until('files to be stored', () => round > 0 || engine.lines().some(({ event }) => event === 'stored'))
      await pause(random() * 150)
      await untilNoneIsJudgedAgain(store)
      await engine.kill()
      engine = await start(store, onTestFinished)
    }
    await allSettled(store, files.size)
    const shown = await expectNothingLostAndNothingTwice(store, engine, files)
    expect(shown.every(({ events }) => events.length === 400)).toBe(true)
  })

  test('while files are being sent and the cloud is slow to answer', async ({ onTestFinished }) => {
    const random = seededRandom(seed + 2)
    const store = await practiceStore(onTestFinished)
    for (const ms of [300, 100, 500])
      store.misbehave({
        on: 'journal',
        match: { name: `*${String(ms)[0]}.xml` },
        times: 'always',
        do: { kind: 'delay', ms },
      })
    store.misbehave({ on: 'journal', times: 'always', do: { kind: 'delay', ms: 50 } })
    const files = new Map(numbered(120).map((name) => [name, aJournal()]))
    for (const [name, bytes] of files) await store.put(name, bytes)
    let engine = await start(store, onTestFinished)
    let interrupted = 0
    for (let round = 0; round < 8; round++) {
      const enough = 4 + Math.floor(random() * 6)
      await until('some answers', () => engine.lines().filter(({ event }) => event === 'answered').length >= enough)
      await pause(random() * 300)
      await untilNoneIsJudgedAgain(store)
      await engine.kill()
      const started = engine.lines().filter(({ event }) => event === 'sending').length
      interrupted += started - engine.lines().filter(({ event }) => event === 'answered').length
      engine = await start(store, onTestFinished)
    }
    store.cloud.control.clearFaults()
    await allSettled(store, files.size)
    const shown = await expectNothingLostAndNothingTwice(store, engine, files)
    // The kills did strike while files were under way, and the rows say so.
    expect(interrupted).toBeGreaterThan(5)
    expect(
      shown.filter((file) => attemptsOf(file).some(({ outcome }) => outcome === 'interrupted')).length,
    ).toBeGreaterThan(5)
  })

  test('while files are being archived: each is still there, in the folder or in the archive, and in the end all are archived', async ({
    onTestFinished,
  }) => {
    const random = seededRandom(seed + 3)
    const store = await practiceStore(onTestFinished)
    const archive = join(store.root, 'archive')
    await store.configure({ folders: [{ path: store.folder, afterVerdict: { archive } }] })
    const files = new Map(numbered(80).map((name) => [name, aJournal()]))
    for (const [name, bytes] of files) await store.put(name, bytes)
    const bytesIn = async (folder: string): Promise<Set<string>> => {
      const list = await readdir(folder).catch(() => [])
      const contents = await Promise.all(
        list.filter((name) => name.endsWith('.xml')).map((name) => readFile(join(folder, name), 'latin1')),
      )
      return new Set(contents)
    }
    const expectAllThere = async (): Promise<void> => {
      const there = new Set([...(await bytesIn(store.folder)), ...(await bytesIn(archive))])
      for (const [name, bytes] of files) expect(there.has(bytes.toString('latin1')), `${name} is gone`).toBe(true)
    }
    let engine = await start(store, onTestFinished)
    for (let round = 0; round < 5; round++) {
      await until(
        'something to be archived, or all to be',
        async () =>
          engine.lines().some(({ event }) => event === 'archived') || (await readdir(store.folder)).length === 0,
      )
      await pause(random() * 60)
      await untilNoneIsJudgedAgain(store)
      await engine.kill()
      await expectAllThere()
      engine = await start(store, onTestFinished)
    }
    await allSettled(store, files.size)
    await until('the folder to be empty', async () => (await readdir(store.folder)).length === 0)
    await expectAllThere()
    await expectNothingLostAndNothingTwice(store, engine, files)
  })

  test('three times in the middle of one file’s judgement: the fourth start holds that file and goes on with the others', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const huge = aJournal({ sales: Array.from({ length: 25_000 }, () => ({ transaction: nextTransaction() })) })
    await store.put('HUGE.xml', huge)
    const startsOf = (): number => {
      const db = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
      try {
        return db.prepare<[], number>(`SELECT judging_starts FROM document WHERE state = 'stored'`).pluck().get() ?? 0
      } finally {
        db.close()
      }
    }
    for (let kills = 1; kills <= 3; kills++) {
      const engine = await start(store, onTestFinished)
      await until(`judgement ${kills} to have begun`, () => startsOf() === kills)
      await engine.kill()
    }
    await store.put('GOOD.xml', aJournal())
    await start(store, onTestFinished)
    await store.whenState('GOOD.xml', 'accepted')
    const held = await store.whenState('HUGE.xml', 'held')
    expect(held).toMatchObject({ problem: 'reader-failed', attempts: 0, size: huge.length })
    expect((await store.show('HUGE.xml')).findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['reader-failed', 'error'],
    ])
    // Its bytes are safe, and a person may send it all the same.
    expect((await store.command('show', held.id, '--content')).stdout.equals(huge)).toBe(true)
    expect((await store.command('resend', held.id)).code).toBe(0)
    await store.whenState('HUGE.xml', 'accepted', patienceMs)
  })

  test('of the folder’s helper: the engine starts another and collects on', async ({ onTestFinished, skip }) => {
    if (!canSeeProcesses) skip()
    const store = await practiceStore(onTestFinished)
    const engine = await start(store, onTestFinished)
    const mark = `${markVariable}=${store.dataDirectory}`
    for (let round = 1; round <= 2; round++) {
      const helper = await until('a helper', async () => (await processesWith(mark)).find((id) => id !== engine.pid))
      process.kill(helper, 'SIGKILL')
      await store.put(`PJR${round}.xml`, aJournal())
      await store.whenState(`PJR${round}.xml`, 'accepted')
    }
    await store.statusWhen(
      'the folder to be well',
      ({ problems, folders }) => problems.length === 0 && folders[0]?.reachable === true,
    )
  })
})
