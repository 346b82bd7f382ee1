// One card for each cause, from the rows of this moment.

import { expect, test } from 'vitest'
import type { Problem, ProblemCode } from '../../../contract/engine-status.ts'
import { everyFile } from '../../../contract/ipc.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { attentionCards, attentionHeads } from './attention.ts'
import { filePage } from './file-page.ts'
import { idsOfCause, mostCauses, sameError } from './open-causes.ts'

const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
const cardsOf = (db: Db, problems: readonly Problem[]) => attentionCards(db, problems, calendar)
const listed = (db: Db, cause: string): number[] =>
  filePage(db, { filter: { ...everyFile, cause }, after: null, limit: 500 }, calendar, null).rows.map(({ id }) =>
    Number(id),
  )

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

test('five hundred refusals for one reason are one card, since the oldest, that leads to each file and names the newest', () => {
  const { db } = openTestStore()
  const ids = Array.from({ length: 500 }, (_, i) => refuse(db, `The price '${i},25' is not a number.`, testMoment + i))
  const [card, ...others] = cardsOf(db, [problem('files-refused')])
  expect(others).toEqual([])
  expect(card).toMatchObject({ code: 'files-refused', count: 500, salesDays: ['2026-11-20'] })
  expect(card?.since).toBe(new Date(testMoment).toISOString())
  expect(card?.files.map(({ id }) => Number(id))).toEqual(ids.toReversed().slice(0, 50))
  expect(listed(db, card?.key ?? '')).toEqual(ids.toReversed())
  expect(JSON.stringify(card).length, 'what goes to the window').toBeLessThan(5000)
})

test('the files of a card are the files of the list with its key, and none once the cause is gone', () => {
  const { db } = openTestStore()
  const price = refuse(db, 'The price is not a number.')
  refuse(db, 'An element is missing.')
  addFile(db, { state: 'held', problem: 'cut-off' })
  addFile(db, { state: 'accepted' })
  for (const { key, files } of cardsOf(db, [])) expect(listed(db, key)).toEqual(files.map(({ id }) => Number(id)))
  const key = cardsOf(db, []).find(({ message }) => message?.includes('price'))?.key ?? ''
  expect(idsOfCause(db, key)).toEqual([price])
  db.prepare(`UPDATE document SET state = 'accepted' WHERE id = ?`).run(price)
  expect([idsOfCause(db, key), listed(db, key)]).toEqual([[], []])
  expect(listed(db, 'no-such-card')).toEqual([])
})

test('refusals for hundreds of reasons are a page of cards, the last of them for all the rest, and no file is left out', () => {
  const { db } = openTestStore()
  const letters = (i: number): string => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))
  const ids = Array.from({ length: 200 }, (_, i) => refuse(db, `Wrong ${letters(i)}`, testMoment + i))
  const cards = cardsOf(db, [problem('files-refused')])
  expect(cards).toHaveLength(mostCauses)
  expect(cards.reduce((sum, { count }) => sum + count, 0)).toBe(200)
  expect(cards.flatMap(({ key }) => listed(db, key)).toSorted((a, b) => a - b)).toEqual(ids)
  expect(cards.find(({ key }) => key === 'refused-others')).toMatchObject({ message: null, httpStatus: null })
})

test('what only counts is told the same cards, and no card is without what it counts', () => {
  const { db } = openTestStore()
  refuse(db, 'The price is not a number.')
  refuse(db, 'An element is missing.')
  addFile(db, { state: 'held', problem: 'repeats' })
  const problems = [problem('sign-in-refused'), problem('files-refused'), problem('no-internet')]
  const heads = attentionHeads(db, problems)
  expect(heads).toEqual(cardsOf(db, problems).map(({ key, code, since, count }) => ({ key, code, since, count })))
  expect(heads).toHaveLength(4)
  expect(new Set(heads.map(({ key }) => key)).size).toBe(4)
})

