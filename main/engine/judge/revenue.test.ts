import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent } from '../testing/judgements.ts'
import type { JudgedEvent, LineKind, LineSum } from './judgement.ts'
import { revenueOf, revenuesOf } from './revenue.ts'

const lines = (sums: Partial<Record<LineKind, string>>): Partial<Record<LineKind, LineSum>> =>
  Object.fromEntries(Object.entries(sums).map(([kind, amount]) => [kind, { count: 1, amount }]))

const told = (...events: readonly Partial<JudgedEvent>[]): string[] =>
  revenuesOf(events.map((event, i) => anEvent({ transactionId: String(100 + i), ...event }))).map(
    ({ kind, amount, why }) => `${kind} ${amount ?? '?'} ${why}`,
  )

describe('what an event adds to sales', () => {
  test.each([
    ['a sale', { grandAmount: '10.00' }, 'sale 10.00 sale'],
    ['a sale of nothing', { grandAmount: '0.00' }, 'sale 0.00 sale'],
    ['a sale of less than nothing', { grandAmount: '-3.50' }, 'sale -3.50 sale'],
    ['a refund written negative', { type: 'RefundEvent', grandAmount: '-20' }, 'refund -20 refund'],
    ['a refund written positive', { type: 'RefundEvent', grandAmount: '5.9500' }, 'refund -5.9500 refund'],
    ['a refund of nothing', { type: 'RefundEvent', grandAmount: '0.00' }, 'refund 0.00 refund'],
    ['a void with lines that look live', { type: 'VoidEvent', grandAmount: '2.96' }, 'none 0 not-a-sale'],
    ['a safe drop', { type: 'FinancialEvent', grandAmount: '300' }, 'none 0 not-a-sale'],
    ['an event nobody knows', { type: 'LotteryEvent', grandAmount: '5' }, 'none 0 not-a-sale'],
    ['training', { training: true }, 'none 0 training'],
    ['what is put aside', { suspended: true }, 'none 0 suspended'],
    ['a sale whose amount cannot be read', { grandAmount: null }, 'sale ? amount-unknown'],
    ['a refund whose amount cannot be read', { type: 'RefundEvent', grandAmount: null }, 'refund ? amount-unknown'],
  ] as const)('%s', (_what, event, expected) => {
    expect(told(event)).toEqual([expected])
  })
})

describe('a prepay and its completion are one sale', () => {
  test('where the prepay is put aside and the completion carries the same money (Passport)', () => {
    const prepay = { suspended: true, grandAmount: '70', lines: lines({ fuelPrepay: '70', tender: '70' }) }
    const completion = {
      linkedTransactionId: '100',
      linkReason: 'fuelPrepay',
      lines: lines({ fuel: '70', tender: '70' }),
    }
    expect(told(prepay, { ...completion, grandAmount: '70' })).toEqual(['none 0 suspended', 'sale 70 sale'])
    // Less was pumped, and the rest given back.
    expect(told(prepay, { ...completion, grandAmount: '52.31' })).toEqual(['none 0 suspended', 'sale 52.31 sale'])
  })

  test('where the prepay was paid and the completion takes it off again in a line (Bulloch)', () => {
    const prepay = { grandAmount: '50.00', lines: lines({ fuelPrepay: '50.00' }) }
    const completion = { linkedTransactionId: '100', lines: lines({ fuel: '50.00', fuelPrepay: '-50.00' }) }
    expect(told(prepay, { ...completion, grandAmount: '0.00' })).toEqual(['sale 50.00 sale', 'none 0 completion'])
    expect(told(prepay, { ...completion, grandAmount: '-8.20' })).toEqual(['sale 50.00 sale', 'sale -8.20 sale'])
  })

  test('where the prepay was paid and the completion carries its money again: what differs counts', () => {
    const prepay = { grandAmount: '141.06', lines: lines({ fuelPrepay: '30.00', item: '111.06' }) }
    const completion = { linkedTransactionId: '100', linkReason: 'fuelPrepay', lines: lines({ fuel: '30.00' }) }
    expect(told(prepay, { ...completion, grandAmount: '30.00' })).toEqual(['sale 141.06 sale', 'none 0 completion'])
    expect(told(prepay, { ...completion, grandAmount: '21.5' })).toEqual([
      'sale 141.06 sale',
      'sale -8.50 completion-difference',
    ])
  })

  test('where the prepay stands in another file, told beside it', () => {
    const completion = anEvent({
      linkedTransactionId: '7',
      grandAmount: '30.00',
      lines: lines({ fuel: '30.00' }),
      linkReason: null,
    })
    const paid = anEvent({ grandAmount: '30.00', lines: lines({ fuelPrepay: '30.00' }) })
    expect(revenueOf(completion)).toMatchObject({ kind: 'sale', amount: '30.00' })
    expect(revenueOf(completion, paid)).toMatchObject({ kind: 'none', why: 'completion' })
    expect(revenueOf(completion, { ...paid, suspended: true })).toMatchObject({ kind: 'sale', amount: '30.00' })
    expect(revenueOf({ ...completion, linkReason: 'exchange' }, paid)).toMatchObject({ kind: 'sale', amount: '30.00' })
  })

  test('where the completion calls it off', () => {
    const prepay = { suspended: true, grandAmount: '20', lines: lines({ fuelPrepay: '20' }) }
    expect(told(prepay, { linkedTransactionId: '100', grandAmount: '0', lines: lines({ tender: '0' }) })).toEqual([
      'none 0 suspended',
      'none 0 completion',
    ])
  })

  test('but not of another register with the same number', () => {
    const prepay = { registerId: '1', grandAmount: '30', lines: lines({ fuelPrepay: '30' }) }
    const completion = { linkedTransactionId: '100', grandAmount: '30', lines: lines({ fuel: '30' }) }
    expect(told(prepay, { ...completion, registerId: '2' })[1]).toBe('sale 30 sale')
    expect(told(prepay, { ...completion, registerId: '2', linkedRegisterId: '1' })[1]).toBe('none 0 completion')
  })
})

