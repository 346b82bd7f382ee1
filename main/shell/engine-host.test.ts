import { describe, expect, test } from 'vitest'
import type { EnginePicture, FromEngine, ToEngine } from '../../contract/engine-port.ts'
import { FakeClock } from '../engine/testing/fake-clock.ts'
import { EngineHost, type EngineProcess } from './engine-host.ts'

class FakeProcess implements EngineProcess {
  readonly posted: ToEngine[] = []
  readonly helpers = new Map<number, { killed: boolean; gone: () => void }>()
  killed = false
  #hear: (message: FromEngine) => void = () => undefined
  #exit: (code: number | null) => void = () => undefined
  post = (message: ToEngine): void => {
    this.posted.push(message)
  }
  onMessage = (listener: (message: FromEngine) => void): void => {
    this.#hear = listener
  }
  onExit = (listener: (code: number | null) => void): void => {
    this.#exit = listener
  }
  kill = (): void => {
    this.killed = true
    this.#exit(null)
  }
  startHelper = (helper: number, onGone: () => void) => {
    const known = { killed: false, gone: onGone }
    this.helpers.set(helper, known)
    return {
      kill: () => {
        known.killed = true
        onGone()
      },
    }
  }
  say(message: FromEngine): void {
    this.#hear(message)
  }
  die(code: number): void {
    this.#exit(code)
  }
  asked(call: string): number {
    const question = this.posted.find((message) => message.kind === 'ask' && message.call === call)
    if (question?.kind !== 'ask') throw new Error(`${call} was not asked`)
    return question.number
  }
}

const picture = (phase: EnginePicture['phase'], more: Partial<EnginePicture> = {}): FromEngine => ({
  kind: 'picture',
  picture: {
    phase,
    store: null,
    baseUrl: null,
    status: null,
    attention: [],
    statusAt: '2026-11-20T15:00:00.000Z',
    trouble: null,
    ...more,
  },
})

const hostOf = () => {
  const clock = new FakeClock()
  const processes: FakeProcess[] = []
  let changed = 0
  let files = 0
  const host = new EngineHost({
    dataDirectory: '/data',
    mode: 'real',
    startProcess: () => {
      const process = new FakeProcess()
      processes.push(process)
      return process
    },
    clock,
    log: () => undefined,
    onChanged: () => (changed += 1),
    onFilesChanged: () => (files += 1),
  })
  const newest = (): FakeProcess => {
    const process = processes.at(-1)
    if (process === undefined) throw new Error('no process')
    return process
  }
  return { host, clock, processes, newest, changes: () => changed, files: () => files }
}

