import { Big } from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DecimalSum } from './decimal-sum.ts'
import { readDecimal } from './decimal-text.ts'

const sumOf = (amounts: readonly string[]): string => {
  const sum = new DecimalSum()
  for (const amount of amounts) sum.add(amount)
  return sum.text
}

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['70', '20.4'], '90.4'],
  [['5.00', '-5.00'], '0.00'],
  [['-0.48'], '-0.48'],
  [['15.0000', '.98'], '15.9800'],
  [['9007199254740991', '1'], '9007199254740992'],
  [['0.0000001', '1'], '1.0000001'],
  [['999999999999999', '999999999999999', '0.000001'], '1999999999999998.000001'],
])('%j come to %s', (amounts, sum) => {
  expect(sumOf(amounts.map((amount) => readDecimal(amount) ?? 'NaN'))).toBe(sum)
})

test('whatever is added, the sum is that of big.js, with the most decimals that were written', () => {
  const amount = fc
    .tuple(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 29 }),
    )
    .map(([value, decimals, smaller]) => {
      const digits = (value / 10n ** BigInt(smaller)).toString()
      const written = digits.replace('-', '').padStart(decimals + 1, '0')
      const point = written.length - decimals
      const text = decimals === 0 ? written : `${written.slice(0, point)}.${written.slice(point)}`
      return readDecimal(digits.startsWith('-') ? `-${text}` : text) ?? ''
    })
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 30 }), (amounts) => {
      const expected = amounts.reduce((sum, each) => sum.plus(each), new Big(0))
      const decimals = Math.max(0, ...amounts.map((each) => each.split('.')[1]?.length ?? 0))
      expect(sumOf(amounts)).toBe((expected.eq(0) ? expected.abs() : expected).toFixed(decimals))
    }),
    { numRuns: 1000 },
  )
})

test('is empty again after a reset', () => {
  const sum = new DecimalSum()
  sum.add('123456789012345678.123456789')
  sum.reset()
  sum.add('1.5')
  expect(sum.text).toBe('1.5')
})
