import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBridge, sentenceOf, UserFacingError } from '../bridge.ts'
import type { WindowBridge } from '../../../contract/ipc.ts'
import { atMostEvery } from '../data/live-events.ts'
import { speak } from '../words/say.ts'
import { shownHours } from './hour-plot.tsx'
import { passTime, type Notice } from './notices.tsx'
import { signInWithPatience, signInWords } from './sign-in-form.tsx'

beforeAll(() => speak())

const notice = (key: number, leftMs: number): Notice => ({ key, words: '', leftMs, undo: null, order: null })

describe('notices', () => {
  test('go when their time is up', () => {
    const { stay, over } = passTime([notice(1, 250), notice(2, 8000)], 250, false)
    expect(over.map(({ key }) => key)).toEqual([1])
    expect(stay.map(({ key, leftMs }) => [key, leftMs])).toEqual([[2, 7750]])
  })

  test('stay as they are while someone holds the pointer or the focus on them', () => {
    const notices = [notice(1, 1)]
    expect(passTime(notices, 250, true)).toEqual({ stay: notices, over: [] })
  })
})

describe('what runs at most every second', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('runs at once, then once for all that was asked meanwhile, and not again without being asked', () => {
    let runs = 0
    const [ask] = atMostEvery(1000, () => {
      runs += 1
    })
    ask()
    expect(runs).toBe(1)
    for (let n = 0; n < 100; n += 1) ask()
    expect(runs).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(runs).toBe(2)
    vi.advanceTimersByTime(10_000)
    expect(runs).toBe(2)
    ask()
    expect(runs).toBe(3)
  })

  test('does not run any more once it was stopped', () => {
    let runs = 0
    const [ask, stop] = atMostEvery(1000, () => {
      runs += 1
    })
    ask()
    ask()
    stop()
    vi.advanceTimersByTime(5000)
    expect(runs).toBe(1)
  })
})

describe('a sign-in', () => {
  afterEach(() => vi.useRealTimers())

  test('has its own sentence for each kind of trouble', async () => {
    const sentences = await Promise.all(
      Object.keys(signInWords).map(async (kind) => {
        const outcome = await signInWithPatience(Promise.resolve({ kind: kind as 'wrong-password', detail: 'd' }))
        return outcome.kind === 'not-ok' ? outcome.sentence : ''
      }),
    )
    expect(new Set(sentences).size).toBe(6)
    expect(sentences).not.toContain('')
  })

  test('that takes longer than fifteen seconds is told as a service that does not answer', async () => {
    vi.useFakeTimers()
    const outcome = signInWithPatience(new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await outcome).toMatchObject({
      kind: 'not-ok',
      sentence: expect.stringContaining('isn’t answering') as string,
    })
  })

  test('that breaks is told in words, too', async () => {
    const outcome = await signInWithPatience(Promise.reject(new UserFacingError('failed', 'No.')))
    expect(outcome).toMatchObject({ kind: 'not-ok', sentence: 'No.' })
  })
})

describe('the bridge', () => {
  const raw = (answer: () => Promise<unknown>): WindowBridge =>
    ({ getToday: answer, on: () => () => undefined }) as unknown as WindowBridge

  test('gives the value of a call', async () => {
    const bridge = createBridge(raw(() => Promise.resolve({ ok: true, value: 7 })))
    expect(await bridge.getToday(undefined)).toBe(7)
  })

  test('throws main’s own sentence when a call failed', async () => {
    const bridge = createBridge(raw(() => Promise.resolve({ ok: false, kind: 'not-ready', sentence: 'Wait.' })))
    await expect(bridge.getToday(undefined)).rejects.toMatchObject({
      name: 'UserFacingError',
      kind: 'not-ready',
      message: 'Wait.',
    })
  })

  test('throws nothing else, whatever goes wrong', async () => {
    const bridge = createBridge(raw(() => Promise.reject(new TypeError('cannot clone'))))
    await expect(bridge.getToday(undefined)).rejects.toBeInstanceOf(UserFacingError)
    expect(sentenceOf(new TypeError('x is not a function'))).not.toContain('function')
  })
})

test('the day’s bars begin at six, or earlier when a file came earlier', () => {
  const hours = (...counts: readonly number[]): readonly number[] => [
    ...counts,
    ...Array<number>(24 - counts.length).fill(0),
  ]
  expect(shownHours(hours())[0]).toBe(6)
  expect(shownHours(hours(0, 0, 0, 0, 3))[0]).toBe(4)
  expect(shownHours(hours()).at(-1)).toBe(23)
})
