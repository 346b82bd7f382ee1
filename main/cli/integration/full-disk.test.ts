// A disk that takes no more, for real: the data directory on a small tmpfs, limits on the size of files and on open
// files. Whatever happens, each file is accepted exactly once in the end and nobody has to do anything but make room.

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { builtCommandLine } from './built-command-line.ts'
import { plainEnvironment } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { passwordVariable, practiceStore, type PracticeStore } from './practice-store.ts'
import type { AtEnd } from './temporary-folder.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 180_000 })

/** Mounts need root on Linux; elsewhere these tests say that they were left out. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0
const why = canMount ? '' : ' (left out: mounting a small disk needs root on Linux)'
const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0

/** A store whose data directory is a disk of its own. */
const storeOnSmallDisk = async (atEnd: AtEnd, size: string): Promise<PracticeStore> => {
  const store = await practiceStore(atEnd, { configuration: { connectionReport: { everySeconds: 2 } } })
  mkdirSync(store.dataDirectory)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', store.dataDirectory])
  atEnd(() => {
    store.lookAway()
    execFileSync('umount', ['-l', store.dataDirectory])
    return Promise.resolve()
  })
  return store
}

const resize = (store: PracticeStore, size: string): void => {
  execFileSync('mount', ['-o', `remount,size=${size}`, store.dataDirectory])
}

/** Journals that no compression makes small. */
const journals = (count: number): Map<string, Buffer> =>
  new Map(
    Array.from({ length: count }, (_, i) => [
      `PJR${String(i + 1).padStart(4, '0')}.xml`,
      aJournal({ description: randomBytes(20_000).toString('base64') }),
    ]),
  )

const putAll = (store: PracticeStore, files: ReadonlyMap<string, Buffer>): void => {
  for (const [name, bytes] of files) writeFileSync(join(store.folder, name), bytes)
}

/** Long, because a small disk is filled and emptied many times over until all went through it. */
const patienceMs = 90_000

const allAccepted = (store: PracticeStore, count: number): Promise<boolean> =>
  until(
    `${count} files to be accepted`,
    () => store.rows().filter(({ state }) => state === 'accepted').length === count,
    () => JSON.stringify(store.rows().find(({ state }) => state !== 'accepted')),
    patienceMs,
  )

/** Each file has its verdict, and the cloud got each of them once, byte for byte. */
const expectEachOnce = (store: PracticeStore, files: ReadonlyMap<string, Buffer>): void => {
  const { journals: received } = store.cloud.received()
  expect(received.map(({ name }) => name).toSorted()).toEqual([...files.keys()].toSorted())
  for (const { n, name } of received)
    expect(store.cloud.control.journalBytes(n)?.equals(files.get(name) ?? Buffer.alloc(0))).toBe(true)
  store.lookAway()
  const db = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.prepare('SELECT count(*) FROM document').pluck().get()).toBe(files.size)
  } finally {
    db.close()
  }
}

const isFull = ({ problems }: { readonly problems: readonly { readonly code: string }[] }): boolean =>
  problems.some(({ code }) => code === 'disk-full')

