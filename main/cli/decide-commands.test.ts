import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { applyDecision, openDecisions, readPause } from '../engine/decide/decision.ts'
import { documentById } from '../engine/life/document-table.ts'
import { takeEngineLock } from '../engine/storage/engine-lock.ts'
import { DatabaseUnusable, openBesideEngine, openDatabase, type Db } from '../engine/storage/open-database.ts'
import { until } from '../engine/testing/fake-clock.ts'
import { addFile, temporaryDirectory } from '../engine/testing/test-store.ts'
import { fileDecisionCommand, pauseCommand, resumeCommand } from './decide-commands.ts'
import { UsageError } from './exit.ts'
import { captured, type Output } from './testing/captured-output.ts'

interface Stopped {
  readonly directory: string
  readonly refused: number
  /** Looks into the database as another process does. */
  look<Result>(work: (db: Db) => Result): Result
}

/** A store with one refused file, whose engine does not run. */
const stoppedStore = (): Stopped => {
  const directory = temporaryDirectory()
  const path = join(directory, 'storebridge.db')
  const db = openDatabase(path)
  const refused = addFile(db, { name: 'a.xml', state: 'refused' })
  db.close()
  return {
    directory,
    refused,
    look: (work) => {
      const beside = openBesideEngine(path)
      try {
        return work(beside)
      } finally {
        beside.close()
      }
    },
  }
}

const stateOf = (store: Stopped): string | undefined => store.look((db) => documentById(db, store.refused)?.state)
const run = (
  command: (words: readonly string[]) => Promise<number>,
  { directory }: Stopped,
  ...words: readonly string[]
): Promise<Output> => captured(() => command([...words, '--data-dir', directory]))

/** Somebody holds the lock of the store, as an engine does. */
const held = ({ directory }: Stopped): { release: () => void } => {
  const lock = takeEngineLock(directory, 0)
  if (lock === null) throw new Error('the lock was not free')
  onTestFinished(() => lock.release())
  return lock
}

describe('a decision, while no engine runs', () => {
  test('is applied by the command itself, under the lock, which is free again afterwards', async () => {
    const store = stoppedStore()
    const done = await run(fileDecisionCommand('set-aside'), store, String(store.refused), '--reason', ' sent by hand ')
    expect(done).toMatchObject({ code: 0, err: '', out: `File ${store.refused} (a.xml) is set aside.\n` })
    expect(stateOf(store)).toBe('set-aside')
    expect(store.look((db) => db.prepare('SELECT reason FROM decision').pluck().get())).toBe('sent by hand')
    held(store)
  })

  test('that is refused is said on the error output, with exit code 1; what could be done is done', async () => {
    const store = stoppedStore()
    const done = await run(fileDecisionCommand('set-aside'), store, '77', String(store.refused))
    expect(done).toMatchObject({ code: 1, err: 'storebridge: There is no file 77.\n' })
    expect(stateOf(store)).toBe('set-aside')
  })

  test('with --json is one object a line, in the order of the ids', async () => {
    const store = stoppedStore()
    const done = await run(fileDecisionCommand('resend'), store, '--json', '77', String(store.refused))
    expect(
      done.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { id: '77', applied: false, sentence: 'There is no file 77.' },
      { id: String(store.refused), applied: true, sentence: `File ${store.refused} (a.xml) will be sent.` },
    ])
  })

  test('in a place without a database makes none', async () => {
    const directory = temporaryDirectory()
    const done = await captured(() => fileDecisionCommand('ignore')(['1', '--data-dir', directory]))
    expect(done.fault).toBeInstanceOf(DatabaseUnusable)
    expect((done.fault as DatabaseUnusable).kind).toBe('missing')
  })

  test.each([
    ['no id', []],
    ['a word that is no id', ['x']],
    ['an option it does not have', ['1', '--again']],
  ])('with %s is a question of usage', async (_what, words) => {
    const done = await run(fileDecisionCommand('set-aside'), stoppedStore(), ...words)
    expect(done.fault).toBeInstanceOf(UsageError)
  })
})

describe('a decision, while an engine runs', () => {
  test('is written down and applied by the engine, whose sentence is told', async () => {
    const store = stoppedStore()
    held(store)
    const engine = openDatabase(join(store.directory, 'storebridge.db'))
    onTestFinished(() => {
      engine.close()
    })
    const running = run(fileDecisionCommand('ignore'), store, String(store.refused))
    await until('the decision to be written down', () => openDecisions(engine).length === 1)
    for (const id of openDecisions(engine)) applyDecision(engine, id, Date.now())
    expect(await running).toMatchObject({ code: 0, out: `File ${store.refused} (a.xml) is ignored.\n` })
  })

  test('that ends before it has applied it is taken over by the command: nobody waits for nobody', async () => {
    const store = stoppedStore()
    const lock = held(store)
    const running = run(fileDecisionCommand('set-aside'), store, String(store.refused))
    await until('the decision to be written down', () => store.look((db) => openDecisions(db).length) === 1)
    lock.release()
    expect(await running).toMatchObject({ code: 0, out: `File ${store.refused} (a.xml) is set aside.\n` })
    expect(stateOf(store)).toBe('set-aside')
  })
})

test('two commands at the same time are both carried out', async () => {
  const store = stoppedStore()
  const { captured: done } = {
    captured: await Promise.all([
      fileDecisionCommand('set-aside')([String(store.refused), '--data-dir', store.directory, '--json']),
      pauseCommand(['--data-dir', store.directory]),
    ]),
  }
  expect(done).toEqual([0, 0])
  expect(stateOf(store)).toBe('set-aside')
  expect(store.look(readPause)).not.toBeNull()
})

describe('a pause', () => {
  test('holds until it is resumed, or until the time that is named', async () => {
    const store = stoppedStore()
    expect(await run(pauseCommand, store)).toMatchObject({
      code: 0,
      out: 'Sending is paused until somebody resumes it.\n',
    })
    expect(store.look(readPause)).toMatchObject({ until: null })
    expect(await run(pauseCommand, store, '--until', '2126-11-22T06:00:00+01:00')).toMatchObject({
      code: 0,
      out: 'Sending is paused until 2126-11-22T05:00:00.000Z.\n',
    })
    expect(await run(resumeCommand, store)).toMatchObject({ code: 0, out: 'Sending goes on.\n' })
    expect(store.look(readPause)).toBeNull()
  })

  test.each(['2126-11-22T06:00Z', '2126-11-22 06:00:30-0500', '2126-11-22t06:00:00.5z'])(
    'may end at %s',
    async (time) => {
      expect((await run(pauseCommand, stoppedStore(), '--until', time)).code).toBe(0)
    },
  )

  test.each([
    'tomorrow',
    '2126-11-22',
    '2126-11-22T06:00',
    '06:00',
    '2126-13-01T00:00Z',
    '2126-02-30T00:00Z',
    '2126-11-22T25:00Z',
    '17',
  ])('may not end at %s, which is no moment', async (time) => {
    const done = await run(pauseCommand, stoppedStore(), '--until', time)
    expect(done.fault).toBeInstanceOf(UsageError)
    expect((done.fault as UsageError).message).toBe(`pause: --until ${time} is not a time like 2026-11-22T06:00:00Z`)
  })

  test('whose end is past is an answer of no', async () => {
    expect(await run(pauseCommand, stoppedStore(), '--until', '2020-01-01T00:00Z')).toMatchObject({
      code: 1,
      err: 'storebridge: The end of the pause is already past.\n',
    })
  })
})
