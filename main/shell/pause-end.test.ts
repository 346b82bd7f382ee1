import { expect, test } from 'vitest'
import { pauseEnd } from './pause-end.ts'

const zone = 'America/New_York'

test.each([
  ['in the afternoon', '2026-11-20T20:00:00Z', '2026-11-21T11:00:00.000Z'],
  ['at one in the morning', '2026-11-20T06:00:00Z', '2026-11-20T11:00:00.000Z'],
  ['at six sharp', '2026-11-20T11:00:00Z', '2026-11-21T11:00:00.000Z'],
  ['before the night in which the clock goes forward', '2027-03-13T22:00:00Z', '2027-03-14T10:00:00.000Z'],
  ['before the night in which the clock goes back', '2026-10-31T22:00:00Z', '2026-11-01T11:00:00.000Z'],
])('a pause until the morning, asked for %s, ends at the store’s next six o’clock', (_, now, end) => {
  expect(new Date(pauseEnd('pause-until-morning', Date.parse(now), zone)).toISOString()).toBe(end)
})

test('a pause of an hour ends after an hour', () => {
  expect(pauseEnd('pause-hour', 1000, zone)).toBe(3_601_000)
})