describe.skipIf(!canMount)(`a full disk${why}`, () => {
  test('stops collecting and says so; when there is room everything is accepted once, without a person', async ({
    onTestFinished,
  }) => {
    const store = await storeOnSmallDisk(onTestFinished, '8m')
    const engine = await store.run()
    // Nothing may be forgotten while nothing was accepted.
    expect((await store.command('pause')).code).toBe(0)
    const files = journals(400)
    putAll(store, files)
    const status = await store.statusWhen('the full disk to be told', isFull)
    const problem = status.problems.find(({ code }) => code === 'disk-full')
    expect(problem?.sentence).toMatch(/^The disk of this PC is full/)
    expect(status.state).toBe('attention')
    expect(status.folders).toMatchObject([{ reachable: true }])
    await store.statusWhen('what waits in the folder to be counted', ({ problems }) =>
      problems.some(({ code, count }) => code === 'disk-full' && count > 0),
    )
    resize(store, '64m')
    expect((await store.command('resume')).code).toBe(0)
    await allAccepted(store, files.size)
    await store.statusWhen('all to be well', ({ state }) => state === 'good')
    expect((await engine.terminate()).code).toBe(0)
    expectEachOnce(store, files)
  })

  test('goes on by itself without more room, because copies of accepted files make place for new ones', async ({
    onTestFinished,
  }) => {
    const store = await storeOnSmallDisk(onTestFinished, '8m')
    const engine = await store.run()
    const files = journals(400)
    putAll(store, files)
    await allAccepted(store, files.size)
    expect((await engine.terminate()).code).toBe(0)
    expectEachOnce(store, files)
    // No half a line of before has kept its room.
    const verdicts = readFileSync(join(store.dataDirectory, 'verdicts.ndjson'), 'utf8').trimEnd().split('\n')
    expect(
      new Set(verdicts.filter((line) => line !== '').map((line) => (JSON.parse(line) as { name: string }).name)).size,
    ).toBe(files.size)
    const shown = await store.show('PJR0001.xml')
    expect(shown).toMatchObject({ state: 'accepted', contentRemovedWhy: 'disk-space' })
    const content = await store.command('show', shown.id, '--content')
    expect(content).toMatchObject({ code: 1 })
    expect(content.stderr).toMatch(
      /^storebridge: the stored copy of file \d+ was removed on \d{4}-\d\d-\d\d, because the disk was almost full/,
    )
  })

  test('filled by another program while answers are on their way loses no answer, and sending goes on', async ({
    onTestFinished,
  }) => {
    const store = await storeOnSmallDisk(onTestFinished, '24m')
    store.misbehave({ on: 'journal', times: 40, do: { kind: 'delay', ms: 300 } })
    const engine = await store.run()
    const files = journals(60)
    putAll(store, files)
    await store.statusWhen('some files to be accepted', ({ counts }) => counts.accepted >= 4)
    const filler = join(store.dataDirectory, 'filler')
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k', 'status=none'])
    await store.statusWhen('the full disk to be told', isFull)
    await store.statusWhen(
      'what was stored to be accepted',
      ({ counts }) => counts.waiting + counts.sending + counts.unclear === 0,
    )
    rmSync(filler)
    await allAccepted(store, files.size)
    await store.statusWhen('the trouble to be over', (status) => !isFull(status))
    expect((await engine.terminate()).code).toBe(0)
    expectEachOnce(store, files)
  })

  test('at the start gives up its reserve, so that what is stored can still be sent', async ({ onTestFinished }) => {
    const store = await storeOnSmallDisk(onTestFinished, '16m')
    const first = await store.run()
    await store.cloud.control.goAway()
    const files = journals(20)
    putAll(store, files)
    await store.statusWhen('all to be stored', ({ counts }) => counts.waiting === files.size)
    store.lookAway()
    await first.terminate()
    spawnSync('dd', ['if=/dev/zero', `of=${join(store.dataDirectory, 'filler')}`, 'bs=4k', 'status=none'])
    await store.cloud.control.comeBack()
    const engine = await store.run()
    await allAccepted(store, files.size)
    expect((await engine.terminate()).code).toBe(0)
    expectEachOnce(store, files)
  })
})

describe.skipIf(!canLimit)('a limit of the system', () => {
  /** The engine under `prlimit`, until it is ended. */
  const limited = async (store: PracticeStore, limit: string, atEnd: AtEnd) => {
    const { entry } = await builtCommandLine()
    const words = [
      limit,
      process.execPath,
      entry,
      'run',
      '--data-dir',
      store.dataDirectory,
      '--config',
      store.configurationFile,
    ]
    const child = spawn('prlimit', words, {
      env: plainEnvironment({ [passwordVariable]: 'practice' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    atEnd(async () => {
      child.kill('SIGKILL')
      await ended
    })
    return {
      pid: child.pid ?? 0,
      output: () => output,
      ended,
      alive: () => child.exitCode === null && child.signalCode === null,
      stop: () => child.kill('SIGTERM'),
    }
  }

  test('on open files slows the engine down and never ends it', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await limited(store, '--nofile=40', onTestFinished)
    const files = journals(60)
    putAll(store, files)
    await allAccepted(store, files.size).catch((fault: unknown) => {
      throw new Error(`${String(fault)}\n${engine.output().slice(-3000)}`)
    })
    expect(engine.alive()).toBe(true)
    engine.stop()
    expect(await engine.ended).toBe(0)
    expectEachOnce(store, files)
  })

  test('on the size of a file stops the storing, takes nothing half for good, and is over with a start without it', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await limited(store, '--fsize=2000000', onTestFinished)
    const files = journals(200)
    putAll(store, files)
    await store.statusWhen('the trouble to be told', ({ problems }) =>
      problems.some(({ code }) => code === 'disk-full' || code === 'storage'),
    )
    expect(engine.alive()).toBe(true)
    store.lookAway()
    process.kill(engine.pid, 'SIGKILL')
    await engine.ended
    const free = await store.run()
    await allAccepted(store, files.size)
    expect((await free.terminate()).code).toBe(0)
    const { journals: received } = store.cloud.received()
    const names = new Set(received.map(({ name }) => name))
    expect(names.size).toBe(files.size)
  })
})
