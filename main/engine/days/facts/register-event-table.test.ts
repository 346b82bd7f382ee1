import { describe, expect, test } from 'vitest'
import type { JudgedEvent } from '../../judge/judgement.ts'
import { applyJudgement } from '../../judging/judgement-table.ts'
import { firstSchema } from '../../storage/migrations/001-first.ts'
import { salesDaysSchema } from '../../storage/migrations/002-sales-days.ts'
import { openSqlite, type Db } from '../../storage/open-database.ts'
import { aJudgement, anEvent } from '../../testing/judgements.ts'
import { addFile, openTestStore, testMoment } from '../../testing/test-store.ts'

const rowsOf = (db: Db): unknown[] =>
  db
    .prepare(
      `SELECT business_date, register_id, number, transaction_id, ticket, kind, amount, tax, at, linked_transaction_id
       FROM register_event ORDER BY document_id, number`,
    )
    .all()

/** Everything that decides how an event counts, one event each. Lines are what only a newer reader knows. */
const kinds: readonly Partial<JudgedEvent>[] = [
  { transactionId: '1' },
  { transactionId: '002', grandAmount: '0.50' },
  { transactionId: 'A-3', type: 'RefundEvent', grandAmount: '4.50' },
  { transactionId: '4', type: 'RefundEvent', grandAmount: '-4.50' },
  { transactionId: '5', type: 'RefundEvent', grandAmount: '0.00' },
  { transactionId: '6', type: 'VoidEvent', grandAmount: '9' },
  { transactionId: null, type: 'OtherEvent', grandAmount: null },
  { transactionId: '8', training: true },
  { transactionId: '9', suspended: true },
  { transactionId: '10', linkedTransactionId: '9' },
  { transactionId: '11', linkedTransactionId: '7', grandAmount: '0.00' },
  { transactionId: '12', grandAmount: null },
  { transactionId: '13', registerId: null },
  { transactionId: '14', registerId: null, type: 'VoidEvent' },
  { transactionId: '15', businessDate: null },
  { transactionId: '16', endDate: null, endTime: null },
  { transactionId: '17', endTime: null },
  { transactionId: '18', startDate: null, startTime: null, endDate: null, endTime: null },
  { transactionId: '1234567890123456' },
]

const events = kinds.map((kind) => anEvent({ lines: {}, taxAmount: '0.10', ...kind }))

const keep = (db: Db, judged: readonly JudgedEvent[], id = addFile(db, { state: 'stored' })): number => {
  db.transaction(() =>
    applyJudgement(db, id, aJudgement(judged), { state: 'waiting' }, { sendRepeated: 'send' }, 1, testMoment),
  )()
  return id
}

describe('the rows of the sales days', () => {
  test('hold what each event adds to its day, and its number where it can be counted', () => {
    const { db } = openTestStore()
    keep(db, events)
    const brief = db
      .prepare('SELECT transaction_id, ticket, kind, amount FROM register_event ORDER BY number')
      .raw()
      .all()
    expect(brief).toEqual([
      ['1', 1, 'sale', '10.00'],
      ['002', 2, 'sale', '0.50'],
      ['A-3', null, 'refund', '-4.50'],
      ['4', 4, 'refund', '-4.50'],
      ['5', 5, 'refund', '0.00'],
      ['6', 6, 'none', null],
      [null, null, 'none', null],
      ['8', 8, 'none', null],
      ['9', 9, 'none', null],
      ['10', 10, 'sale', '10.00'],
      ['11', 11, 'none', null],
      ['12', 12, 'sale', null],
      ['13', 13, 'sale', '10.00'],
      ['16', 16, 'sale', '10.00'],
      ['17', 17, 'sale', '10.00'],
      ['18', 18, 'sale', '10.00'],
      ['1234567890123456', null, 'sale', '10.00'],
    ])
  })

  test('go and come with their events when a document is judged again', () => {
    const { db } = openTestStore()
    const id = keep(db, events)
    const before = rowsOf(db)
    keep(db, events, id)
    expect(rowsOf(db)).toEqual(before)
    keep(db, events.slice(0, 1), id)
    expect(rowsOf(db)).toHaveLength(1)
  })

  test('of a database that has events already are made from these, the same as judging them makes', () => {
    const { db } = openTestStore()
    keep(db, events)
    const old = openSqlite(':memory:')
    old.exec(firstSchema)
    addFile(old, { state: 'stored' })
    const id = Number(old.prepare('SELECT id FROM document').pluck().get())
    for (const [i, event] of events.entries()) {
      const { type, registerId, transactionId, businessDate, grandAmount, line, endLine, ...facts } = event
      old
        .prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          id,
          i + 1,
          type,
          registerId,
          transactionId,
          businessDate,
          grandAmount,
          line,
          endLine,
          JSON.stringify(facts),
        )
    }
    old.exec(salesDaysSchema)
    expect(rowsOf(old)).toEqual(rowsOf(db))
    old.close()
  })
})
