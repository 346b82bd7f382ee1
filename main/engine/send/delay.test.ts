import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestRetryAfterMs, retryAfterMs, troubleDelayMs } from './delay.ts'

const almostOne = 1 - Number.EPSILON

describe('the delay after trouble', () => {
  test.each([
    [0, 5000],
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
    [4, 80_000],
    [5, 160_000],
    [6, 300_000],
    [7, 300_000],
    [10_000, 300_000],
  ])('after %i earlier failures is up to %i ms', (failures, ceiling) => {
    expect(troubleDelayMs(failures, almostOne)).toBe(ceiling)
  })

  test('is full jitter: anything from nothing to its ceiling', () => {
    expect(troubleDelayMs(3, 0)).toBe(0)
    expect(troubleDelayMs(3, 0.5)).toBe(20_000)
  })

  test('is never less than what the server asked for, and never more than an hour because of it', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.double({ min: 0, max: almostOne, noNaN: true }),
        fc.nat(10_000_000),
        (failures, random, floor) => {
          const delay = troubleDelayMs(failures, random, floor)
          expect(delay).toBeGreaterThanOrEqual(Math.min(floor, longestRetryAfterMs))
          expect(delay).toBeLessThanOrEqual(longestRetryAfterMs)
          expect(Number.isInteger(delay)).toBe(true)
        },
      ),
    )
  })
})

describe('what a Retry-After header asks for', () => {
  const now = Date.parse('2026-11-20T15:00:00Z')
  test.each([
    [null, 0],
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['3600', 3_600_000],
    ['86400', 3_600_000],
    ['99999999999999', 3_600_000],
    ['Fri, 20 Nov 2026 15:02:00 GMT', 120_000],
    ['Fri, 20 Nov 2026 14:00:00 GMT', 0],
    ['Sat, 21 Nov 2026 15:00:00 GMT', 3_600_000],
    ['soon', 0],
    ['', 0],
    ['-5', 0],
    ['1.5', 0],
  ])('%j is %i ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms)
  })
})
