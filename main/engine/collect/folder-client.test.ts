import { describe, expect, test } from 'vitest'
import type { FromHelper, HelperChannel, ToHelper } from '../../../contract/folder-port.ts'
import { FakeClock, turns } from '../testing/fake-clock.ts'
import { createFolderClient, FolderFault, type FolderClient } from './folder-client.ts'

/** A helper that says only what the test says for it. */
class Helper implements HelperChannel {
  readonly heard: ToHelper[] = []
  killed = 0
  #listener: (message: FromHelper) => void = () => undefined
  #exit: () => void = () => undefined

  send(message: ToHelper): void {
    this.heard.push(message)
  }
  onMessage(listener: (message: FromHelper) => void): void {
    this.#listener = listener
  }
  onExit(listener: () => void): void {
    this.#exit = listener
  }
  kill(): void {
    this.killed++
    this.#exit()
  }
  say(message: FromHelper): void {
    this.#listener(message)
  }
  /** The numbers of the questions that were asked. */
  get numbers(): number[] {
    return this.heard.flatMap((message) => (message.kind === 'request' ? [message.number] : []))
  }
  die(): void {
    this.#exit()
  }
}

const stage = (): { helper: Helper; clock: FakeClock; client: FolderClient } => {
  const [helper, clock] = [new Helper(), new FakeClock()]
  return { helper, clock, client: createFolderClient(helper, '/register', clock) }
}

const ended = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => JSON.stringify(value),
    (fault: unknown) => (fault instanceof FolderFault ? fault.code : String(fault)),
  )

const stat = { kind: 'stat', paths: ['a.xml'] } as const

describe('the client of a folder helper', () => {
  test('opens the folder before anything else and gives every question a number of its own', () => {
    const { helper, client } = stage()
    for (let i = 0; i < 3; i++) client.ask<'stat'>(stat, 1000).catch(() => undefined)
    expect(helper.heard[0]).toEqual({ kind: 'open', folder: '/register' })
    expect(new Set(helper.numbers).size).toBe(3)
  })

  test('gives each asker the answer to his own question, in whatever order they come', async () => {
    const { helper, client } = stage()
    const asked = [client.ask<'stat'>(stat, 1000), client.ask<'unwatch'>({ kind: 'unwatch' }, 1000)]
    const [first = 0, second = 0] = helper.numbers
    helper.say({ kind: 'answer', number: second, answer: {} })
    helper.say({ kind: 'answer', number: first, answer: { looks: [] } })
    expect(await Promise.all(asked)).toEqual([{ looks: [] }, {}])
  })

  test('rejects what the helper says failed, with the code of the system, and goes on', async () => {
    const { helper, client } = stage()
    const asked = client.ask<'stat'>(stat, 1000)
    helper.say({ kind: 'fault', number: helper.numbers[0] ?? 0, code: 'EACCES', message: 'no' })
    expect(await ended(asked)).toBe('EACCES')
    expect(client.gone).toBe(false)
  })

  test('kills a helper that does not answer in time, and tells everybody who waits', async () => {
    const { helper, clock, client } = stage()
    const asked = [client.ask<'stat'>(stat, 20_000), client.ask<'stat'>(stat, 60_000)].map(ended)
    await clock.advance(19_999)
    expect(helper.killed).toBe(0)
    await clock.advance(1)
    expect(helper.killed).toBe(1)
    expect(await Promise.all(asked)).toEqual(['NOT_ANSWERING', 'NOT_ANSWERING'])
    expect(client.gone).toBe(true)
    expect(await ended(client.ask<'stat'>(stat, 1000))).toBe('HELPER_GONE')
    expect(clock.pending).toBe(0)
  })

  test('does not wait on after the answer came: no late alarm kills the helper', async () => {
    const { helper, clock, client } = stage()
    const asked = client.ask<'stat'>(stat, 20_000)
    helper.say({ kind: 'answer', number: helper.numbers[0] ?? 0, answer: { looks: [] } })
    await asked
    await clock.advance(100_000)
    expect(helper.killed).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('measures the limit with the monotonic clock', async () => {
    const { helper, clock, client } = stage()
    void ended(client.ask<'stat'>(stat, 20_000))
    clock.jumpWall(24 * 3600_000)
    await turns()
    expect(helper.killed).toBe(0)
  })

  test('tells everybody who waits when the helper dies by itself', async () => {
    const { helper, client } = stage()
    const asked = [client.ask<'stat'>(stat, 1000), client.ask<'stat'>(stat, 1000)].map(ended)
    helper.die()
    expect(await Promise.all(asked)).toEqual(['HELPER_GONE', 'HELPER_GONE'])
    expect(client.gone).toBe(true)
  })

  test('ends the helper when it is closed', async () => {
    const { helper, client } = stage()
    const asked = ended(client.ask<'stat'>(stat, 1000))
    client.close()
    expect(await asked).toBe('HELPER_GONE')
    expect(helper.killed).toBe(1)
  })

  test('passes on what changed and that the watching ended, and ignores answers to questions nobody asked', () => {
    const { helper, client } = stage()
    const told: unknown[] = []
    client.onChanged((paths) => told.push(paths))
    client.onWatchEnded((fault) => told.push(fault))
    helper.say({ kind: 'changed', paths: ['a.xml'] })
    helper.say({ kind: 'watch-ended', fault: 'ENOSPC' })
    helper.say({ kind: 'answer', number: 77, answer: {} })
    helper.say({ kind: 'fault', number: 78, code: 'X', message: 'x' })
    expect(told).toEqual([['a.xml'], 'ENOSPC'])
  })
})
