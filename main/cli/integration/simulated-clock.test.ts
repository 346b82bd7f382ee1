import { describe, expect, test } from 'vitest'
import { pauseFor } from '../../engine/support/clock.ts'
import { createSimulatedClock } from './simulated-clock.ts'

const clockAt = (startsAt = 1_000) => {
  let looks = 0
  return createSimulatedClock(startsAt, { isAtRest: () => true, happenings: () => ++looks, tell: () => '' })
}

describe('the simulated clock keeps the law of a clock', () => {
  test('timers fire once, in the order of their times and then of their making, at exactly their time', async () => {
    const clock = clockAt()
    const fired: string[] = []
    const note = (name: string) => () => fired.push(`${name} ${clock.monotonic()}`)
    clock.after(20, note('late'))
    clock.after(5, note('first'))
    clock.after(5, note('second'))
    clock.after(-3, note('at once'))
    await clock.pass(20)
    expect(fired).toEqual(['at once 0', 'first 5', 'second 5', 'late 20'])
    await clock.pass(100)
    expect(fired).toHaveLength(4)
  })

  test('a cancelled timer never fires, and cancelling twice does no harm', async () => {
    const clock = clockAt()
    const timer = clock.after(5, () => expect.unreachable())
    timer.cancel()
    timer.cancel()
    await clock.pass(10)
    expect(clock.monotonic()).toBe(10)
  })

  test('no time passes by itself, and a jump of the wall clock moves no timer', async () => {
    const clock = clockAt(1_000)
    let fired = false
    clock.after(50, () => {
      fired = true
    })
    clock.setWallForward(-3600_000)
    await clock.rest()
    expect([clock.monotonic(), clock.wall(), fired]).toEqual([0, 1_000 - 3600_000, false])
    await clock.pass(50)
    expect([clock.monotonic(), clock.wall(), fired]).toEqual([50, 1_050 - 3600_000, true])
  })

  test('waiting ends as soon as it is so, and in words when it never is', async () => {
    const clock = clockAt()
    let done = false
    void pauseFor(clock, 300).then(() => {
      done = true
    })
    await clock.until('the pause to end', () => done)
    expect(clock.monotonic()).toBe(300)
    clock.after(2_000, () => undefined)
    await expect(clock.until('nothing', () => false, 1_000)).rejects.toThrow(
      '1000 ms of simulated time in vain for: nothing',
    )
  })
})