describe('the host of an engine', () => {
  test('opens the store with the password it has, and hands a later one over at once', () => {
    const { host, newest } = hostOf()
    host.setPassword('first')
    host.start()
    host.setPassword('second')
    expect(newest().posted).toEqual([
      { kind: 'open', dataDirectory: '/data', mode: 'real', password: 'first' },
      { kind: 'password', password: 'second' },
    ])
  })

  test('tells each answer to the one who asked, in any order', async () => {
    const { host, newest } = hostOf()
    host.start()
    const settings = host.ask('getSettings', undefined)
    const resumed = host.ask('resume', undefined)
    newest().say({ kind: 'answer', number: newest().asked('resume'), result: { ok: true, value: undefined } })
    newest().say({
      kind: 'answer',
      number: newest().asked('getSettings'),
      result: { ok: false, kind: 'failed', sentence: 'No.' },
    })
    expect(await settings).toEqual({ ok: false, kind: 'failed', sentence: 'No.' })
    expect(await resumed).toEqual({ ok: true, value: undefined })
  })

  test('answers by itself when the engine is not there, dies over the question, or does not answer in time', async () => {
    const { host, clock, newest } = hostOf()
    expect(await host.ask('tryNow', undefined)).toMatchObject({ ok: false, kind: 'not-ready' })
    host.start()
    const overtaken = host.ask('tryNow', undefined)
    newest().die(1)
    expect(await overtaken).toMatchObject({ ok: false, kind: 'not-ready' })
    await clock.advance(1000)
    const slow = host.ask('tryNow', undefined)
    await clock.advance(120_000)
    expect(await slow).toMatchObject({ ok: false, kind: 'not-ready' })
  })

  test('starts a process that died again, with the password, and shows it from the third time', async () => {
    const { host, clock, processes, newest } = hostOf()
    host.setPassword('secret')
    host.start()
    newest().say(picture('running'))
    expect(host.engine).toBe('running')
    newest().die(139)
    expect([host.engine, processes.length]).toEqual(['starting', 1])
    await clock.advance(999)
    expect(processes).toHaveLength(1)
    await clock.advance(1)
    expect(newest().posted[0]).toMatchObject({ kind: 'open', password: 'secret' })
    newest().die(1)
    await clock.advance(2000)
    expect(host.engine).toBe('starting')
    newest().die(1)
    expect(host.engine).toBe('restarting')
    await clock.advance(4000)
    expect([host.engine, processes.length]).toEqual(['restarting', 4])
    newest().say(picture('running'))
    expect(host.engine).toBe('running')
  })

  test('does not take an engine that says it cannot run for one that died', async () => {
    const { host, clock, processes, newest } = hostOf()
    host.start()
    newest().say(picture('stopped', { trouble: 'Damaged.' }))
    await clock.advance(600_000)
    expect([host.engine, host.picture?.trouble, processes.length]).toEqual(['stopped', 'Damaged.', 1])
  })

  test('hears nothing more from a process that is gone', async () => {
    const { host, clock, processes, newest, files } = hostOf()
    host.start()
    const [first] = processes
    newest().die(1)
    await clock.advance(1000)
    first?.say(picture('running'))
    first?.say({ kind: 'files-changed' })
    first?.die(1)
    expect([host.engine, files(), processes.length]).toEqual(['starting', 0, 2])
  })

  test('starts and ends helpers as the engine wants, and ends them all with it', async () => {
    const { host, newest } = hostOf()
    host.start()
    const process = newest()
    for (const helper of [1, 2, 3]) process.say({ kind: 'helper-wanted', helper })
    process.say({ kind: 'helper-unwanted', helper: 1 })
    process.helpers.get(2)?.gone()
    expect(process.posted.filter(({ kind }) => kind === 'helper-gone')).toEqual([
      { kind: 'helper-gone', helper: 1 },
      { kind: 'helper-gone', helper: 2 },
    ])
    process.die(1)
    expect([...process.helpers.values()].map(({ killed }) => killed)).toEqual([true, false, true])
  })

  test('knows how the store stands at the first picture that says so, or gives up waiting', async () => {
    const { host, clock, newest } = hostOf()
    host.start()
    let known = false
    void host.known(5000).then(() => (known = true))
    newest().say(picture('opening'))
    await clock.advance(10)
    expect(known).toBe(false)
    newest().say(picture('setup'))
    await clock.advance(10)
    expect(known).toBe(true)
    await host.known(5000)
    const other = hostOf()
    let waited = false
    void other.host.known(5000).then(() => (waited = true))
    await other.clock.advance(5000)
    expect(waited).toBe(true)
  })

  test('ends an engine in good order, and one that does not end by force, and starts neither again', async () => {
    const { host, clock, newest, processes } = hostOf()
    host.start()
    const ended = host.stop()
    expect(newest().posted.at(-1)).toEqual({ kind: 'stop' })
    newest().die(0)
    await ended
    await clock.advance(600_000)
    expect([host.engine, processes.length]).toEqual(['stopped', 1])

    const other = hostOf()
    other.host.start()
    const forced = other.host.stop()
    await other.clock.advance(15_000)
    await forced
    await other.clock.advance(600_000)
    expect([other.newest().killed, other.processes.length]).toEqual([true, 1])
  })

  test('that is ended while it waits to start again starts nothing', async () => {
    const { host, clock, newest, processes } = hostOf()
    host.start()
    newest().die(1)
    await host.stop()
    await clock.advance(600_000)
    expect(processes).toHaveLength(1)
  })
})
