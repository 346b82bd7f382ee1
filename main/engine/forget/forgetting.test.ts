import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase, type Db } from '../storage/open-database.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { addFile, openTestStore, temporaryDirectory, testMoment } from '../testing/test-store.ts'
import type { RoomLevel } from './disk-room.ts'
import { Forgetting } from './forgetting.ts'

const dayMs = 24 * 3600_000

const keptIn = (db: Db): number => Number(db.prepare('SELECT count(*) FROM content').pluck().get())

const forgetter = (
  db: Db,
  more: { level?: () => RoomLevel; cloudNow?: () => number | null; lookAtDisk?: () => Promise<void> },
) => {
  const clock = new FakeClock(testMoment + 200 * dayMs)
  const steps: string[] = []
  const faults: unknown[] = []
  const forgetting = new Forgetting({
    db,
    clock,
    log: () => undefined,
    keepAcceptedDays: 90,
    cloudNow: () => clock.wall(),
    level: () => 'enough',
    noteFault: (fault) => {
      faults.push(fault)
      return true
    },
    lookAtDisk: () => Promise.resolve(),
    onStep: (step) => steps.push(step),
    ...more,
  })
  forgetting.start()
  onTestFinished(() => forgetting.stop())
  return { clock, forgetting, steps, faults }
}

describe('forgetting', () => {
  test('waits a minute after a start, then works in steps with rests between them, and goes on every ten minutes', async () => {
    const { db } = openTestStore()
    for (let i = 0; i < 300; i++) addFile(db, { state: 'accepted' })
    const { clock, steps } = forgetter(db, {})
    await clock.advance(59_000)
    expect(keptIn(db)).toBe(300)
    await clock.advance(1001)
    expect(keptIn(db)).toBeGreaterThan(0)
    expect(keptIn(db)).toBeLessThan(300)
    await clock.advance(30_000)
    expect(keptIn(db)).toBe(0)
    expect(steps.filter((step) => step === 'bytes').length).toBeGreaterThan(2)
    addFile(db, { state: 'accepted' })
    await clock.advance(11 * 60_000)
    expect(keptIn(db)).toBe(0)
  })

  test('goes by the time of the cloud: a PC whose clock was set to another year forgets nothing', async () => {
    const { db } = openTestStore()
    addFile(db, { state: 'accepted' })
    const { clock } = forgetter(db, { cloudNow: () => testMoment + dayMs })
    clock.jumpWall(4000 * dayMs)
    await clock.advance(3600_000)
    expect(keptIn(db)).toBe(1)
  })

  test('forgets nothing by age while the cloud has not said what time it is', async () => {
    const { db } = openTestStore()
    addFile(db, { state: 'accepted' })
    const { clock } = forgetter(db, { cloudNow: () => null })
    await clock.advance(3600_000)
    expect(keptIn(db)).toBe(1)
  })

  test('on a short disk takes the oldest copies early, spares those of two days, and stops when there is room', async () => {
    const { db } = openTestStore()
    const now = testMoment + 200 * dayMs
    for (let i = 0; i < 100; i++) addFile(db, { state: 'accepted', at: now - 10 * dayMs + i })
    for (let i = 0; i < 50; i++) addFile(db, { state: 'accepted', at: now - dayMs })
    addFile(db, { state: 'refused', at: now - 50 * dayMs })
    let level: RoomLevel = 'short'
    let looks = 0
    const { clock, forgetting } = forgetter(db, {
      level: () => level,
      cloudNow: () => null,
      lookAtDisk: () => {
        looks += 1
        if (looks === 2) level = 'low'
        return Promise.resolve()
      },
    })
    forgetting.hurry()
    await clock.advance(10_000)
    expect(keptIn(db)).toBe(151 - 64)
    level = 'short'
    looks = 10
    forgetting.hurry()
    await clock.advance(20_000)
    expect(keptIn(db)).toBe(51)
    const why = db.prepare('SELECT DISTINCT bytes_removed_why FROM document WHERE bytes_removed_at IS NOT NULL')
    expect(why.pluck().all()).toEqual(['disk-space'])
    level = 'full'
    await clock.advance(20_000)
    expect(keptIn(db)).toBe(1)
  })

  test('survives a database that cannot be written: it is told and tried again', async () => {
    const { db } = openTestStore()
    addFile(db, { state: 'accepted' })
    db.pragma('query_only = ON')
    const { clock, faults } = forgetter(db, {})
    await clock.advance(61_000)
    expect(faults).toHaveLength(1)
    db.pragma('query_only = OFF')
    await clock.advance(61_000)
    expect(keptIn(db)).toBe(0)
  })

  test('killed at any moment leaves each document whole or forgotten, never between', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'storebridge.db')
    const maker = openDatabase(path)
    maker.transaction(() => {
      for (let i = 0; i < 3000; i++) addFile(maker, { state: 'accepted', bytes: `${i} ${'x'.repeat(500)}` })
    })()
    maker.close()
    let left = 3000
    for (let kill = 0; kill < 6 && left > 0; kill++) {
      const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'forgetter.ts'), path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, 5 + kill * 37))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const db = openDatabase(path)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      const between = db
        .prepare(
          `SELECT count(*) FROM document d LEFT JOIN content c ON c.document_id = d.id
           WHERE (c.document_id IS NULL) <> (d.bytes_removed_at IS NOT NULL)`,
        )
        .pluck()
        .get()
      expect(between).toBe(0)
      left = keptIn(db)
      db.close()
    }
    expect(left).toBeLessThan(3000)
  })
})
