import { describe, expect, test } from 'vitest'
import { readDate, readTime } from './written-time.ts'

describe('dates and times as registers write them', () => {
  test.each([
    ['2025-12-08', '2025-12-08'],
    ['2021-07-03T', '2021-07-03'],
    ['2021-07-03T00:00:00-07:00', '2021-07-03'],
    ['2021-07-03Z', '2021-07-03'],
    ['2021-07-03-0500', '2021-07-03'],
    [' 2024-02-29\n', '2024-02-29'],
  ])('the date %j reads as %j, whatever the zone', (written, date) => {
    expect(readDate(written)).toBe(date)
  })

  test.each([
    '',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '20251208',
    '12/08/2025',
    '2025-1-5',
    '1970-01-01',
    '2100-01-01',
    'today',
  ])('%j is no plausible calendar date', (written) => {
    expect(readDate(written)).toBeNull()
  })

  test.each([
    ['13:30:45', '13:30:45'],
    ['16:13:40-07:00', '16:13:40'],
    ['16:13:40.250', '16:13:40'],
    ['07:05', '07:05:00'],
    ['23:59:59Z', '23:59:59'],
  ])('the time %j reads as %j, not moved to another zone', (written, time) => {
    expect(readTime(written)).toBe(time)
  })

  test.each(['', '24:00:00', '12:60:00', '12:00:61', '7:05', '120000', 'noon'])('%j is no time of day', (written) => {
    expect(readTime(written)).toBeNull()
  })
})
