import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDecimals, readDecimal } from './decimal-text.ts'

describe('decimal text', () => {
  test.each([
    ['.98', '0.98'],
    ['-.48', '-0.48'],
    ['+5', '5'],
    ['70', '70'],
    ['20.4', '20.4'],
    ['15.0000', '15.0000'],
    ['  3.00\n', '3.00'],
    ['5.', '5'],
    ['007.50', '7.50'],
    ['00', '0'],
    ['-0.00', '0.00'],
    ['-.00', '0.00'],
    ['9999999999999999999999.99', '9999999999999999999999.99'],
  ])('the amount %j reads as %j', (written, amount) => {
    expect(readDecimal(written)).toBe(amount)
  })

  test.each([
    '',
    ' ',
    '.',
    '-',
    '1,25',
    '1.234,50',
    '1e5',
    '0x10',
    '1 000',
    '$5.00',
    '5.0.0',
    '--5',
    'NaN',
    '٣',
    '1'.repeat(41),
  ])('%j is no plain decimal number', (written) => {
    expect(readDecimal(written)).toBeNull()
  })

  test('a sum is exact and keeps the number of decimals of its most exact part', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(addDecimals('5.00', '-2.47')).toBe('2.53')
    expect(addDecimals('20.4', '15.0000')).toBe('35.4000')
    expect(addDecimals('0.30', '-0.30')).toBe('0.00')
  })

  test('a sum of cents is the sum of whole numbers, whatever the order', () => {
    const cents = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(cents, (amounts) => {
        const texts = amounts.map((cent) =>
          readDecimal(
            `${cent < 0 ? '-' : ''}${Math.floor(Math.abs(cent) / 100)}.${String(Math.abs(cent) % 100).padStart(2, '0')}`,
          ),
        )
        const total = texts.reduce((sum, text) => addDecimals(sum ?? '0', text ?? 'not read'), '0.00')
        const whole = amounts.reduce((sum, cent) => sum + cent, 0)
        expect(Number(total?.replace('.', ''))).toBe(whole)
      }),
    )
  })
})
