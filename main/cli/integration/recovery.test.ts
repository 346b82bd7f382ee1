// A damaged database, before a start and under a running engine, and a disk that fails: the program restores itself, and
// the cloud gets no sale twice without a person's word.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { builtCommandLine } from './built-command-line.ts'
import { plainEnvironment } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { passwordVariable, practiceStore, type PracticeStore } from './practice-store.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 120_000 })

const overwrite = async (path: string, at: number, bytes: Buffer): Promise<void> => {
  const file = await open(path, 'r+')
  await file.write(bytes, 0, bytes.length, at)
  await file.close()
}

const zeroHeader = (store: PracticeStore): Promise<void> =>
  overwrite(databaseFile(store.dataDirectory), 0, Buffer.alloc(100))

const corruptFolders = async (store: PracticeStore): Promise<string[]> =>
  (await readdir(store.dataDirectory)).filter((name) => name.startsWith('corrupt-'))

const copiesOf = (store: PracticeStore): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { name } of store.cloud.received().journals) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

const logIsMissing = (store: PracticeStore): Promise<void> =>
  rm(`${databaseFile(store.dataDirectory)}-wal`, { force: true })

describe('a database found damaged at a start', () => {
  test('is restored: what was accepted is known again with its reference, what nobody knows asks, new files go', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const first = await store.run()
    for (const name of ['A.xml', 'B.xml', 'C.xml']) {
      await store.put(name, aJournal())
      await store.whenState(name, 'accepted')
    }
    // Its answer is lost: it may have arrived, and no verdict tells of it.
    store.misbehave({ on: 'journal', times: 'always', do: { kind: 'accept-then-drop' } })
    await store.put('LOST.xml', aJournal())
    await store.whenState('LOST.xml', 'unclear')
    const before = new Map((await store.files()).map((file) => [file.name, file]))
    store.lookAway()
    await first.kill()
    store.cloud.control.clearFaults()
    const sentBefore = copiesOf(store)
    await logIsMissing(store)
    await zeroHeader(store)

    const damaged = readFileSync(databaseFile(store.dataDirectory))
    for (const words of [
      ['status', '--json'],
      ['files', '--json'],
      ['show', '1'],
    ]) {
      const [name = '', ...more] = words
      const end = await store.command(name, ...more)
      expect(end.code, name).toBe(3)
      expect(end.stderr.trim().split('\n'), name).toHaveLength(1)
    }
    expect(readFileSync(databaseFile(store.dataDirectory)).equals(damaged)).toBe(true)

    const second = await store.run()
    await second.line('the records to be restored', ({ event }) => event === 'records-restored')
    await store.whenState('LOST.xml', 'unclear')
    await store.put('NEW.xml', aJournal())
    await store.whenState('NEW.xml', 'accepted')
    for (const name of ['A.xml', 'B.xml', 'C.xml']) {
      const file = await store.when(name, 'to have its sales again', ({ businessDates }) => businessDates.length > 0)
      expect(file).toMatchObject({
        state: 'accepted',
        referenceId: before.get(name)?.referenceId,
        acceptedAt: before.get(name)?.acceptedAt,
        sha256: before.get(name)?.sha256,
      })
      const shown = await until(`the events of ${name}`, async () => {
        const facts = await store.show(name)
        return facts.events.length > 0 ? facts : null
      })
      expect(shown.deliveries.flatMap(({ attempts }) => attempts)).toHaveLength(1)
      const { id } = file
      expect((await store.command('show', id, '--content')).stdout.length).toBe(before.get(name)?.size)
    }
    expect(await store.file('LOST.xml')).toMatchObject({ state: 'unclear', problem: 'restored', nextAttemptAt: null })
    const status = await store.statusWhen('the restore to be told', ({ problems }) =>
      problems.some(({ code }) => code === 'restored'),
    )
    expect(status.state).toBe('attention')
    expect(status.problems.find(({ code }) => code === 'restored')).toMatchObject({ count: 1 })
    expect(status.problems.filter(({ code }) => code === 'files-unclear')).toEqual([])
    expect(copiesOf(store)).toEqual({ ...sentBefore, 'NEW.xml': 1 })

    const { id } = await store.file('LOST.xml')
    expect((await store.command('resend', id)).code).toBe(1)
    expect((await store.command('resend', id, '--again', '--reason', 'not at the office')).code).toBe(0)
    await store.whenState('LOST.xml', 'accepted')
    await store.statusWhen('nothing to be left of it', ({ problems }) =>
      problems.every(({ code }) => code !== 'restored'),
    )
    expect(await corruptFolders(store)).toHaveLength(1)
    expect((await second.terminate()).code).toBe(0)

    const third = await store.run()
    await store.statusWhen('all to be well', ({ state }) => state === 'good')
    expect(await corruptFolders(store)).toHaveLength(1)
    expect((await third.terminate()).code).toBe(0)
  })

  test('with its log gone is known to be older than it was, and sends nothing of what it forgot by itself', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const first = await store.run()
    await store.put('A.xml', aJournal())
    await store.whenState('A.xml', 'accepted')
    // Whoever reads keeps the log from being folded into the database: what follows stands in the log alone.
    const reader = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
    onTestFinished(() => void reader.close())
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM document').get()
    await store.command('pause')
    await store.put('B.xml', aJournal())
    await store.whenState('B.xml', 'waiting')
    store.lookAway()
    await first.kill()
    reader.close()
    await logIsMissing(store)
    const second = await store.run()
    await store.whenState('A.xml', 'accepted')
    const found = await store
      .when('B.xml', 'to be judged', ({ state }) => state !== 'stored' && state !== 'found')
      .catch((fault: unknown) => {
        throw new Error(second.output(), { cause: fault })
      })
    expect(`${found.state} ${found.problem}`).toBe('unclear restored')
    expect(copiesOf(store)).toEqual({ 'A.xml': 1 })
    expect((await second.terminate()).code).toBe(0)
  })
})

