// What was handled lately, read off the rows.

import { expect, test } from 'vitest'
import { markDayClosed } from '../days/day/closed-days.ts'
import { applyDecision, requestDecision, type FileAction } from '../decide/decision.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { filePage } from './file-page.ts'
import { createLastRefusal, handled, handledLines } from './handled.ts'

const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
const dayMs = 24 * 3_600_000
const everyFile = { dateKind: 'sales-day', from: null, to: null, group: 'all', text: '', problemsOnly: false } as const
const listed = (db: Db, cause: string): number[] =>
  filePage(db, { filter: { ...everyFile, cause }, after: null, limit: 500 }, calendar, null)
    .rows.map(({ id }) => Number(id))
    .toSorted((one, other) => one - other)

let attempts = 0
const answer = (db: Db, id: number, outcome: 'refused' | 'accepted', at: number): void => {
  attempts += 1
  const delivery = db.prepare<[number], number>('SELECT id FROM delivery WHERE document_id = ?').pluck().get(id)
  const attempt = db
    .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, ?, ?)')
    .run(delivery, id, 5000 + attempts, at).lastInsertRowid
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, http_status, may_have_arrived) VALUES (?, ?, ?, 200, 1)`,
  ).run(attempt, at, outcome)
  db.prepare('UPDATE document SET newest_answer_id = ?, attempts = attempts + 1 WHERE id = ?').run(attempt, id)
}

const refused = (db: Db, at = testMoment): number => {
  const id = addFile(db, { state: 'refused', at })
  answer(db, id, 'refused', at)
  return id
}

const order = (
  db: Db,
  action: FileAction,
  ids: readonly number[],
  at: number,
  who = 'ana',
  reason = null as string | null,
) => {
  for (const fileId of ids)
    applyDecision(db, requestDecision(db, { action, fileId, reason, again: false, until: null, who }, at), at)
}

test('forty files set aside together are one line with who, when and why, and its link shows exactly these files', () => {
  const { db } = openTestStore()
  const ids = Array.from({ length: 40 }, () => refused(db))
  const other = refused(db)
  order(db, 'set-aside', ids, testMoment + 1000, 'ana', 'Test files of card 4111 1111 1111 1111')
  const [line, ...others] = handledLines(db, calendar, testMoment + 2000)
  expect(others).toEqual([])
  expect(line).toMatchObject({
    kind: 'set-aside',
    count: 40,
    who: 'ana',
    why: 'Test files of card 4111 11•• •••• 1111',
    at: new Date(testMoment + 1000).toISOString(),
    file: null,
  })
  expect(listed(db, line?.key ?? '')).toEqual(ids)
  expect(listed(db, line?.key ?? '')).not.toContain(other)
})

test('orders of two people, for two reasons, of two kinds or at two times are lines of their own, newest first', () => {
  const { db } = openTestStore()
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = Array.from({ length: 5 }, () => refused(db))
  order(db, 'set-aside', [a], testMoment)
  order(db, 'set-aside', [b], testMoment + 1, 'ben')
  order(db, 'set-aside', [c], testMoment + 2, 'ben', 'wrong store')
  order(db, 'ignore', [d], testMoment + 3, 'ben', 'wrong store')
  order(db, 'ignore', [e], testMoment + 60_000, 'ben', 'wrong store')
  const lines = handledLines(db, calendar, testMoment + 61_000)
  expect(lines.map(({ kind, who, why, file }) => [kind, who, why, Number(file?.id)])).toEqual([
    ['ignore', 'ben', 'wrong store', e],
    ['ignore', 'ben', 'wrong store', d],
    ['set-aside', 'ben', 'wrong store', c],
    ['set-aside', 'ben', null, b],
    ['set-aside', 'ana', null, a],
  ])
})

test('an order that was refused handled nothing, and what is older than seven days is not told', () => {
  const { db } = openTestStore()
  const waiting = addFile(db, { state: 'accepted' })
  order(db, 'set-aside', [waiting], testMoment)
  order(db, 'set-aside', [refused(db)], testMoment - 7 * dayMs - 1)
  expect(handledLines(db, calendar, testMoment)).toEqual([])
})

test('refused files that were accepted or replaced later are told without a person, one line a day', () => {
  const { db } = openTestStore()
  const mended = [refused(db, testMoment - dayMs), refused(db, testMoment - dayMs)]
  for (const id of mended) {
    answer(db, id, 'accepted', testMoment)
    db.prepare(`UPDATE document SET state = 'accepted', accepted_at = ? WHERE id = ?`).run(testMoment, id)
  }
  const replaced = refused(db, testMoment - dayMs)
  db.prepare(`UPDATE document SET state = 'replaced', state_since = ? WHERE id = ?`).run(testMoment - 1, replaced)
  const neverRefused = addFile(db, { state: 'accepted', columns: { accepted_at: testMoment, attempts: 2 } })
  answer(db, neverRefused, 'accepted', testMoment)

  const lines = handledLines(db, calendar, testMoment + 1)
  expect(lines.map(({ kind, count, who }) => [kind, count, who])).toEqual([
    ['accepted', 2, null],
    ['replaced', 1, null],
  ])
  expect(lines.map(({ key }) => listed(db, key))).toEqual([mended, [replaced]])
})

test('a day that was marked, and a condition that ended, are told; what mends itself, or lasted a moment, is not', () => {
  const { db } = openTestStore()
  markDayClosed(db, '2026-11-20', true, 'ana', testMoment)
  const outage = db.prepare('INSERT INTO outage (what, began_at, ended_at, sentence) VALUES (?, ?, ?, ?)')
  outage.run('sign-in', testMoment - 3_600_000, testMoment - 1000, 'x')
  outage.run('internet', testMoment - 3_600_000, testMoment - 1000, 'x')
  outage.run('folder', testMoment - 5000, testMoment - 1000, 'x')
  outage.run('register', testMoment - 3_600_000, null, 'x')
  expect(handledLines(db, calendar, testMoment).map(({ kind, day, from }) => [kind, day, from])).toEqual([
    ['day-closed', '2026-11-20', null],
    ['sign-in-ended', null, new Date(testMoment - 3_600_000).toISOString()],
  ])
})

test('the last refusal is known however long ago it was, also when it comes later, and null when none ever was', async () => {
  const { db } = openTestStore()
  const lastRefusal = createLastRefusal(db)
  const told = async (): Promise<string | null> => (await handled(db, calendar, testMoment, lastRefusal)).lastRefusedAt
  const id = refused(db, testMoment - 400 * dayMs)
  const old = new Date(testMoment - 400 * dayMs).toISOString()
  db.prepare('DELETE FROM attempt_end').run()
  expect(await told()).toBeNull()
  answer(db, id, 'refused', testMoment - 400 * dayMs)
  expect(await told()).toBe(old)
  answer(db, id, 'accepted', testMoment)
  expect(await told()).toBe(old)
  refused(db, testMoment)
  expect(await told()).toBe(new Date(testMoment).toISOString())
})