describe('a transaction that stands in a document twice', () => {
  test('counts once, also when its amount is written with other decimals', () => {
    expect(told({ transactionId: '7', grandAmount: '3.5' }, { transactionId: '7', grandAmount: '3.50' })).toEqual([
      'sale 3.5 sale',
      'none 0 told-twice',
    ])
  })

  test('counts when it was put aside the first time', () => {
    expect(told({ transactionId: '7', suspended: true }, { transactionId: '7' })).toEqual([
      'none 0 suspended',
      'sale 10.00 sale',
    ])
  })

  test.each([{ registerId: '9' }, { businessDate: '2026-11-21' }, { grandAmount: '10.01' }, { registerId: null }])(
    'is another one with %j',
    (other) => {
      expect(told({ transactionId: '7' }, { transactionId: '7', ...other })[1]).toContain('sale')
    },
  )
})

test('whatever stands in a journal, sales minus refunds is what the counted events come to, to the cent', () => {
  const cents = fc.integer({ min: -10_000_000, max: 10_000_000 })
  const written = fc.tuple(cents, fc.constantFrom(2, 3, 4)).map(([value, decimals]) => ({
    value,
    text: new Big(value).div(100).toFixed(decimals),
  }))
  const event = fc.record({
    type: fc.constantFrom('SaleEvent', 'RefundEvent', 'VoidEvent', 'OtherEvent'),
    training: fc.boolean(),
    suspended: fc.boolean(),
    amount: written,
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const revenues = revenuesOf(
        events.map(({ amount, ...rest }, i) =>
          anEvent({ ...rest, transactionId: String(i), grandAmount: amount.text }),
        ),
      )
      const expected = events.reduce((sum, { type, training, suspended, amount: { value } }) => {
        if (training || suspended) return sum
        if (type === 'SaleEvent') return sum + value
        return type === 'RefundEvent' ? sum - Math.abs(value) : sum
      }, 0)
      const sum = revenues.reduce((total, { amount }) => total.plus(amount ?? '0'), new Big(0))
      expect(sum.times(100).toFixed()).toBe(String(expected))
      for (const [i, { kind, amount }] of revenues.entries()) {
        if (kind === 'refund') expect(new Big(amount ?? '1').lte(0)).toBe(true)
        if (kind === 'none') expect(amount).toBe('0')
        else expect(events[i]?.training).toBe(false)
      }
    }),
  )
})
