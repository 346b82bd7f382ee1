// DST in New York 2026: 8 March (02:00 → 03:00), 1 November (02:00 → 01:00).

import { describe, expect, test } from 'vitest'
import {
  businessDateAt,
  calendarDate,
  dateAfter,
  hourOfDay,
  reportTime,
  startOfDate,
  weekdayAndTime,
} from './store-time.ts'
import { timestampFrom, timestampOrNull } from './timestamp.ts'

const newYork = 'America/New_York'
const at = (text: string): number => Date.parse(text)

describe('the business date at a moment', () => {
  test.each([
    // moment, end of day, date
    ['2026-11-20T04:59:59Z', '00:00', '2026-11-19'],
    ['2026-11-20T05:00:00Z', '00:00', '2026-11-20'],
    ['2026-11-20T06:59:59Z', '02:00', '2026-11-19'],
    ['2026-11-20T07:00:00Z', '02:00', '2026-11-20'],
    ['2026-11-21T03:49:59Z', '22:50', '2026-11-20'],
    ['2026-11-21T03:50:00Z', '22:50', '2026-11-21'],
    ['2026-11-20T15:00:00Z', '22:50', '2026-11-20'],
    ['2026-12-31T23:00:00Z', '12:00', '2027-01-01'],
    // The night of the longer day: 01:30 comes twice, both before 02:00.
    ['2026-11-01T05:30:00Z', '02:00', '2026-10-31'],
    ['2026-11-01T06:30:00Z', '02:00', '2026-10-31'],
    ['2026-11-01T07:00:00Z', '02:00', '2026-11-01'],
    // The night of the shorter day: 02:00 does not come at all.
    ['2026-03-08T06:59:00Z', '02:00', '2026-03-07'],
    ['2026-03-08T07:00:00Z', '02:00', '2026-03-08'],
  ])('%s with a day that ends at %s is %s', (moment, ends, date) => {
    expect(businessDateAt(at(moment), newYork, ends)).toBe(date)
  })
})

describe('the time of a connection report', () => {
  test.each([
    ['2025-02-21T13:00:03.999Z', newYork, '2025-02-21T08:00:03-0500'],
    ['2026-03-08T06:59:59Z', newYork, '2026-03-08T01:59:59-0500'],
    ['2026-03-08T07:00:00Z', newYork, '2026-03-08T03:00:00-0400'],
    ['2026-11-01T05:30:00Z', newYork, '2026-11-01T01:30:00-0400'],
    ['2026-11-01T06:30:00Z', newYork, '2026-11-01T01:30:00-0500'],
    ['2026-06-01T00:00:00Z', 'UTC', '2026-06-01T00:00:00+0000'],
    ['2026-06-01T00:00:00Z', 'Asia/Kolkata', '2026-06-01T05:30:00+0530'],
    ['2026-06-01T00:00:00Z', 'Pacific/Honolulu', '2026-05-31T14:00:00-1000'],
  ])('of %s in %s is %s', (moment, zone, text) => {
    expect(reportTime(at(moment), zone)).toBe(text)
  })
})

test('a day of the store begins at its own midnight, also where that midnight does not exist', () => {
  expect(timestampFrom(startOfDate('2026-11-20', newYork))).toBe('2026-11-20T05:00:00.000Z')
  expect(timestampFrom(startOfDate('2026-06-20', newYork))).toBe('2026-06-20T04:00:00.000Z')
  // In Santiago the clocks go from 24:00 to 01:00.
  expect(timestampFrom(startOfDate('2026-09-06', 'America/Santiago'))).toBe('2026-09-06T04:00:00.000Z')
})

test('the longer and the shorter day have 25 and 23 hours', () => {
  const hours = (date: string): number =>
    (startOfDate(dateAfter(date, 1), newYork) - startOfDate(date, newYork)) / 3600_000
  expect(hours('2026-11-01')).toBe(25)
  expect(hours('2026-03-08')).toBe(23)
  expect(hours('2026-07-04')).toBe(24)
})

test('date, hour, weekday and time are those of the store, not of this PC', () => {
  const moment = at('2026-11-23T03:05:00Z')
  expect(calendarDate(moment, newYork)).toBe('2026-11-22')
  expect(hourOfDay(moment, newYork)).toBe(22)
  expect(weekdayAndTime(moment, newYork)).toEqual({ weekday: 7, time: '22:05' })
  expect(weekdayAndTime(moment, 'UTC')).toEqual({ weekday: 1, time: '03:05' })
})

test('dates move over the ends of months and years', () => {
  expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01')
  expect(dateAfter('2028-03-01', -1)).toBe('2028-02-29')
})

test('times for people and machines are RFC 3339 in UTC with milliseconds', () => {
  expect(timestampFrom(1_700_000_000_001)).toBe('2023-11-14T22:13:20.001Z')
  expect(timestampOrNull(null)).toBeNull()
  expect(timestampOrNull(0)).toBe('1970-01-01T00:00:00.000Z')
})
