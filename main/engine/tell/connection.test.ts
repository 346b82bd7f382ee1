import { describe, expect, test } from 'vitest'
import type { EngineStatus, ProblemCode } from '../../../contract/engine-status.ts'
import { aStatus } from '../../../contract/testing/snapshots.ts'
import { noFiles } from '../../../contract/vocabulary.ts'
import type { LiveFacts } from '../engine.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { connectionFacts, petrosoftState, registerState, type ConnectionQuestion } from './connection.ts'
import { noteOutages } from './outage-table.ts'

const now = Date.parse('2026-11-20T15:20:00-05:00')
const problem = (code: ProblemCode) => ({ code, since: '2026-11-20T18:00:00.000Z', count: 1, sentence: 'x' })

const status = (codes: readonly ProblemCode[] = [], signIn: EngineStatus['signIn'] = 'signed-in'): EngineStatus =>
  aStatus({
    since: '2026-11-20T12:00:00.000Z',
    counts: noFiles,
    lastScanAt: null,
    lastAcceptedAt: null,
    lastReport: { at: '2026-11-20T20:15:00.000Z', state: 'OK', ok: true },
    signIn,
    problems: codes.map(problem),
  })

const live: LiveFacts = {
  clockOffMs: 2100,
  answerMs: 42,
  lastAnswerAt: now - 60_000,
  nextReportAt: now + 1000.4,
  nextSignInAt: null,
  nextProbeAt: null,
  register: { ok: true, quiet: false },
  offline: false,
}

const question = (more: Partial<ConnectionQuestion> = {}): ConnectionQuestion => ({
  status: status(),
  live,
  calendar: { timeZone: 'America/New_York', businessDayEnds: '00:00' },
  openingHours: null,
  everySeconds: 300,
  freeBytes: 400 * 1024 ** 3,
  now,
  ...more,
})

describe('the register', () => {
  test.each([
    [null, true, 'unknown'],
    [{ ok: true, quiet: false }, true, 'working'],
    [{ ok: true, quiet: true }, true, 'quiet-closed'],
    // Without opening hours nobody knows whether the store is closed.
    [{ ok: true, quiet: true }, false, 'unknown'],
    [{ ok: false, why: 'quiet' }, true, 'quiet'],
    [{ ok: false, why: 'folder' }, true, 'folder-trouble'],
    [{ ok: false, why: 'probe' }, true, 'not-answering'],
  ] as const)('by the evidence %j (hours known: %s) is %s', (condition, hoursKnown, state) => {
    expect(registerState(condition, hoursKnown)).toBe(state)
  })
})

describe('Petrosoft', () => {
  test.each([
    [[], 'signed-in', 'signed-in'],
    [[], 'not-yet', 'unknown'],
    [['sign-in-refused', 'forbidden'], 'refused', 'sign-in-needed'],
    [['sign-in-needed'], 'no-password', 'sign-in-needed'],
    [['forbidden', 'service-not-answering'], 'signed-in', 'refusing'],
    [['wrong-address'], 'signed-in', 'refusing'],
    [['not-understood'], 'signed-in', 'refusing'],
    [['refused-in-a-row'], 'signed-in', 'refusing'],
    [['service-not-answering'], 'signed-in', 'not-answering'],
    [['certificate'], 'trouble', 'not-answering'],
    [['files-refused'], 'signed-in', 'signed-in'],
  ] as const)('with the problems %j and the sign-in %s is %s', (codes, signIn, state) => {
    expect(petrosoftState(status(codes, signIn)).state).toBe(state)
  })

  test('is tried again when the sign-in or the road is due, never in the past', () => {
    const { db } = openTestStore()
    const nextTryAt = (more: Partial<LiveFacts>) =>
      connectionFacts(db, question({ live: { ...live, ...more } })).petrosoft.nextTryAt
    expect(nextTryAt({})).toBeNull()
    expect(nextTryAt({ nextProbeAt: now + 5000 })).toBe(new Date(now + 5000).toISOString())
    expect(nextTryAt({ nextProbeAt: now + 5000, nextSignInAt: now + 9000 })).toBe(new Date(now + 9000).toISOString())
    expect(nextTryAt({ nextProbeAt: now - 5000 })).toBe(new Date(now).toISOString())
  })
})

