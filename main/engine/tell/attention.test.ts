// One card for each cause, from the rows of this moment.

import { expect, test } from 'vitest'
import type { Problem, ProblemCode } from '../../../contract/engine-status.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { attentionCards, sameError } from './attention.ts'

const problem = (code: ProblemCode): Problem => ({ code, since: '2026-11-20T15:00:00.000Z', count: 1, sentence: '' })

let attempts = 0
const refuse = (db: Db, message: string, at = testMoment): number => {
  const id = addFile(db, { state: 'refused', at, columns: { business_dates: '["2026-11-20"]', state_since: at } })
  attempts += 1
  const delivery = db.prepare<[number], number>('SELECT id FROM delivery WHERE document_id = ?').pluck().get(id)
  const attempt = Number(
    db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, ?, ?)')
      .run(delivery, id, 1000 + attempts, at).lastInsertRowid,
  )
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, http_status, may_have_arrived) VALUES (?, ?, 'refused', 200, 1)`,
  ).run(attempt, at)
  db.prepare(
    `INSERT INTO answer_detail (attempt_id, number, line, position, severity, message) VALUES (?, 1, 4, 2, 'Error', ?)`,
  ).run(attempt, message)
  db.prepare('UPDATE document SET newest_answer_id = ? WHERE id = ?').run(attempt, id)
  return id
}

test('five hundred refusals for one reason are one card, since the oldest, that names each file', () => {
  const { db } = openTestStore()
  const ids = Array.from({ length: 500 }, (_, i) => refuse(db, `The price '${i},25' is not a number.`, testMoment + i))
  const [card, ...others] = attentionCards(db, [problem('files-refused')])
  expect(others).toEqual([])
  expect(card).toMatchObject({ code: 'files-refused', count: 500, salesDays: ['2026-11-20'] })
  expect(card?.since).toBe(new Date(testMoment).toISOString())
  expect(card?.files.map(({ id }) => Number(id)).toSorted((a, b) => a - b)).toEqual(ids)
})

test('refusals for different reasons, and each problem of held files, are cards of their own', () => {
  const { db } = openTestStore()
  refuse(db, 'The price is not a number.')
  refuse(db, 'An element is missing.')
  addFile(db, { state: 'held', problem: 'other-store' })
  addFile(db, { state: 'held', problem: 'cut-off' })
  addFile(db, { state: 'held', problem: 'cut-off' })
  const cards = attentionCards(db, [problem('files-refused'), problem('files-held')])
  expect(cards.map(({ code, problem: why, count }) => [code, why, count])).toEqual([
    ['files-refused', null, 1],
    ['files-refused', null, 1],
    ['files-held', 'cut-off', 2],
    ['files-held', 'other-store', 1],
  ])
})

test('a cause that is gone takes its card with it', () => {
  const { db } = openTestStore()
  const id = refuse(db, 'The price is not a number.')
  expect(attentionCards(db, [])).toHaveLength(1)
  db.prepare(`UPDATE document SET state = 'set-aside' WHERE id = ?`).run(id)
  expect(attentionCards(db, [])).toEqual([])
})

test('an unclear file is a card only when it asks, and what mends itself is none', () => {
  const { db } = openTestStore()
  addFile(db, { state: 'unclear', problem: 'unanswered', columns: { due_at: 5 } })
  const asking = addFile(db, { state: 'unclear', problem: 'unanswered', columns: { due_at: null } })
  const cards = attentionCards(db, [problem('sign-in-refused'), problem('files-unclear'), problem('no-internet')])
  expect(cards.map(({ code, files }) => [code, files.map(({ id }) => id)])).toEqual([
    ['sign-in-refused', []],
    ['files-unclear', [String(asking)]],
  ])
})

test('messages that differ in numbers alone name the same error, those that differ in words do not', () => {
  expect(sameError("Line 12: value '1,25'  is wrong")).toBe(sameError("line 7: value '10.5' is wrong"))
  expect(sameError('price is wrong')).not.toBe(sameError('date is wrong'))
})
