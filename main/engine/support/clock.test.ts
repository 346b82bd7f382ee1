import { describe, expect, test } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { engineTimeFrom, pauseFor, systemClock } from './clock.ts'

const hour = 3600_000

describe('engine time', () => {
  test('begins at the wall time of the start and goes on with the monotonic clock, in whole milliseconds', async () => {
    const clock = new FakeClock(1_000_000)
    const time = engineTimeFrom(clock)
    expect(time.now()).toBe(1_000_000)
    await clock.advance(1234.4)
    expect(time.now()).toBe(1_001_234)
    expect(time.wallOffset()).toBe(0)
  })

  test.each([
    ['forward', 3 * 24 * hour],
    ['back', -3 * 24 * hour],
  ])('does not move when this PC’s clock jumps %s, and tells how far it is off', async (_way, jump) => {
    const clock = new FakeClock()
    const time = engineTimeFrom(clock)
    await clock.advance(5000)
    const before = time.now()
    clock.jumpWall(jump)
    expect(time.now()).toBe(before)
    expect(time.wallOffset()).toBe(jump)
    await clock.advance(1000)
    expect(time.now()).toBe(before + 1000)
    expect(time.wallOffset()).toBe(jump)
  })
})

describe('a pause', () => {
  const ended = async (pause: Promise<void>): Promise<boolean> => {
    let done = false
    void pause.then(() => {
      done = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    return done
  }

  test('ends when its time has come, whatever the wall clock does meanwhile', async () => {
    const clock = new FakeClock()
    const pause = pauseFor(clock, 1000)
    clock.jumpWall(24 * hour)
    await clock.advance(999)
    expect(await ended(pause)).toBe(false)
    await clock.advance(1)
    expect(await ended(pause)).toBe(true)
  })

  test('ends at once when it is aborted before or meanwhile, and leaves no timer behind', async () => {
    const clock = new FakeClock()
    const abort = new AbortController()
    const pause = pauseFor(clock, hour, abort.signal)
    expect(await ended(pause)).toBe(false)
    abort.abort()
    expect(await ended(pause)).toBe(true)
    expect(await ended(pauseFor(clock, hour, abort.signal))).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('of no or negative length ends with the next turn', async () => {
    const clock = new FakeClock()
    const pauses = [pauseFor(clock, 0), pauseFor(clock, -5)]
    await clock.advance(0)
    for (const pause of pauses) expect(await ended(pause)).toBe(true)
  })
})

describe('the clock of the system', () => {
  test('runs a timer once, and a cancelled one never', async () => {
    let ran = 0
    const cancelled = systemClock.after(1, () => ran++)
    cancelled.cancel()
    await new Promise<void>((resolve) => {
      systemClock.after(5, () => {
        ran++
        resolve()
      })
    })
    expect(ran).toBe(1)
  })

  test('takes times that no timer of the system can hold, instead of running them at once', async () => {
    let ran = false
    const timers = [Infinity, 2 ** 40].map((ms) =>
      systemClock.after(ms, () => {
        ran = true
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(ran).toBe(false)
    for (const timer of timers) timer.cancel()
  })

  test('never goes back on the monotonic side', () => {
    const first = systemClock.monotonic()
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(first)
    expect(Math.abs(systemClock.wall() - Date.now())).toBeLessThan(1000)
  })
})
