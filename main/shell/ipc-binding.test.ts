import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callNames, type CallName } from '../../contract/channel-names.ts'
import { ipc, type CallResult } from '../../contract/ipc.ts'
import { bindCalls, type CallAnswers } from './ipc-binding.ts'

type Listener = (event: boolean, input: unknown) => Promise<CallResult<unknown>>

/** Binds answers that only tell that they were reached; the event is whether its sender is trusted. */
const bound = (answer: (name: CallName, input: unknown) => unknown = () => undefined) => {
  const listeners = new Map<string, Listener>()
  const logged: string[] = []
  const answers = Object.fromEntries(
    callNames.map((name) => [name, async (input: unknown) => ({ ok: true, value: await answer(name, input) })]),
  ) as unknown as CallAnswers
  bindCalls<boolean>({
    handle: (channel, listener) => listeners.set(channel, listener),
    isTrusted: (event) => event,
    answers,
    log: (_level, event, facts) => logged.push(JSON.stringify([event, facts])),
  })
  const call = (name: string, input: unknown, trusted = true) => {
    const listener = listeners.get(`storebridge:${name}`)
    if (listener === undefined) throw new Error(`${name} is not bound`)
    return listener(trusted, input)
  }
  return { listeners, call, logged }
}

describe('the calls of the window', () => {
  test('are exactly those of the contract', () => {
    expect([...bound().listeners.keys()].toSorted()).toEqual(callNames.map((name) => `storebridge:${name}`).toSorted())
  })

  test('of a stranger are refused before anything is looked at', async () => {
    let reached = 0
    const { call } = bound(() => (reached += 1))
    for (const name of callNames)
      expect(await call(name, undefined, false)).toMatchObject({ ok: false, kind: 'failed' })
    expect(reached).toBe(0)
  })

  test('reach their answer with the parsed input and bring back its value', async () => {
    const { call } = bound((_name, input) => input)
    expect(await call('getFile', { id: '12' })).toEqual({ ok: true, value: { id: '12' } })
    expect(await call('copyText', 'text')).toEqual({ ok: true, value: 'text' })
  })

  test('with anything but what the contract says are refused in a sentence, and nothing is reached', async () => {
    let reached = 0
    const { call } = bound(() => (reached += 1))
    const wrong: readonly [CallName, unknown][] = [
      ['getFile', { id: '1; DROP TABLE document' }],
      ['getFile', { id: '1', path: '/etc/passwd' }],
      ['getFile', undefined],
      ['getLines', { id: '1', from: 1, count: 100_000 }],
      ['getLines', { id: '1', from: 0, count: 1 }],
      ['copyText', 'x'.repeat(200_001)],
      ['giveOrder', { action: 'delete', which: { ids: ['1'] }, reason: null, again: false }],
      ['giveOrder', { action: 'resend', which: { ids: [] }, reason: null, again: false }],
      ['giveOrder', { action: 'resend', which: { filter: {}, upTo: '1' }, reason: null, again: false }],
      ['holdOrder', { order: '1', leftMs: 3_600_000 }],
      ['inspectFolder', { path: 'x'.repeat(1001) }],
      ['savePreferences', { theme: 'dark', textSize: 5 }],
      ['signInAgain', { email: 'a', password: 'b', baseUrl: 'https://elsewhere.example' }],
      ['getSnapshot', {}],
    ]
    for (const [name, input] of wrong)
      expect(await call(name, input), name).toMatchObject({ ok: false, kind: 'bad-input' })
    expect(reached).toBe(0)
  })

  test('never throw across, whatever comes in', async () => {
    const { call } = bound((name, input) => {
      if (!ipc[name].input.safeParse(input).success)
        throw new Error(`${name} let through what the contract does not know`)
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...callNames), fc.anything(), async (name, input) => {
        const result = await call(name, input)
        expect(result.ok || result.kind === 'bad-input').toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('that fail inside come back as a sentence without the fault', async () => {
    const { call, logged } = bound(() => {
      throw new Error('SQLITE_IOERR: /home/store/secret')
    })
    const result = await call('getToday', undefined)
    expect(result).toMatchObject({ ok: false, kind: 'failed' })
    expect(JSON.stringify(result)).not.toContain('SQLITE')
    expect(logged.join('\n')).toContain('SQLITE_IOERR')
  })

  test('never write their input to the log', async () => {
    const { call, logged } = bound(() => {
      throw new Error('broken')
    })
    await call('signInAgain', { email: 'a@b.example', password: 'open sesame' })
    await call('signInAgain', { email: 'a@b.example', password: 'open sesame', more: 1 })
    expect(logged.join('\n')).not.toContain('sesame')
  })
})
