import { describe, expect, test } from 'vitest'
import type { DayVerdict, SalesDayCell, SalesMonth } from '../../../../contract/sales-days.ts'
import { addMonths, datesOf, dayToOpen, isDay, isMonth, movedDay, sameDayIn, weeksOf } from './month-grid.ts'

describe('a month', () => {
  test('has its own number of days, in weeks that begin on Sunday', () => {
    expect(datesOf('2026-02')).toHaveLength(28)
    expect(datesOf('2028-02').at(-1)).toBe('2028-02-29')
    const november = weeksOf('2026-11')
    expect(november).toHaveLength(5)
    expect(november[0]?.[0]).toBe('2026-11-01')
    expect(november.at(-1)).toEqual(['2026-11-29', '2026-11-30', null, null, null, null, null])
    // February 2026 is four whole weeks; August 2026 begins on a Saturday and needs six.
    expect(weeksOf('2026-02')).toHaveLength(4)
    expect(weeksOf('2026-08')).toHaveLength(6)
    expect(weeksOf('2026-08')[0]?.slice(0, 6)).toEqual([null, null, null, null, null, null])
  })

  test('follows and precedes others over the turn of a year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(addMonths('2026-01', -13)).toBe('2024-12')
    expect(sameDayIn('2026-01-31', '2026-02')).toBe('2026-02-28')
  })

  test('and a day are told from what only looks like one', () => {
    expect(['2026-11', '2026-13', '2026-1', '', null].map(isMonth)).toEqual([true, false, false, false, false])
    expect(['2026-11-30', '2026-11-31', '2026-02-29', 'today', undefined].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('the keys of the calendar', () => {
  const last = '2026-11-30'
  test.each([
    ['ArrowLeft', false, '2026-11-01', '2026-10-31'],
    ['ArrowRight', false, '2026-11-18', '2026-11-19'],
    ['ArrowUp', false, '2026-11-03', '2026-10-27'],
    ['ArrowDown', false, '2026-11-03', '2026-11-10'],
    ['Home', false, '2026-11-18', '2026-11-15'],
    ['End', false, '2026-11-18', '2026-11-21'],
    ['Home', false, '2026-10-02', '2026-10-01'],
    ['End', false, '2026-09-30', '2026-09-30'],
    ['Home', true, '2026-11-18', '2026-11-01'],
    ['End', true, '2026-11-18', '2026-11-30'],
    ['PageUp', false, '2026-03-31', '2026-02-28'],
    ['PageDown', false, '2026-01-31', '2026-02-28'],
  ])('%s (Ctrl %s) from %s leads to %s', (key, ctrl, from, to) => {
    expect(movedDay(key, ctrl, from, last)).toBe(to)
  })

  test('never lead into a month that has not come', () => {
    expect(movedDay('PageDown', false, '2026-11-18', last)).toBe('2026-11-18')
    expect(movedDay('ArrowRight', false, '2026-11-30', last)).toBe('2026-11-30')
    expect(movedDay('ArrowDown', false, '2026-11-28', last)).toBe('2026-11-28')
  })

  test('that are not the calendar’s are left alone', () => {
    for (const key of ['Enter', ' ', 'Tab', 'a', 'F5', 'Escape'])
      expect(movedDay(key, false, '2026-11-18', last)).toBeNull()
  })
})

describe('the day that is shown when none was asked for', () => {
  const cell = (date: string, verdict: DayVerdict): SalesDayCell => ({
    date,
    verdict,
    files: 1,
    accepted: 1,
    refused: 0,
    waiting: 0,
    amount: null,
    sentence: null,
    markedClosed: false,
    beforeFirst: false,
    hours: 24,
  })
  const month = (...days: SalesDayCell[]): SalesMonth => ({ month: '2026-11', today: '2026-11-21', days })

  test('is the newest that needs someone, before a newer possible gap', () => {
    const days = [cell('2026-11-03', 'needs-you'), cell('2026-11-05', 'needs-you'), cell('2026-11-18', 'possible-gap')]
    expect(dayToOpen(month(...days))).toBe('2026-11-05')
    expect(dayToOpen(month(...days.slice(2)))).toBe('2026-11-18')
  })

  test('is today in this month and the last day of any other', () => {
    expect(dayToOpen(month(cell('2026-11-20', 'accepted')))).toBe('2026-11-21')
    expect(dayToOpen({ month: '2026-10', today: '2026-11-21', days: [] })).toBe('2026-10-31')
  })
})
