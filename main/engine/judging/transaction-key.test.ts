import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JudgedEvent } from '../judge/judgement.ts'
import { aJudgement, anEvent } from '../testing/judgements.ts'
import { isLiveSale, salesAmount, transactionKeys } from './transaction-key.ts'

const keyOf = (event: Partial<JudgedEvent>, storeLocationId: string | null = '1200'): string | undefined =>
  transactionKeys(aJudgement([event], { storeLocationId }))[0]

describe('the key of a transaction', () => {
  test('is the same for the same store, register, transaction, business date, event type and amount', () => {
    const key = keyOf({})
    expect(
      keyOf({ line: 900, endLine: 999, sequenceId: '77', tillId: '5', endTime: null, lineCount: 9, taxAmount: '3' }),
    ).toBe(key)
  })

  test.each([
    ['register', { registerId: '2' }],
    ['transaction', { transactionId: '1002' }],
    ['business date', { businessDate: '2026-11-21' }],
    ['unknown business date', { businessDate: null }],
    ['event type', { type: 'RefundEvent' }],
    ['amount', { grandAmount: '10.01' }],
    ['unknown amount', { grandAmount: null }],
  ])('differs with another %s', (_what, event) => {
    expect(keyOf(event)).not.toBe(keyOf({}))
  })

  test('differs with another store', () => {
    expect(keyOf({}, '1201')).not.toBe(keyOf({}))
    expect(keyOf({}, null)).not.toBe(keyOf({}))
  })

  test.each([
    ['10', '10.00'],
    ['10.0000', '10.00'],
    ['0.98', '0.9800'],
    ['-0.50', '-0.5'],
    ['0', '0.00'],
    ['0.00', '-0.00'],
  ])('takes %s and %s for the same amount', (a, b) => {
    expect(keyOf({ grandAmount: a })).toBe(keyOf({ grandAmount: b }))
  })

  test('cannot be forged by separators inside the parts', () => {
    expect(keyOf({ registerId: '1|2', transactionId: '3' })).not.toBe(keyOf({ registerId: '1', transactionId: '2|3' }))
  })

  test.each([
    ['no register', { registerId: null }],
    ['an empty register', { registerId: '' }],
    ['no transaction number', { transactionId: null }],
    ['an empty transaction number', { transactionId: '' }],
  ])('does not exist with %s', (_what, event) => {
    expect(keyOf(event)).toBeUndefined()
  })

  test('is made of live sales and refunds only', () => {
    for (const type of ['VoidEvent', 'OtherEvent', 'FinancialEvent', 'SomethingNew'])
      expect(keyOf({ type })).toBeUndefined()
    expect(keyOf({ training: true })).toBeUndefined()
    expect(keyOf({ suspended: true })).toBeDefined()
  })

  test('is given once when a journal tells of a transaction twice', () => {
    expect(transactionKeys(aJudgement([1001, 1002, 1001]))).toHaveLength(2)
  })
})

describe('what the live sales come to', () => {
  const sum = (...events: readonly Partial<JudgedEvent>[]): string | null =>
    salesAmount(events.map((event, i) => anEvent({ transactionId: String(1001 + i), ...event })))

  test('counts a suspended prepay and its completion once', () => {
    expect(sum({ grandAmount: '70.00', suspended: true }, { grandAmount: '70.00', linkedTransactionId: '1001' })).toBe(
      '70.00',
    )
  })

  test('counts a refund negative in whichever sign it is written', () => {
    expect(sum({ grandAmount: '100' }, { type: 'RefundEvent', grandAmount: '30.00' })).toBe('70.00')
    expect(sum({ grandAmount: '100' }, { type: 'RefundEvent', grandAmount: '-30.00' })).toBe('70.00')
  })

  test('counts a sale with a negative amount as it is', () => {
    expect(sum({ grandAmount: '-5.25' }, { grandAmount: '1' })).toBe('-4.25')
  })

  test('counts a transaction that stands in the journal twice once', () => {
    const twice = { transactionId: '7', grandAmount: '5.00' }
    expect(sum(twice, { grandAmount: '1.00' }, { ...twice, grandAmount: '5.0' })).toBe('6.00')
    expect(sum(twice, { ...twice, registerId: '2' }, { ...twice, grandAmount: '5.01' })).toBe('15.01')
  })

  test('leaves out training, other events, and sales without an amount', () => {
    expect(
      sum(
        { grandAmount: '1' },
        { grandAmount: '9', training: true },
        { type: 'VoidEvent', grandAmount: '9' },
        { grandAmount: null },
      ),
    ).toBe('1.00')
  })

  test('is unknown when there is nothing to count, and zero when it comes to zero', () => {
    expect(sum()).toBeNull()
    expect(sum({ type: 'OtherEvent' }, { grandAmount: null })).toBeNull()
    expect(sum({ grandAmount: '5' }, { type: 'RefundEvent', grandAmount: '5' })).toBe('0.00')
  })

  test('is exact: no sum of cents ever drifts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 200 }),
        (cents) => {
          const written = (n: number): string =>
            `${n < 0 ? '-' : ''}${Math.floor(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`
          const total = cents.reduce((a, b) => a + b, 0)
          expect(sum(...cents.map((n) => ({ grandAmount: written(n) })))).toBe(written(total))
        },
      ),
    )
    expect(sum({ grandAmount: '0.1' }, { grandAmount: '0.2' })).toBe('0.30')
    expect(sum({ grandAmount: '999999999999999.99' }, { grandAmount: '0.01' })).toBe('1000000000000000.00')
  })
})

test('live sales are sales and refunds outside training mode', () => {
  expect(isLiveSale(anEvent())).toBe(true)
  expect(isLiveSale(anEvent({ type: 'RefundEvent' }))).toBe(true)
  expect(isLiveSale(anEvent({ training: true }))).toBe(false)
  expect(isLiveSale(anEvent({ type: 'VoidEvent' }))).toBe(false)
})