test('files turned down in a row are told as the files they are, and by themselves once none of them is refused', () => {
  const { db } = openTestStore()
  const problems = [problem('refused-in-a-row'), problem('files-refused')]
  const id = refuse(db, 'The price is not a number.')
  expect(cardsOf(db, problems).map(({ code }) => code)).toEqual(['files-refused'])
  db.prepare(`UPDATE document SET state = 'set-aside' WHERE id = ?`).run(id)
  expect(cardsOf(db, [problem('refused-in-a-row')]).map(({ code }) => code)).toEqual(['refused-in-a-row'])
})

test('two folders with the same trouble are two cards', () => {
  const { db } = openTestStore()
  const cards = cardsOf(db, [problem('folder-missing'), problem('folder-missing')])
  expect(cards.map(({ key }) => key)).toEqual(['folder-missing', 'folder-missing-2'])
})

test('files of one sales day say how many of its files they are; files of two days, or of none, say nothing', () => {
  const { db } = openTestStore()
  addFile(db, { state: 'accepted', columns: { business_dates: '["2026-11-20"]' } })
  addFile(db, { state: 'accepted', columns: { business_dates: '["2026-11-20"]' } })
  refuse(db, 'The price is not a number.')
  addFile(db, {
    state: 'held',
    problem: 'cut-off',
    orderDate: '2026-11-19',
    columns: { business_dates: '["2026-11-19"]' },
  })
  addFile(db, { state: 'held', problem: 'cut-off', columns: { business_dates: '["2026-11-20"]' } })
  addFile(db, { state: 'held', problem: 'encoding' })
  expect(cardsOf(db, []).map(({ code, problem: why, missing }) => [code, why, missing])).toEqual([
    ['files-refused', null, { date: '2026-11-20', files: 1, of: 5 }],
    ['files-held', 'cut-off', null],
    ['files-held', 'encoding', null],
  ])
})

test('what Petrosoft quotes of a card is hidden, its other words are as they came, and a whole quoted document is cut', () => {
  const { db } = openTestStore()
  refuse(db, 'Wrong tender  4111 1111 1111 1111 at "Cola 12oz".')
  const [card] = cardsOf(db, [])
  expect(card?.message).toBe('Wrong tender  4111 11•• •••• 1111 at "Cola 12oz".')
  refuse(db, `Long: ${'x'.repeat(50_000)}`)
  const long = cardsOf(db, []).find(({ message }) => message?.startsWith('Long'))
  expect(long?.message).toHaveLength(1001)
})

test('refusals for different reasons, and each problem of held files, are cards of their own', () => {
  const { db } = openTestStore()
  refuse(db, 'The price is not a number.')
  refuse(db, 'An element is missing.')
  addFile(db, { state: 'held', problem: 'other-store' })
  addFile(db, { state: 'held', problem: 'cut-off' })
  addFile(db, { state: 'held', problem: 'cut-off' })
  const cards = cardsOf(db, [problem('files-refused'), problem('files-held')])
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
  expect(cardsOf(db, [])).toHaveLength(1)
  db.prepare(`UPDATE document SET state = 'set-aside' WHERE id = ?`).run(id)
  expect(cardsOf(db, [])).toEqual([])
})

test('an unclear file is a card only when it asks, and what mends itself is none', () => {
  const { db } = openTestStore()
  addFile(db, { state: 'unclear', problem: 'unanswered', columns: { due_at: 5 } })
  const asking = addFile(db, { state: 'unclear', problem: 'unanswered', columns: { due_at: null } })
  const cards = cardsOf(db, [problem('sign-in-refused'), problem('files-unclear'), problem('no-internet')])
  expect(cards.map(({ code, files }) => [code, files.map(({ id }) => id)])).toEqual([
    ['sign-in-refused', []],
    ['files-unclear', [String(asking)]],
  ])
})

test('messages that differ in numbers alone name the same error, those that differ in words do not', () => {
  expect(sameError("Line 12: value '1,25'  is wrong")).toBe(sameError("line 7: value '10.5' is wrong"))
  expect(sameError('price is wrong')).not.toBe(sameError('date is wrong'))
})
