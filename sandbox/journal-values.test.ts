import { describe, expect, test } from 'vitest'
import { isTime, readDate, readDecimal } from './journal-values.ts'

describe('journal values', () => {
  test.each([
    ['.98', '0.98'],
    ['-.48', '-0.48'],
    ['70', '70'],
    ['15.0000', '15'],
    ['20.4', '20.4'],
    ['+3.10', '3.1'],
    ['0', '0'],
    ['5.', '5'],
  ])('reads %s as the decimal %s', (text, value) => {
    expect(readDecimal(text)?.toFixed()).toBe(value)
  })

  test.each([
    '1,25',
    '$1.25',
    '1e3',
    '1.2.3',
    '.',
    '-',
    '',
    ' 1',
    '1 ',
    '--1',
    'NaN',
    'Infinity',
    '0x10',
    '١',
    '9'.repeat(25),
  ])('does not take %j for a decimal', (text) => {
    expect(readDecimal(text)).toBeNull()
  })

  test('keeps money exact where binary fractions do not', () => {
    const sum = readDecimal('0.1')?.plus(readDecimal('0.2') ?? 0)
    expect(sum?.toFixed()).toBe('0.3')
  })

  test.each([
    ['2026-11-20', '2026-11-20'],
    ['2100-01-01', '2100-01-01'],
    ['2021-07-03T', '2021-07-03'],
    ['2021-07-03T00:00:00-07:00', '2021-07-03'],
    ['2021-07-03T00:00:00Z', '2021-07-03'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2021-07-03-07:00', '2021-07-03'],
  ])('reads the date %s', (text, day) => {
    expect(readDate(text)).toBe(day)
  })

  test.each([
    '2026-02-29',
    '2025-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '11/20/2026',
    '2026-11-20 ',
    '20261120',
    '2026-11-20T9:00',
  ])('does not take %j for a date', (text) => {
    expect(readDate(text)).toBeNull()
  })

  test('takes times with and without an offset, and none there is not', () => {
    expect(
      ['00:00:00', '23:59:59', '24:00:00', '16:13:40-07:00', '16:13:40.123Z'].filter((text) => !isTime(text)),
    ).toEqual([])
    expect(['24:00:01', '16:60:00', '16:13', '4:13:40', '16:13:40-0700', '16:13:40-15:00'].filter(isTime)).toEqual([])
  })
})
