// A page that hangs is noticed, and nothing else is taken for one.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { feelPulse } from './page-pulse.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const second = 1000

const felt = (ask: () => Promise<unknown>, mayAsk = () => true) => {
  let hangs = 0
  const pulse = feelPulse({
    ask,
    mayAsk,
    onHang: () => {
      hangs += 1
    },
  })
  pulse.restart()
  return { pulse, hangs: () => hangs }
}
const never = (): Promise<unknown> => new Promise(() => undefined)

describe('a page', () => {
  test('that never answers is told once, within 40 s', async () => {
    const { hangs } = felt(never)
    await vi.advanceTimersByTimeAsync(39 * second)
    expect(hangs()).toBe(0)
    await vi.advanceTimersByTimeAsync(2 * second)
    expect(hangs()).toBe(1)
    await vi.advanceTimersByTimeAsync(300 * second)
    expect(hangs()).toBe(1)
  })

  test('that answers, well or badly, is never told, however long it lives', async () => {
    const well = felt(() => Promise.resolve(0))
    const badly = felt(() => Promise.reject(new Error('no')))
    await vi.advanceTimersByTimeAsync(3600 * second)
    expect([well.hangs(), badly.hangs()]).toEqual([0, 0])
  })

  test('that is slow for twenty seconds now and then is not told', async () => {
    const { hangs } = felt(
      () =>
        new Promise((resolve) => {
          setTimeout(resolve, 20 * second)
        }),
    )
    await vi.advanceTimersByTimeAsync(3600 * second)
    expect(hangs()).toBe(0)
  })

  test('that was asked before the PC slept has until the turn after the next to answer', async () => {
    const answers: (() => void)[] = []
    const { hangs } = felt(
      () =>
        new Promise((resolve) => {
          answers.push(() => resolve(0))
        }),
    )
    await vi.advanceTimersByTimeAsync(10 * second)
    // All timers that ran out in the sleep fire as one; the page answers a moment later.
    await vi.advanceTimersByTimeAsync(10 * second)
    answers.forEach((answer) => answer())
    await vi.advanceTimersByTimeAsync(25 * second)
    expect(hangs()).toBe(0)
  })

  test('that is being loaded or debugged is not asked at all', async () => {
    const ask = vi.fn(never)
    const { hangs } = felt(ask, () => false)
    await vi.advanceTimersByTimeAsync(300 * second)
    expect(ask).not.toHaveBeenCalled()
    expect(hangs()).toBe(0)
  })

  test('that was loaded anew starts with a clean sheet, and an old answer does not count for it', async () => {
    const answers: (() => void)[] = []
    const { pulse, hangs } = felt(
      () =>
        new Promise((resolve) => {
          answers.push(() => resolve(0))
        }),
    )
    await vi.advanceTimersByTimeAsync(35 * second)
    pulse.restart()
    await vi.advanceTimersByTimeAsync(15 * second)
    expect(hangs()).toBe(0)
    answers[0]?.()
    await vi.advanceTimersByTimeAsync(26 * second)
    expect(hangs()).toBe(1)
  })

  test('that is closed is left alone', async () => {
    const { pulse, hangs } = felt(never)
    pulse.stop()
    await vi.advanceTimersByTimeAsync(300 * second)
    expect(hangs()).toBe(0)
  })
})
