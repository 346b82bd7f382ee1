import { describe, expect, test } from 'vitest'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import type { JudgedEvent } from '../judge/judgement.ts'
import { applyJudgement } from '../judging/judgement-table.ts'
import type { Db } from '../storage/open-database.ts'
import { aJudgement } from '../testing/judgements.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { repeatsOf } from './repeats.ts'

type Sales = readonly (number | Partial<JudgedEvent>)[]

/** A file with these transactions, judged as the engine does, and moved to a state if one is given. */
const fileWith = (db: Db, name: string, sales: Sales, state: DocumentState | null = null): number => {
  const id = addFile(db, { name, state: 'stored' })
  db.transaction(() =>
    applyJudgement(db, id, aJudgement(sales), { state: 'waiting' }, { sendRepeated: 'ask' }, 1, testMoment),
  ).immediate()
  if (state !== null) db.prepare('UPDATE document SET state = ?, problem = NULL WHERE id = ?').run(state, id)
  return id
}

describe('the repeated sales of a file', () => {
  test('are told one by one, each with the oldest file that has it, and the new ones among them', () => {
    const { db } = openTestStore()
    const first = fileWith(db, 'PJR1.xml', [1, 2], 'accepted')
    const second = fileWith(db, 'PJR2.xml', [3])
    const held = fileWith(db, 'CPJR.xml', [1, 2, 3, { transactionId: '4', grandAmount: '7.25', line: 44 }])
    expect(db.prepare('SELECT state, problem FROM document WHERE id = ?').get(held)).toEqual({
      state: 'held',
      problem: 'repeats',
    })
    const told = repeatsOf(db, held)
    expect(told).toMatchObject({ sales: 4, known: 3, fileCount: 2 })
    expect(told?.files).toEqual([
      { id: String(first), name: 'PJR1.xml', state: 'accepted', shared: 2 },
      { id: String(second), name: 'PJR2.xml', state: 'waiting', shared: 1 },
    ])
    expect(told?.transactions.map(({ transactionId, knownFrom }) => [transactionId, knownFrom])).toEqual([
      ['1', String(first)],
      ['2', String(first)],
      ['3', String(second)],
      ['4', null],
    ])
    expect(told?.transactions[3]).toEqual({
      line: 44,
      registerId: '1',
      transactionId: '4',
      type: 'SaleEvent',
      businessDate: '2026-11-20',
      amount: '7.25',
      knownFrom: null,
    })
  })

  test('count as known only where the office has them or is about to: a refused or held file has told nobody', () => {
    const { db } = openTestStore()
    fileWith(db, 'PJR1.xml', [1], 'refused')
    fileWith(db, 'PJR2.xml', [2], 'replaced')
    const ignored = fileWith(db, 'PJR3.xml', [3], 'ignored')
    const held = fileWith(db, 'CPJR.xml', [1, 2, 3])
    expect(repeatsOf(db, held)).toMatchObject({ sales: 3, known: 0, files: [] })
    // One that may have arrived before somebody put it aside has told it after all.
    db.prepare('UPDATE document SET put_aside_from = ? WHERE id = ?').run('{"state":"unclear"}', ignored)
    expect(repeatsOf(db, held)).toMatchObject({ known: 1, files: [{ id: String(ignored), state: 'ignored' }] })
  })

  test('leave out training and what is no sale, and keep a sale without a number as new', () => {
    const { db } = openTestStore()
    fileWith(db, 'PJR1.xml', [1], 'accepted')
    const held = fileWith(db, 'CPJR.xml', [
      1,
      { transactionId: '2', training: true },
      { transactionId: '3', type: 'VoidEvent' },
      { transactionId: null },
      { transactionId: '5', type: 'RefundEvent', grandAmount: '-3.00' },
    ])
    const told = repeatsOf(db, held)
    expect(told).toMatchObject({ sales: 3, known: 1 })
    expect(
      told?.transactions.map(({ transactionId, type, knownFrom }) => [transactionId, type, knownFrom !== null]),
    ).toEqual([
      ['1', 'SaleEvent', true],
      [null, 'SaleEvent', false],
      ['5', 'RefundEvent', false],
    ])
  })

  test('are the same sale whatever way its amount is written', () => {
    const { db } = openTestStore()
    fileWith(db, 'PJR1.xml', [{ transactionId: '1', grandAmount: '5.5' }], 'accepted')
    const held = fileWith(db, 'CPJR.xml', [{ transactionId: '1', grandAmount: '5.50' }])
    expect(repeatsOf(db, held)).toMatchObject({ known: 1 })
  })

  test('of no file are null, and of a file without repeats none', () => {
    const { db } = openTestStore()
    expect(repeatsOf(db, 99)).toBeNull()
    expect(repeatsOf(db, fileWith(db, 'PJR1.xml', [1]))).toMatchObject({ sales: 1, known: 0, files: [], fileCount: 0 })
  })

  test('of a day in one file beside its thousand single files are told within a moment', () => {
    const { db } = openTestStore()
    for (let n = 0; n < 300; n++) fileWith(db, `PJR${n}.xml`, [10_000 + n * 2, 10_001 + n * 2], 'accepted')
    const held = fileWith(
      db,
      'CPJR.xml',
      Array.from({ length: 600 }, (_, n) => 10_000 + n),
    )
    const began = performance.now()
    const told = repeatsOf(db, held)
    expect(performance.now() - began).toBeLessThan(500)
    expect(told).toMatchObject({ sales: 600, known: 600, fileCount: 300 })
    expect(told?.files).toHaveLength(200)
  })
})
