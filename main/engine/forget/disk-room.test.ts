import { describe, expect, test } from 'vitest'
import { limitOf, roomAfter, type DiskRoom, type RoomLevel } from './disk-room.ts'

const megabyte = 1_000_000
const shopDisk = 240_000 * megabyte

/** The levels of a disk whose free megabytes run through a list. */
const levels = (free: readonly number[], totalBytes = shopDisk): RoomLevel[] => {
  let room: DiskRoom | null = null
  return free.map((each, now) => (room = roomAfter(room, { freeBytes: each * megabyte, totalBytes }, now)).level)
}

describe('the room on a disk', () => {
  test('is told below 2 GB, made by forgetting below 500 MB, and nothing is collected below 200 MB', () => {
    expect(levels([2001, 1999, 501, 499, 201, 199])).toEqual(['enough', 'low', 'low', 'short', 'short', 'full'])
  })

  test('may go from plenty to nothing and back in one look', () => {
    expect(levels([9000, 1, 9000])).toEqual(['enough', 'full', 'enough'])
  })

  test('is better only when there is clearly more of it, so that nothing flickers at a limit', () => {
    expect(levels([199, 201, 224, 226])).toEqual(['full', 'full', 'full', 'short'])
    expect(levels([499, 501, 562, 563])).toEqual(['short', 'short', 'short', 'low'])
    expect(levels([1999, 2001, 2249, 2251])).toEqual(['low', 'low', 'low', 'enough'])
  })

  test('has limits in proportion on a small disk, but never less than the records themselves need to work', () => {
    const small = 16 * megabyte
    expect(levels([9, 7, 5, 3.9, 4.1, 4.6], small)).toEqual(['enough', 'low', 'short', 'full', 'full', 'short'])
    expect(limitOf('full', 2000 * megabyte)).toBe(20 * megabyte)
    expect(limitOf('full', 200 * megabyte)).toBe(8 * megabyte)
    expect(limitOf('full', 20_000 * megabyte)).toBe(200 * megabyte)
  })

  test('keeps the moment its level was reached, and its level while the system does not tell', () => {
    const first = roomAfter(null, { freeBytes: 100 * megabyte, totalBytes: shopDisk }, 10)
    const second = roomAfter(first, { freeBytes: 90 * megabyte, totalBytes: shopDisk }, 20)
    const third = roomAfter(second, null, 30)
    expect([first.since, second.since, third]).toEqual([10, 10, { level: 'full', since: 10, freeBytes: null }])
    expect(roomAfter(null, null, 5)).toEqual({ level: 'enough', since: 5, freeBytes: null })
  })
})
