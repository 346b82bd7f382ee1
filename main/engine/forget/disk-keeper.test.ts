import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { openTestStore } from '../testing/test-store.ts'
import { isDiskFull } from './disk-fault.ts'
import { DiskKeeper } from './disk-keeper.ts'
import type { MeasuredRoom } from './disk-room.ts'

const gigabyte = 1_000_000_000
const plenty: MeasuredRoom = { freeBytes: 90 * gigabyte, totalBytes: 240 * gigabyte }

const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })

const keeper = () => {
  const { db, directory } = openTestStore()
  const clock = new FakeClock()
  const told: string[] = []
  const state = { room: plenty as MeasuredRoom | null, changes: 0 }
  const disk = new DiskKeeper({
    db,
    dataDirectory: directory,
    clock,
    log: (_, event) => told.push(event),
    measure: () => Promise.resolve(state.room),
    measureNow: () => state.room,
    onChanged: () => {
      state.changes += 1
    },
  })
  const reserve = join(directory, 'reserve.bin')
  return { db, clock, disk, told, state, reserve, directory }
}

describe('a disk', () => {
  test('with room is collected onto, and a reserve is laid on it', async () => {
    const { disk, reserve, state } = keeper()
    expect(disk.mayCollect()).toBe(true)
    await disk.look()
    expect(disk.condition()).toMatchObject({ level: 'enough', freeBytes: 90 * gigabyte, logHold: null })
    expect(statSync(reserve).size).toBe(8 * 1024 * 1024)
    expect(state.changes).toBe(0)
  })

  test('below the limit stops collecting until there is clearly room again', async () => {
    const { disk, state } = keeper()
    state.room = { ...plenty, freeBytes: 0.19 * gigabyte }
    await disk.look()
    expect([disk.mayCollect(), disk.level, state.changes]).toEqual([false, 'full', 1])
    state.room = { ...plenty, freeBytes: 0.21 * gigabyte }
    await disk.look()
    expect(disk.mayCollect()).toBe(false)
    state.room = { ...plenty, freeBytes: 0.3 * gigabyte }
    await disk.look()
    expect([disk.mayCollect(), disk.level, state.changes]).toEqual([true, 'short', 2])
  })

  test('that refused to take something gives up the reserve at once and is believed only after it took something', async () => {
    const { disk, clock, reserve, told, state } = keeper()
    await disk.look()
    expect(disk.noteFault(full)).toBe(true)
    expect([disk.mayCollect(), disk.level, existsSync(reserve)]).toEqual([false, 'full', false])
    const since = disk.condition().since
    await disk.look()
    expect(disk.mayCollect()).toBe(false)
    disk.noteFault(full)
    await clock.advance(1999)
    await disk.look()
    expect(disk.mayCollect()).toBe(false)
    expect(disk.condition().since).toBe(since)
    await clock.advance(1)
    await disk.look()
    expect([disk.mayCollect(), existsSync(reserve)]).toEqual([true, true])
    expect(told.filter((event) => event === 'disk-full')).toHaveLength(1)
    expect(state.changes).toBe(2)
  })

  test('is not blamed for a fault of another kind', () => {
    const { disk } = keeper()
    expect(disk.noteFault(Object.assign(new Error('x'), { code: 'SQLITE_IOERR_FSYNC' }))).toBe(false)
    expect(disk.noteFault(new Error('a bug'))).toBe(false)
    expect(disk.mayCollect()).toBe(true)
  })

  test('whose size the system does not tell is collected onto', async () => {
    const { disk, state } = keeper()
    state.room = null
    await disk.look()
    expect([disk.mayCollect(), disk.condition().freeBytes]).toEqual([true, null])
  })

  test('is not looked at any more when the records were closed', async () => {
    const { disk, db } = keeper()
    db.close()
    await disk.look()
    expect(disk.level).toBe('enough')
  })
})

test('a full disk is told by its code, also inside another fault', () => {
  const inside = new Error('the database cannot be used', { cause: full })
  const noRoom = Object.assign(new Error('x'), { code: 'ENOSPC' })
  expect([full, inside, noRoom].map(isDiskFull)).toEqual([true, true, true])
  expect(['no room', null, new Error('SQLITE_FULL')].map(isDiskFull)).toEqual([false, false, false])
})