test('a database that is damaged under the running engine is restored without an end of the process', async ({
  onTestFinished,
}) => {
  const store = await practiceStore(onTestFinished)
  const engine = await store.run()
  for (const name of ['A.xml', 'B.xml']) {
    await store.put(name, aJournal())
    await store.whenState(name, 'accepted')
  }
  store.lookAway()
  // Everything is written back into the file, the pages of three tables become garbage, and a change by another
  // connection makes the engine read them anew.
  const path = databaseFile(store.dataDirectory)
  const other = openSqlite(path)
  const pages = other
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name IN ('document', 'sighting', 'attempt')")
    .pluck()
    .all()
  other.pragma('wal_checkpoint(TRUNCATE)')
  for (const page of pages) await overwrite(path, (page - 1) * 4096, Buffer.alloc(4096, 0xa5))
  other.exec("INSERT INTO decision (action, again, who, requested_at) VALUES ('resume', 0, 'test', 1)")
  other.close()
  await store.put('C.xml', aJournal())
  await engine.line('the damage to be seen', ({ event }) => event === 'storage-trouble' || event === 'records-damaged')
  await engine.line('the restore', ({ event }) => event === 'records-restored', 60_000)
  await store.put('D.xml', aJournal())
  await store.whenState('D.xml', 'accepted')
  await store.whenState('A.xml', 'accepted')
  await store.whenState('B.xml', 'accepted')
  const c = await store.when('C.xml', 'to be settled', ({ state }) => state === 'unclear' || state === 'accepted')

  expect(copiesOf(store)['A.xml']).toBe(1)
  expect(copiesOf(store)['B.xml']).toBe(1)
  expect(copiesOf(store)['C.xml'] ?? 0).toBeLessThanOrEqual(1)
  if (c.state === 'unclear') expect(c.problem).toBe('restored')
  expect(await corruptFolders(store)).toHaveLength(1)
  expect((await engine.terminate()).code).toBe(0)
})

