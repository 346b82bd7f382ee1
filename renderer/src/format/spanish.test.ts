import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { say, speak } from '../words/say.ts'
import { formatMonth, weekdayNames } from './calendar.ts'
import { formatClockRange } from './clock-reading.ts'
import { formatMoney } from './money.ts'
import { formatCount, formatSize } from './quantity.ts'
import {
  formatAgo,
  formatClock,
  formatDay,
  formatDuration,
  formatExact,
  formatHour,
  formatMoment,
  zoneName,
} from './store-time.ts'

const zone = 'America/New_York'
const now = Date.parse('2026-11-21T19:50:20.000Z')
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

beforeAll(() => speak('es-US'))
afterAll(() => speak())

describe('in the Spanish of the United States', () => {
  test('money has the dollar sign in front, commas between thousands and a point before cents', () => {
    expect(formatMoney('61131.62')).toBe('$61,131.62')
    expect(formatMoney('-1631.7')).toBe('-$1,631.70')
    expect(formatCount(1284)).toBe('1,284')
    expect(formatSize(5_120_000)).toBe('5.1 MB')
  })

  test('the clock has twelve hours and says "p. m.", never broken over two lines', () => {
    expect(formatClock('2026-11-21T19:50:00.000Z', zone)).toBe('2:50\u00a0p.\u00a0m.')
    expect(plain(formatClock('2026-11-21T13:05:00.000Z', zone))).toBe('8:05 a. m.')
    expect(plain(formatClockRange(20 * 60 + 5, 20 * 60 + 20))).toBe('8:05–8:20 p. m.')
    expect(plain(formatHour(14, true))).toBe('2 p. m.')
  })

  test('a sentence that ends with a time ends with one full stop', () => {
    const time = formatClock('2026-11-21T19:50:00.000Z', zone)
    expect(plain(say('problem.noInternet.title', { time, n: 0 }))).toBe('Sin internet desde 2:50 p. m.')
    expect(plain(say('app.starting'))).toBe('Iniciando…')
  })

  test('days are written as one says them', () => {
    expect(formatDay('2026-11-20')).toBe('vie 20 nov')
    expect(formatDay('2026-11-20', 'long')).toBe('viernes 20 de noviembre')
    expect(formatDay('2026-11-20', 'with-year')).toBe('vie 20 nov 2026')
    expect(formatMonth('2026-11')).toBe('noviembre de 2026')
    expect(weekdayNames('long')[0]).toBe('domingo')
  })

  test('moments, ages and durations follow the store’s clock', () => {
    expect(plain(formatMoment('2026-11-21T01:21:00.000Z', zone, now))).toBe('vie 20 nov, 8:21 p. m.')
    expect(formatAgo(now - 120_000, zone, now)).toBe('hace 2 min')
    expect(formatDuration(72 * 3_600_000)).toBe('3 días')
    expect(plain(formatExact('2026-11-21T19:41:07.000Z', zone))).toMatch(/^sáb 21 nov 2026, 2:41:07 p\. m\. /)
    expect(zoneName(zone, now)).toBe('hora oriental')
  })
})
