// What another process may believe of the picture the engine left: a green that is old is no green (design 2, promise 5).

import { describe, expect, onTestFinished, test } from 'vitest'
import type { EngineStatus } from '../../../contract/engine-status.ts'
import { aStatus } from '../../../contract/testing/snapshots.ts'
import { noFiles } from '../../../contract/vocabulary.ts'
import { takeEngineLock } from '../storage/engine-lock.ts'
import { openTestStore, testMoment } from '../testing/test-store.ts'
import { statusBesideEngine, writeLiveStatus } from './live-status.ts'

const good = aStatus({
  since: '2026-11-20T14:00:00.000Z',
  counts: noFiles,
  lastScanAt: '2026-11-20T15:00:00.000Z',
  lastAcceptedAt: null,
  lastReport: null,
})

/** A store whose engine runs and wrote `status` at `testMoment`. */
const runningStore = (status: EngineStatus) => {
  const store = openTestStore()
  const lock = takeEngineLock(store.directory, 0)
  onTestFinished(() => lock?.release())
  writeLiveStatus(store.directory, status, testMoment)
  return store
}

describe('the status beside a running engine', () => {
  test('is the engine’s own picture while that is fresh', () => {
    const { db, directory } = runningStore(good)
    expect(statusBesideEngine(db, directory, testMoment + 5000)).toEqual(good)
  })

  test.for([
    ['for some time', 30_000],
    ['since before this PC’s clock was put back', -3600_000],
  ] as const)('is not good, and says so, when the engine has not been able to write its picture %s', ([, later]) => {
    const { db, directory } = runningStore(good)
    const told = statusBesideEngine(db, directory, testMoment + later)
    expect(told.state).toBe('attention')
    expect(told.problems).toMatchObject([{ code: 'storage', since: new Date(testMoment).toISOString(), count: 1 }])
    expect(told.problems[0]?.sentence).toContain('disk')
  })

  test('is believed while the file itself is fresh, though the engine’s clock was set since', () => {
    const { db, directory } = runningStore(good)
    writeLiveStatus(directory, good, Date.now() - 8 * 3600_000)
    expect(statusBesideEngine(db, directory, Date.now())).toEqual(good)
  })

  test('keeps the problems that were known when the picture became old', () => {
    const known = { code: 'files-refused', since: '2026-11-20T14:00:00.000Z', count: 2, sentence: '2 files.' } as const
    const { db, directory } = runningStore({ ...good, state: 'attention', problems: [known] })
    const told = statusBesideEngine(db, directory, testMoment + 60_000)
    expect(told.problems.map(({ code }) => code)).toEqual(['storage', 'files-refused'])
    expect(told.since).toBe(good.since)
  })

  test('is starting until the engine has written its first picture, whatever the last engine left', () => {
    const store = openTestStore()
    const lock = takeEngineLock(store.directory, 0)
    onTestFinished(() => lock?.release())
    expect(statusBesideEngine(store.db, store.directory, testMoment).state).toBe('starting')
    writeLiveStatus(store.directory, { ...good, state: 'stopped' }, testMoment - 86_400_000)
    expect(statusBesideEngine(store.db, store.directory, testMoment)).toMatchObject({ state: 'starting', problems: [] })
  })
})
