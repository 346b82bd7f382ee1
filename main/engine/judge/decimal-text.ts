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
export const readDecimal = (written: string): DecimalText | null => {
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

/** The exact sum, with as many decimals as the most exact of the amounts. */
export const addDecimals = (left: DecimalText, right: DecimalText): DecimalText => {
  const sum = new Big(left).plus(right)
  return (sum.eq(0) ? sum.abs() : sum).toFixed(Math.max(decimalsOf(left), decimalsOf(right)))
}
