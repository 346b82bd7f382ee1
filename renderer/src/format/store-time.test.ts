import { beforeAll, describe, expect, test } from 'vitest'
import { speak } from '../words/say.ts'
import {
  addDays,
  formatAgo,
  formatClock,
  formatDay,
  formatDuration,
  formatExact,
  formatHour,
  formatIn,
  formatMoment,
  formatMomentShort,
  HOUR_MS,
  instantInZone,
  storeDay,
  zonesDiffer,
} from './store-time.ts'

const zone = 'America/New_York'
const now = Date.parse('2026-11-21T19:43:20.000Z')
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

beforeAll(() => speak())

describe('clock times', () => {
  test('are those of the store, whatever the zone of this computer', () => {
    expect(plain(formatClock('2026-11-21T19:41:00.000Z', zone))).toBe('2:41 PM')
    expect(plain(formatClock('2026-11-21T19:41:00.000Z', 'Pacific/Honolulu'))).toBe('9:41 AM')
  })

  test('never break between the number and its half of the day', () => {
    expect(formatClock('2026-11-21T19:41:00.000Z', zone)).toBe('2:41\u00a0PM')
  })

  test('that are nothing or no time give an en dash and do not throw', () => {
    expect(formatClock(null, zone)).toBe('–')
    expect(formatClock('yesterday', zone)).toBe('–')
    expect(formatAgo('', zone, now)).toBe('–')
    expect(formatExact('2026-13-40', zone)).toBe('–')
  })
})

describe('days', () => {
  test('are those of the store: eleven at night in New York is not yet the next day', () => {
    expect(storeDay('2026-11-22T04:59:59.999Z', zone)).toBe('2026-11-21')
    expect(storeDay('2026-11-22T05:00:00.000Z', zone)).toBe('2026-11-22')
  })

  test('are counted on the calendar, over the ends of months, leap days and the change of clocks', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-08', 1)).toBe('2026-03-09')
    expect(addDays('2026-11-01', -1)).toBe('2026-10-31')
  })

  test('are written short, long and with the year', () => {
    expect(formatDay('2026-11-20')).toBe('Fri 20 Nov')
    expect(formatDay('2026-11-20', 'long')).toBe('Friday 20 November')
    expect(formatDay('2026-11-20', 'with-year')).toBe('Fri 20 Nov 2026')
    expect(formatDay(null)).toBe('–')
    expect(formatDay('soon')).toBe('soon')
  })
})

describe('moments', () => {
  test('say the time alone today, with the day on another day, with the year in another year', () => {
    expect(plain(formatMoment('2026-11-21T14:02:00.000Z', zone, now))).toBe('9:02 AM')
    expect(plain(formatMoment('2026-11-21T01:21:00.000Z', zone, now))).toBe('Fri 20 Nov, 8:21 PM')
    expect(plain(formatMoment('2025-11-21T14:02:00.000Z', zone, now))).toBe('Fri 21 Nov 2025, 9:02 AM')
    expect(plain(formatMomentShort('2026-11-21T01:21:00.000Z', zone, now))).toBe('Fri 20 Nov')
  })

  test.each([
    [0, '0 s ago'],
    [20_000, '20 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [59 * 60_000 + 59_999, '59 min ago'],
    [3_600_000, '1:43 PM'],
    [20 * 3_600_000, 'Fri 20 Nov, 6:43 PM'],
  ])('%d ms ago is "%s"', (age, words) => {
    expect(plain(formatAgo(now - age, zone, now))).toBe(words)
  })

  test('of the future are not told as a negative age', () => {
    expect(formatAgo(now + 5000, zone, now)).toBe('0 s ago')
    expect(formatIn(now - 5000, zone, now)).toBe('in 0 s')
  })

  test('to come are counted down, then told by the clock', () => {
    expect(formatIn(now + 9500, zone, now)).toBe('in 10 s')
    expect(formatIn(now + 240_000, zone, now)).toBe('in 4 min')
    expect(plain(formatIn(now + 3_600_000, zone, now))).toBe('3:43 PM')
  })

  test('have an exact form with seconds and zone', () => {
    expect(plain(formatExact('2026-11-21T19:41:07.000Z', zone))).toBe('Sat 21 Nov 2026, 2:41:07 PM EST')
    expect(plain(formatExact('2026-07-21T19:41:07.000Z', zone))).toBe('Tue 21 Jul 2026, 3:41:07 PM EDT')
  })
})

test('durations are told in the largest units that matter', () => {
  expect(formatDuration(40_000)).toBe('40 s')
  expect(formatDuration(36 * 60_000)).toBe('36 min')
  expect(formatDuration(5 * HOUR_MS + 41 * 60_000)).toBe('5 h 41 min')
  expect(formatDuration(72 * HOUR_MS)).toBe('3 days')
  expect(formatDuration(-5)).toBe('0 s')
})

test('zones differ when their clocks do, now or in half a year, and not by name alone', () => {
  expect(zonesDiffer(zone, zone, now)).toBe(false)
  expect(zonesDiffer(zone, 'America/Detroit', now)).toBe(false)
  expect(zonesDiffer(zone, 'America/Chicago', now)).toBe(true)
  // The same clock in winter, another one in summer.
  expect(zonesDiffer('America/Denver', 'America/Phoenix', now)).toBe(true)
})

test('hours of an axis say their half of the day only where asked', () => {
  expect(plain(formatHour(6, true))).toBe('6 AM')
  expect(plain(formatHour(12, true))).toBe('12 PM')
  expect(formatHour(21, false)).toBe('9')
})

describe('the instant of a clock time in the store', () => {
  test('follows the zone, in winter and in summer', () => {
    expect(new Date(instantInZone('2026-11-22', 6, zone)).toISOString()).toBe('2026-11-22T11:00:00.000Z')
    expect(new Date(instantInZone('2026-07-22', 6, zone)).toISOString()).toBe('2026-07-22T10:00:00.000Z')
    expect(new Date(instantInZone('2026-07-22', 6, 'Asia/Kolkata')).toISOString()).toBe('2026-07-22T00:30:00.000Z')
  })

  test('that comes twice is the first one, and one that is skipped lies after the gap', () => {
    expect(new Date(instantInZone('2026-11-01', 1, zone)).toISOString()).toBe('2026-11-01T05:00:00.000Z')
    expect(new Date(instantInZone('2026-03-08', 2, zone)).toISOString()).toBe('2026-03-08T07:00:00.000Z')
  })
})
