import { describe, expect, test } from 'vitest'
import { documentById } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { nextDue, nextDueAt, rebaseWaits, releaseAllWaits, releaseServiceWaits, type DueQuestion } from './queue.ts'

const now = 1_000_000
const ask = (db: Db, question: Partial<DueQuestion> = {}): number | undefined =>
  nextDue(db, { now, today: '2026-11-20', todayFirst: false, onlyNeverSent: false, ...question })?.id

const waiting = (db: Db, orderDate: string, due: number | null = null): number =>
  addFile(db, { orderDate, columns: { due_at: due } })
const unclear = (db: Db, orderDate: string, due: number | null, unclearSends = 0): number =>
  addFile(db, {
    state: 'unclear',
    problem: 'unanswered',
    orderDate,
    columns: { due_at: due, unclear_sends: unclearSends },
  })

describe('the next document', () => {
  test('is that of the oldest business date; of one date, the one that came first', () => {
    const { db } = openTestStore()
    const [b, , a, c] = [
      waiting(db, '2026-11-18'),
      waiting(db, '2026-11-19'),
      waiting(db, '2026-11-17'),
      waiting(db, '2026-11-18'),
    ]
    expect(ask(db)).toBe(a)
    db.prepare('DELETE FROM content').run()
    db.prepare("UPDATE document SET state = 'held' WHERE id = ?").run(a)
    expect(ask(db)).toBe(b)
    db.prepare("UPDATE document SET state = 'held' WHERE id = ?").run(b)
    expect(ask(db)).toBe(c)
  })

  test('is due now or has no time at all; one that is due later does not exist yet', () => {
    const { db } = openTestStore()
    waiting(db, '2026-11-17', now + 1)
    const due = waiting(db, '2026-11-19', now)
    expect(ask(db)).toBe(due)
  })

  test('may be one that may have arrived, when it is due; one without a time asks a person and never goes by itself', () => {
    const { db } = openTestStore()
    unclear(db, '2026-11-16', null)
    const repeat = unclear(db, '2026-11-17', now)
    waiting(db, '2026-11-18')
    expect(ask(db)).toBe(repeat)
  })

  test.each([
    'stored',
    'sending',
    'accepted',
    'refused',
    'held',
    'not-needed',
    'replaced',
    'set-aside',
    'ignored',
  ] as const)('is never one that is %s', (state) => {
    const { db } = openTestStore()
    addFile(db, { state, columns: { due_at: 1 } })
    expect(ask(db)).toBeUndefined()
    expect(ask(db, { todayFirst: true })).toBeUndefined()
    expect(ask(db, { onlyNeverSent: true })).toBeUndefined()
    expect(nextDueAt(db, 0)).toBeNull()
  })

  test('in today’s lane is one of today or later, and one of the backlog where today has none', () => {
    const { db } = openTestStore()
    const old = waiting(db, '2026-11-10')
    expect(ask(db, { todayFirst: true })).toBe(old)
    const today = waiting(db, '2026-11-20')
    expect(ask(db, { todayFirst: true })).toBe(today)
    expect(ask(db)).toBe(old)
  })

  test('in today’s lane is a repeat only when it is older than what was never sent', () => {
    const { db } = openTestStore()
    const repeat = unclear(db, '2026-11-20', now)
    waiting(db, '2026-11-20')
    expect(ask(db, { todayFirst: true })).toBe(repeat)
  })

  test('for a probe is never one that may have arrived', () => {
    const { db } = openTestStore()
    unclear(db, '2026-11-10', now)
    expect(ask(db, { onlyNeverSent: true })).toBeUndefined()
    const fresh = waiting(db, '2026-11-19')
    expect(ask(db, { onlyNeverSent: true })).toBe(fresh)
  })
})

test('the time of the next one is the earliest that is still to come', () => {
  const { db } = openTestStore()
  waiting(db, '2026-11-10', now - 5)
  waiting(db, '2026-11-10', now + 700)
  unclear(db, '2026-11-10', now + 300)
  unclear(db, '2026-11-10', null)
  expect(nextDueAt(db, now)).toBe(now + 300)
})

describe('what waits because of the service', () => {
  test('is due at once when the road opens; what waits because of itself goes on waiting', () => {
    const { db } = openTestStore()
    const own = addFile(db, { columns: { due_at: now + 500, wait_cause: 'document', failures: 3 } })
    const service = addFile(db, { columns: { due_at: now + 500, wait_cause: 'service', failures: 4 } })
    const repeat = addFile(db, {
      state: 'unclear',
      problem: 'unanswered',
      columns: { due_at: now + 500, wait_cause: 'service' },
    })
    const asking = addFile(db, {
      state: 'unclear',
      problem: 'unanswered',
      columns: { due_at: null, wait_cause: 'service' },
    })
    releaseServiceWaits(db, now)
    expect(documentById(db, own)?.due_at).toBe(now + 500)
    expect(documentById(db, service)).toMatchObject({ due_at: null, failures: 4 })
    expect(documentById(db, repeat)?.due_at).toBe(now)
    expect(documentById(db, asking)?.due_at).toBeNull()
  })

  test('is due after Try now like everything else, and the delays begin anew; what asks a person goes on asking', () => {
    const { db } = openTestStore()
    const own = addFile(db, { columns: { due_at: now + 500, wait_cause: 'document', failures: 3 } })
    const repeat = addFile(db, {
      state: 'unclear',
      problem: 'unanswered',
      columns: { due_at: now + 500, failures: 2, unclear_sends: 3 },
    })
    const asking = addFile(db, { state: 'unclear', problem: 'other-name', columns: { due_at: null } })
    releaseAllWaits(db, now)
    expect(documentById(db, own)).toMatchObject({ due_at: null, failures: 0 })
    expect(documentById(db, repeat)).toMatchObject({ due_at: now, failures: 0, unclear_sends: 3 })
    expect(documentById(db, asking)?.due_at).toBeNull()
  })
})

describe('at a start', () => {
  test.each([
    ['back by a year', now + 365 * 24 * 3600_000],
    ['forward by a year', now - 365 * 24 * 3600_000],
  ])('no document waits longer than its own delay, though this PC’s clock went %s', (_way, due) => {
    const { db } = openTestStore()
    const ids = [
      addFile(db, { columns: { due_at: due, delay_ms: 40_000 } }),
      addFile(db, { state: 'unclear', problem: 'unanswered', columns: { due_at: due, delay_ms: 40_000 } }),
      // Put aside meanwhile: it may come back.
      addFile(db, { state: 'set-aside', columns: { due_at: due, delay_ms: 40_000 } }),
    ]
    rebaseWaits(db, now)
    for (const id of ids) {
      const dueAt = documentById(db, id)?.due_at ?? NaN
      expect(dueAt).toBeGreaterThanOrEqual(now)
      expect(dueAt).toBeLessThanOrEqual(now + 40_000)
    }
  })

  test('what was left of a delay is kept, and what has no time gets none', () => {
    const { db } = openTestStore()
    const rest = addFile(db, { columns: { due_at: now + 10_000, delay_ms: 40_000 } })
    const atOnce = addFile(db)
    const asking = addFile(db, { state: 'unclear', problem: 'unanswered' })
    rebaseWaits(db, now)
    expect(documentById(db, rest)?.due_at).toBe(now + 10_000)
    expect(documentById(db, atOnce)?.due_at).toBeNull()
    expect(documentById(db, asking)?.due_at).toBeNull()
  })
})
