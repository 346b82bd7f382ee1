import { beforeAll, expect, test } from 'vitest'
import { speak } from '../words/say.ts'
import { formatMoney, hideAmounts } from './money.ts'

beforeAll(() => speak())

test('amounts get their sign, groups and two decimals', () => {
  expect(formatMoney('18204.11')).toBe('$18,204.11')
  expect(formatMoney('61131.62')).toBe('$61,131.62')
  expect(formatMoney('0')).toBe('$0.00')
  expect(formatMoney('-0.48')).toBe('-$0.48')
})

test('an amount beyond what a binary number can hold keeps every cent', () => {
  expect(formatMoney('9007199254740993.01')).toBe('$9,007,199,254,740,993.01')
  expect(formatMoney('0.1')).toBe('$0.10')
})

test('a third decimal is rounded on the decimal text: 1.005 is one dollar and one cent', () => {
  expect(formatMoney('1.005')).toBe('$1.01')
  expect(formatMoney('2.675')).toBe('$2.68')
})

test('nothing is an en dash, and what is no number is shown as it is', () => {
  expect(formatMoney(null)).toBe('–')
  expect(formatMoney('1,25')).toBe('1,25')
  expect(formatMoney('')).toBe('')
})

test('hidden amounts are words, whatever they were; nothing stays nothing', () => {
  hideAmounts(true)
  expect([formatMoney('18204.11'), formatMoney('12x'), formatMoney(null)]).toEqual([
    'amount hidden',
    'amount hidden',
    '–',
  ])
  hideAmounts(false)
  expect(formatMoney('18204.11')).toBe('$18,204.11')
})