test('a copy of the records is made at the start, is whole, and a new one is not made again at the next start', async ({
  onTestFinished,
}) => {
  const store = await practiceStore(onTestFinished)
  const first = await store.run()
  await first.line('the copy', ({ event }) => event === 'backup-made')
  expect((await first.terminate()).code).toBe(0)
  const folder = join(store.dataDirectory, 'backups')
  const copies = readdirSync(folder)
  expect(copies).toEqual([expect.stringMatching(/^storebridge-\d{4}-\d{2}-\d{2}T[\d-]+Z\.db$/)])
  const copy = openSqlite(join(folder, copies[0] ?? ''), { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
  const second = await store.run()
  await store.put('A.xml', aJournal())
  await store.whenState('A.xml', 'accepted')
  expect((await second.terminate()).code).toBe(0)
  expect(readdirSync(folder)).toEqual(copies)
})

const hasStrace = spawnSync('strace', ['-V']).status === 0
const canTrace = hasStrace && spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0

test.skipIf(!canTrace).for([
  ['whose sync fails', 'fsync,fdatasync', 'inject=fsync,fdatasync:error=EIO:when=14..20'],
  ['that turns read-only', 'pwrite64', 'inject=pwrite64:error=EROFS:when=40..44'],
] as const)(
  'a disk %s for a while is told, nothing acknowledged is lost, and everything goes on by itself (needs strace)',
  async ([, calls, injection], { onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const quiet = await store.run()
    await store.put('A.xml', aJournal())
    await store.whenState('A.xml', 'accepted')
    store.lookAway()
    expect((await quiet.terminate()).code).toBe(0)
    const { entry } = await builtCommandLine()
    const child: ChildProcess = spawn(
      'strace',
      [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        `trace=${calls}`,
        '-e',
        injection,
        process.execPath,
        entry,
        'run',
        '--data-dir',
        store.dataDirectory,
        '--config',
        store.configurationFile,
      ],
      { env: plainEnvironment({ [passwordVariable]: 'practice' }), stdio: ['ignore', 'pipe', 'inherit'] },
    )
    /** What strace runs would live on without it. */
    const tracees = (): number[] =>
      spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' })
        .stdout.split('\n')
        .map(Number)
        .filter((pid) => pid > 0)
    onTestFinished(async () => {
      // One that ends by itself meanwhile is no fault: `kill` only says so.
      spawnSync('kill', ['-KILL', ...tracees().map(String)])
      child.kill('SIGKILL')
      await Promise.resolve()
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    await until(
      'the engine to be ready',
      () => output.includes('"ready"'),
      () => output,
    )
    const names = Array.from({ length: 12 }, (_, i) => `S${i}.xml`)
    for (const name of names) await store.put(name, aJournal())
    await until(
      'the trouble to be noticed',
      () => output.includes('storage-trouble'),
      () => output,
      60_000,
    )
    await until(
      'the database to be mended',
      () => output.includes('storage-mended'),
      () => output,
      90_000,
    )
    for (const name of names) await store.whenState(name, 'accepted', 90_000)
    for (const name of names) expect(store.received(name).length, name).toBeGreaterThanOrEqual(1)
    for (const name of names) {
      const { deliveries } = await store.show(name)
      const told = deliveries.flatMap(({ attempts }) => attempts).filter(({ mayHaveArrived }) => mayHaveArrived).length
      expect(told, name).toBeGreaterThanOrEqual(store.received(name).length)
    }
    store.lookAway()
    const [tracee] = tracees()
    if (tracee === undefined) expect.unreachable('the engine is gone')
    process.kill(tracee, 'SIGTERM')
    await until(
      'the engine to end',
      () => output.includes('"stopped"'),
      () => output,
    )
    const db = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  },
)
