// Money as decimal text: never a floating-point number (twelve facts, 8). Pure.

import { Big } from 'big.js'
import type { DecimalText } from '../../../contract/vocabulary.ts'

/** Far more digits than any register writes, and few enough to add quickly. */
const longest = 40
const plainDecimal = /^([+-]?)0*(\d*)(?:\.(\d*))?$/

/**
 * A written amount as decimal text: ".98" → "0.98", "+5" → "5", "007.50" → "7.50"; the number of decimals stays. A
 * zero has no sign. Null when it is not a plain decimal number: "1,25", "1e5", "".
 */
export const readDecimal = (written: string): DecimalText | null =>
  isDecimalText(written) ? written : parseDecimal(written)

/** Whether it is written as decimal text already, as nearly all amounts are: "12.50", "0.98", "70". */
const isDecimalText = (written: string): boolean => {
  const { length } = written
  if (length === 0 || length > longest) return false
  const first = written.charCodeAt(0)
  const second = written.charCodeAt(1)
  // A sign, or a zero before another digit, is for the other way.
  if (first < 0x30 || first > 0x39 || (first === 0x30 && length > 1 && second !== 0x2e)) return false
  let points = 0
  for (let index = 1; index < length; index += 1) {
    const code = written.charCodeAt(index)
    if (code === 0x2e) points += 1
    else if (code < 0x30 || code > 0x39) return false
  }
  return points === 0 || (points === 1 && written.charCodeAt(length - 1) !== 0x2e)
}

const parseDecimal = (written: string): DecimalText | null => {
  const text = written.trim()
  const [, sign, whole = '', decimals] = plainDecimal.exec(text) ?? []
  if (sign === undefined || text.length > longest || !/\d/.test(text)) return null
  const amount = `${whole === '' ? '0' : whole}${decimals === undefined || decimals === '' ? '' : `.${decimals}`}`
  return sign === '-' && /[1-9]/.test(amount) ? `-${amount}` : amount
}

const decimalsOf = (amount: DecimalText): number => {
  const point = amount.indexOf('.')
  return point < 0 ? 0 : amount.length - point - 1
}

/** A number as decimal text, with as many decimals as the most exact of the amounts it comes from. */
export const decimalText = (value: Big, ...from: readonly DecimalText[]): DecimalText =>
  (value.eq(0) ? value.abs() : value).toFixed(Math.max(...from.map(decimalsOf)))

/** The exact sum, with as many decimals as the most exact of the amounts. */
export const addDecimals = (left: DecimalText, right: DecimalText): DecimalText =>
  decimalText(new Big(left).plus(right), left, right)
