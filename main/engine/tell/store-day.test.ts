import { describe, expect, test } from 'vitest'
import { countPerHour, startOfStoreDay, storeDateAt, storeDaySpan } from './store-day.ts'

const newYork = (businessDayEnds: string) => ({ timeZone: 'America/New_York', businessDayEnds })
const iso = (ms: number): string => new Date(ms).toISOString()

describe("the store's day", () => {
  test('begins at midnight of the store, not of this PC', () => {
    expect(iso(startOfStoreDay('2026-11-20', newYork('00:00')))).toBe('2026-11-20T05:00:00.000Z')
  })

  test('that ends after midnight begins then too, on the date it is called by', () => {
    const { from, to } = storeDaySpan('2026-11-20', newYork('02:30'))
    expect([iso(from), iso(to)]).toEqual(['2026-11-20T07:30:00.000Z', '2026-11-21T07:30:00.000Z'])
  })

  test('that ends in the evening began the evening before', () => {
    const { from, to } = storeDaySpan('2026-11-20', newYork('22:50'))
    expect([iso(from), iso(to)]).toEqual(['2026-11-20T03:50:00.000Z', '2026-11-21T03:50:00.000Z'])
  })

  test('has 25 hours when the clock is put back and 23 when it is put forward', () => {
    const hours = (date: string): number => {
      const { from, to } = storeDaySpan(date, newYork('00:00'))
      return (to - from) / 3_600_000
    }
    expect([hours('2026-11-01'), hours('2026-03-08'), hours('2026-11-20')]).toEqual([25, 23, 24])
  })

  test.each(['00:00', '02:30', '22:50', '11:59', '12:00'])(
    'is the inverse of the date of a moment (ends %s)',
    (ends) => {
      const calendar = newYork(ends)
      for (let at = Date.UTC(2026, 9, 30); at < Date.UTC(2026, 10, 3); at += 37 * 60_000) {
        const { from, to } = storeDaySpan(storeDateAt(at, calendar), calendar)
        expect(at >= from && at < to, `${iso(at)} within ${iso(from)} to ${iso(to)}`).toBe(true)
      }
    },
  )

  test("counts files by the hour on the store's wall, also where zones are off by a quarter", () => {
    const at = (text: string): number => Date.parse(text)
    const perHour = countPerHour(
      [at('2026-11-20T05:00:00Z'), at('2026-11-20T05:59:59Z'), at('2026-11-20T23:10:00Z')],
      'America/New_York',
    )
    expect(perHour).toHaveLength(24)
    expect([perHour[0], perHour[18], perHour.reduce((a, b) => a + b)]).toEqual([2, 1, 3])
    expect(countPerHour([at('2026-11-20T18:14:59Z'), at('2026-11-20T18:15:00Z')], 'Asia/Kathmandu').slice(22)).toEqual([
      0, 1,
    ])
  })
})
