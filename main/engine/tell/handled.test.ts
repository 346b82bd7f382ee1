// What was handled lately, read off the rows.

import { expect, onTestFinished, test } from 'vitest'
import { takeBackMs } from '../../../contract/file-orders.ts'
import { everyFile } from '../../../contract/ipc.ts'
import { markDayClosed } from '../days/day/closed-days.ts'
import { applyDecision, requestDecision, type FileAction } from '../decide/decision.ts'
import { FileOrders, namedFiles, type FileOrder } from '../decide/file-orders.ts'
import type { Db } from '../storage/open-database.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { filePage } from './file-page.ts'
import { createLastRefusal, handled, handledLines } from './handled.ts'

const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
const dayMs = 24 * 3_600_000
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

/** As the command line does it, file by file. */
const decide = (
  db: Db,
  action: FileAction,
  fileId: number,
  at: number,
  who = 'ana',
  reason: string | null = null,
): void => {
  applyDecision(db, requestDecision(db, { action, fileId, reason, again: false, until: null, who }, at), at)
}

const deskOn = (db: Db, clock: FakeClock): FileOrders => {
  const orders = new FileOrders({ db, clock, log: () => undefined, onDecided: () => undefined })
  orders.start()
  onTestFinished(() => orders.stop())
  return orders
}
const by = (action: FileOrder['action'], reason: string | null = null): FileOrder => ({
  action,
  reason,
  again: false,
  who: 'ana',
})

test('forty files set aside together are one line with who, when and why, and its link shows exactly these files', async () => {
  const { db } = openTestStore()
  const clock = new FakeClock(testMoment)
  const ids = Array.from({ length: 40 }, () => refused(db))
  const other = refused(db)
  await deskOn(db, clock).give(by('set-aside', 'Test files of card 4111 1111 1111 1111'), namedFiles(ids))
  const [line, ...others] = handledLines(db, calendar, clock.wall())
  expect(others).toEqual([])
  expect(line).toMatchObject({
    kind: 'set-aside',
    count: 40,
    who: 'ana',
    why: 'Test files of card 4111 11•• •••• 1111',
    at: new Date(testMoment).toISOString(),
    file: null,
  })
  expect(listed(db, line?.key ?? '')).toEqual(ids)
  expect(listed(db, line?.key ?? '')).not.toContain(other)
})

test('an order to send again is told when it was carried out or taken back, not while it waits; an undone one with its undoing', async () => {
  const { db } = openTestStore()
  const clock = new FakeClock(testMoment)
  const orders = deskOn(db, clock)
  const [a, b, c] = [refused(db), refused(db), refused(db)] as const
  const told = () =>
    handledLines(db, calendar, clock.wall()).map(({ kind, count, file }) => [kind, count, Number(file?.id)])
  const first = await orders.give(by('resend'), namedFiles([a]))
  expect(told()).toEqual([])
  await orders.takeBack(Number(first.order), 'ben')
  expect(handledLines(db, calendar, clock.wall())).toMatchObject([
    { kind: 'taken-back', who: 'ben', file: { id: String(a) } },
  ])
  expect(listed(db, handledLines(db, calendar, clock.wall())[0]?.key ?? '')).toEqual([a])
  await clock.advance(1000)
  await orders.give(by('resend'), namedFiles([b]))
  await clock.advance(takeBackMs)
  const aside = await orders.give(by('set-aside'), namedFiles([c]))
  await clock.advance(1000)
  await orders.takeBack(Number(aside.order), 'ana')
  expect(told()).toEqual([
    ['put-back', 1, c],
    ['set-aside', 1, c],
    ['resend', 1, b],
    ['taken-back', 1, a],
  ])
})

test('what was decided by the command line is told file by file, newest first', () => {
  const { db } = openTestStore()
  const [a, b] = [refused(db), refused(db)] as const
  decide(db, 'set-aside', a, testMoment)
  decide(db, 'ignore', b, testMoment + 3, 'ben', 'wrong store')
  const lines = handledLines(db, calendar, testMoment + 61_000)
  expect(lines.map(({ kind, who, why, file }) => [kind, who, why, Number(file?.id)])).toEqual([
    ['ignore', 'ben', 'wrong store', b],
    ['set-aside', 'ana', null, a],
  ])
  expect(lines.map(({ key }) => listed(db, key))).toEqual([[b], [a]])
})

test('an order that was refused handled nothing, and what is older than seven days is not told', async () => {
  const { db } = openTestStore()
  const accepted = addFile(db, { state: 'accepted' })
  decide(db, 'set-aside', accepted, testMoment)
  decide(db, 'set-aside', refused(db), testMoment - 7 * dayMs - 1)
  await deskOn(db, new FakeClock(testMoment)).give(by('set-aside'), namedFiles([accepted]))
  await deskOn(db, new FakeClock(testMoment - 8 * dayMs)).give(by('set-aside'), namedFiles([refused(db)]))
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
