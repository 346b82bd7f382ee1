import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateAfter } from '../../support/store-time.ts'
import { createExactSum, moneyText, sameAmount } from './exact-sum.ts'
import { expectedRegisters } from './expected-registers.ts'
import { isClosedWeekday, openStretches } from './opening-stretches.ts'
import { createRegisterClock, daySeconds, dayNumber } from './register-clock.ts'
import { memoryDaysOf } from './register-memory.ts'
import { dollars, gapSentence, totalsSentence } from './sentences.ts'

describe('a sum of amounts', () => {
  const written = fc
    .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.nat({ max: 7 }))
    .map(([sign, whole, places]) => {
      const digits = String(whole).padStart(places + 1, '0')
      return `${sign}${digits.slice(0, digits.length - places)}${places === 0 ? '' : `.${digits.slice(-places)}`}`
    })

  test('is exact, whatever the amounts', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 60 }), (amounts) => {
        const sum = createExactSum()
        for (const amount of amounts) sum.add(amount)
        const exact = amounts.reduce((total, amount) => total.plus(amount), new Big(0))
        expect(sum.value.eq(exact)).toBe(true)
        expect(sum.isBegun).toBe(amounts.length > 0)
      }),
    )
  })

  test('takes amounts for equal when they are, however they are written, and only then', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        expect(sameAmount(one) === sameAmount(other)).toBe(new Big(one).eq(other))
        expect(sameAmount(one)).toBe(sameAmount(`${one}${one.includes('.') ? '' : '.'}00`))
      }),
    )
  })

  test('is told with two decimals, and without a sign when it is nothing', () => {
    expect([new Big('10'), new Big('-0.5'), new Big('-0'), new Big('1.005')].map(moneyText)).toEqual([
      '10.00',
      '-0.50',
      '0.00',
      '1.005',
    ])
  })
})

describe('the clock of a register', () => {
  const clock = createRegisterClock('America/New_York')
  const at = (date: string, time: string): string =>
    new Date(clock.momentOf(Math.floor(Date.parse(`${date}T${time}Z`) / 1000))).toISOString()

  test('is read in the time zone of the store, in summer and in winter', () => {
    expect(at('2026-07-01', '12:00:00')).toBe('2026-07-01T16:00:00.000Z')
    expect(at('2026-12-01', '23:59:59')).toBe('2026-12-02T04:59:59.000Z')
  })

  test('is read right before and after it is set, and the hour that comes twice is the first one', () => {
    expect(at('2026-03-08', '01:59:00')).toBe('2026-03-08T06:59:00.000Z')
    expect(at('2026-03-08', '03:00:00')).toBe('2026-03-08T07:00:00.000Z')
    expect(at('2026-11-01', '00:59:00')).toBe('2026-11-01T04:59:00.000Z')
    expect(at('2026-11-01', '01:30:00')).toBe('2026-11-01T05:30:00.000Z')
    expect(at('2026-11-01', '02:00:00')).toBe('2026-11-01T07:00:00.000Z')
  })

  test('skips an hour on the day it is set forward, and on no other', () => {
    const midnight = dayNumber('2026-03-08') * daySeconds
    expect(clock.skippedOn('2026-03-08')).toEqual({ from: midnight + 2 * 3600, to: midnight + 3 * 3600 })
    expect(['2026-03-07', '2026-03-09', '2026-11-01'].map((date) => clock.skippedOn(date))).toEqual([null, null, null])
  })
})

describe('the opening hours around a date', () => {
  const hours = { mon: ['06:00-23:00'], tue: ['18:00-02:00'], wed: [], thu: ['00:00-24:00'], fri: [], sat: [], sun: [] }
  const h = 3600

  test('hold the spans of the day, of the evening before and of the day after', () => {
    // 2026-11-24 is a Tuesday.
    expect(openStretches('2026-11-24', hours)).toEqual([
      { from: -18 * h, to: -1 * h },
      { from: 18 * h, to: 26 * h },
    ])
    expect(openStretches('2026-11-25', hours)).toEqual([
      { from: -6 * h, to: 2 * h },
      { from: 24 * h, to: 48 * h },
    ])
  })

  test('say on which weekdays the store is closed', () => {
    expect(
      ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-29'].map((date) => isClosedWeekday(date, hours)),
    ).toEqual([false, false, true, true])
  })
})

describe('the registers a day should have files of', () => {
  const dates = (from: string, count: number, keep: (index: number) => boolean = () => true): string[] =>
    Array.from({ length: count }, (_, i) => dateAfter(from, i)).filter((_, i) => keep(i))

  test('are those that sold every day', () => {
    expect(expectedRegisters(new Map([['1', ['2026-11-02']]]), '2026-11-03')).toEqual(['1'])
    expect(expectedRegisters(new Map([['1', dates('2026-10-01', 30)]]), '2026-10-31')).toEqual(['1'])
  })

  test('are not those that begin later, or are switched on now and then', () => {
    const sold = new Map([
      ['1', dates('2026-10-01', 30)],
      ['2', dates('2026-10-01', 30, (i) => i % 3 === 0)],
      ['3', ['2026-11-05']],
    ])
    expect(expectedRegisters(sold, '2026-10-31')).toEqual(['1'])
  })

  test('are judged by the weekday once it is known', () => {
    // Closed on Sundays: 4, 11, 18 and 25 October 2026.
    const weekdays = dates('2026-10-01', 31, (i) => i % 7 !== 3)
    expect(expectedRegisters(new Map([['1', weekdays]]), '2026-11-01')).toEqual([])
    expect(expectedRegisters(new Map([['1', weekdays]]), '2026-11-02')).toEqual(['1'])
  })

  test('stay expected while the whole store is silent', () => {
    expect(expectedRegisters(new Map([['1', dates('2026-10-01', 20)]]), '2026-10-30')).toEqual(['1'])
  })
})

test('a register’s memory is known by the vendor its files name, and not guessed', () => {
  expect(['Gilbarco-VeederRoot', 'VeriFone', 'Bulloch', '', null].map(memoryDaysOf)).toEqual([7, 60, null, null, null])
})

describe('sentences', () => {
  test('write money as a manager reads it', () => {
    expect(['4812.55', '0', '-0.48', '1234567.5', '15.005'].map(dollars)).toEqual([
      '$4,812.55',
      '$0.00',
      '-$0.48',
      '$1,234,567.50',
      '$15.005',
    ])
  })

  test('say what the difference to the register’s total comes from', () => {
    const totals = { report: '4830.04', accepted: '4812.55', difference: '17.49' }
    expect(totalsSentence(totals, { sales: 1, amount: new Big('17.49'), missing: 0 })).toBe(
      'Sent $4,812.55 of $4,830.04: 1 sale not accepted.',
    )
    expect(totalsSentence(totals, { sales: 0, amount: new Big(0), missing: 2 })).toBe(
      'Sent $4,812.55 of $4,830.04: $17.49 is missing. Look at 2 missing transaction numbers.',
    )
    expect(totalsSentence({ ...totals, difference: '-3.00' }, { sales: 0, amount: new Big(0), missing: 0 })).toMatch(
      /\$3\.00 more than the register counted/,
    )
  })

  test('say of a gap whether it is sure', () => {
    const gap = { after: '0041', before: '0043', missing: 1 }
    expect(gapSentence({ ...gap, confidence: 'high' })).toBe('1 transaction number is missing between 0041 and 0043.')
    expect(gapSentence({ ...gap, missing: 2, confidence: 'low' })).toMatch(
      /^2 transaction numbers are missing .* to be sure\.$/,
    )
  })
})
