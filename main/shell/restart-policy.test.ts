import { describe, expect, test } from 'vitest'
import { recentCrashes, restartAfter } from './restart-policy.ts'

const minute = 60_000

describe('a process that dies', () => {
  test('is started again after 1 s, doubling to 60 s, and then every 60 s for ever', () => {
    let crashes: number[] = []
    let now = 0
    const delays: number[] = []
    for (let i = 0; i < 12; i += 1) {
      crashes = [...recentCrashes(crashes, now), now]
      const { delayMs } = restartAfter(crashes, now)
      delays.push(delayMs)
      now += delayMs
    }
    expect(delays.map((ms) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60])
  })

  test('is told to a person from the third time within ten minutes', () => {
    expect(restartAfter([0], 0).told).toBe(false)
    expect(restartAfter([0, minute], minute).told).toBe(false)
    expect(restartAfter([0, minute, 2 * minute], 2 * minute).told).toBe(true)
    expect(restartAfter([0, 5 * minute, 10 * minute], 10 * minute).told).toBe(false)
  })

  test('is forgiven after ten quiet minutes', () => {
    const crashes = [0, 1000, 3000, 7000]
    expect(restartAfter([...crashes, 11 * minute], 11 * minute)).toEqual({ delayMs: 1000, told: false })
    expect(recentCrashes(crashes, 10 * minute)).toEqual([1000, 3000, 7000])
  })
})