describe('the internet', () => {
  test('is good only while an answer is fresh, and offline when the engine found it so', () => {
    const { db } = openTestStore()
    const state = (more: Partial<ConnectionQuestion>) => connectionFacts(db, question(more)).internet
    expect(state({})).toEqual({ state: 'good', since: null, answerMs: 42 })
    expect(state({ live: { ...live, lastAnswerAt: null } }).state).toBe('unknown')
    expect(state({ live: { ...live, lastAnswerAt: now - 3_600_000 } }).state).toBe('unknown')
    expect(state({ live: { ...live, offline: true } })).toMatchObject({ state: 'offline', since: null })
    expect(state({ status: status(['no-internet']) })).toMatchObject({
      state: 'offline',
      since: '2026-11-20T18:00:00.000Z',
    })
  })
})

describe('this PC', () => {
  test('is out of space before its clock is wrong, and good otherwise', () => {
    const { db } = openTestStore()
    const state = (freeBytes: number | null, clockOffMs: number | null) =>
      connectionFacts(db, question({ freeBytes, live: { ...live, clockOffMs } })).pc
    expect(state(500_000_000, 600_000)).toEqual({ state: 'low-disk', freeBytes: 500_000_000, clockOffSeconds: 600 })
    expect(state(null, -300_001).state).toBe('clock-wrong')
    expect(state(null, 300_000).state).toBe('good')
    expect(state(null, null)).toEqual({ state: 'good', freeBytes: null, clockOffSeconds: null })
  })
})

test('the reports that were missed today are counted from the first moment of the store’s day', () => {
  const { db } = openTestStore()
  const add = (time: string, ok: number) =>
    db
      .prepare('INSERT INTO connection_report (at, state, ok) VALUES (?, ?, ?)')
      .run(Date.parse(`${time}-05:00`), 'OK', ok)
  add('2026-11-19T23:59:59', 0)
  add('2026-11-20T00:00:00', 0)
  add('2026-11-20T09:00:00', 1)
  add('2026-11-20T09:05:00', 0)
  const { reports } = connectionFacts(db, question())
  expect(reports).toEqual({
    last: { at: '2026-11-20T20:15:00.000Z', state: 'OK', ok: true },
    nextAt: new Date(now + 1000).toISOString(),
    missedToday: 2,
    everySeconds: 300,
  })
})

test('what waits here is counted with its size and its age; what asks a person is not waiting', () => {
  const { db } = openTestStore()
  addFile(db, { state: 'waiting', bytes: 'x'.repeat(100), at: 5000 })
  addFile(db, { state: 'unclear', bytes: 'y'.repeat(50), at: 9000, columns: { due_at: 1 } })
  addFile(db, { state: 'unclear', bytes: 'z' })
  addFile(db, { state: 'accepted', bytes: 'a' })
  const { buffer } = connectionFacts(db, question({ freeBytes: null }))
  expect(buffer).toEqual({ files: 2, bytes: 150, oldestAt: new Date(5000).toISOString(), roomDays: null })
})

test('an outage is listed while it lasts, and afterwards when it was longer than five minutes', () => {
  const { db } = openTestStore()
  noteOutages(db, [problem('no-internet')], now)
  noteOutages(db, [], now + 400_000)
  noteOutages(db, [{ ...problem('folder-missing'), since: new Date(now).toISOString() }], now)
  noteOutages(db, [], now + 1000)
  noteOutages(db, [{ ...problem('certificate'), since: new Date(now).toISOString() }], now)
  const { outages } = connectionFacts(db, question())
  expect(outages.map(({ what, to }) => [what, to === null])).toEqual([
    ['service', true],
    ['internet', false],
  ])
})
