import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { createStoreClock } from './store-clock.ts'

test('a time is the store’s, also around the hours in which its clocks change', () => {
  const clock = createStoreClock('America/New_York')
  expect(clock(Date.parse('2026-03-08T06:59:59Z'))).toBe('2026-03-08 01:59:59')
  expect(clock(Date.parse('2026-03-08T07:00:00Z'))).toBe('2026-03-08 03:00:00')
  expect(clock(Date.parse('2026-11-01T05:30:00Z'))).toBe('2026-11-01 01:30:00')
  expect(clock(Date.parse('2026-11-01T06:30:00Z'))).toBe('2026-11-01 01:30:00')
  expect(clock(null)).toBeNull()
})

test('a time is the one the calendar library tells, in any zone', () => {
  const zones = ['America/New_York', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham']
  const moment = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, (zone, ms) => {
      const told = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime()
      expect(createStoreClock(zone)(ms)).toBe(told.toString({ smallestUnit: 'second' }).replace('T', ' '))
    }),
  )
})
