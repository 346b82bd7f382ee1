// Adds decimal texts exactly and fast: a month has tens of thousands of amounts. Amounts of up to four decimals, which is
// all of them but oddities, are added as whole ten-thousandths, which stay exact far beyond any store's sales; the rest by
// big.js. Never floating point.

import { Big } from 'big.js'
import type { DecimalText } from '../../../../contract/vocabulary.ts'

const unit = 10_000
const mostDecimals = 4
const mostDigits = 9
/** A sum in ten-thousandths is handed over before it could lose a digit. */
const safe = Number.MAX_SAFE_INTEGER / 4

/** Whole ten-thousandths of an amount; null for one with more digits. Read by hand: a month has tens of thousands. */
export const tenThousandths = (amount: DecimalText): number | null => {
  const isNegative = amount.startsWith('-')
  let value = 0
  let whole = 0
  let decimals = -1
  for (let i = isNegative ? 1 : 0; i < amount.length; i += 1) {
    const code = amount.charCodeAt(i)
    if (code === 46 && decimals < 0) decimals = 0
    else if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48
      if (decimals < 0) whole += 1
      else decimals += 1
    } else return null
  }
  if (whole === 0 || whole > mostDigits || decimals > mostDecimals) return null
  for (let missing = mostDecimals - Math.max(0, decimals); missing > 0; missing -= 1) value *= 10
  return isNegative && value !== 0 ? -value : value
}

/** The amount in a form in which equal amounts are equal texts: "10", "10.00" and "10.0" are one. */
export const sameAmount = (amount: DecimalText): string => {
  const quick = tenThousandths(amount)
  if (quick !== null) return String(quick)
  const shortest = new Big(amount).toFixed()
  const again = tenThousandths(shortest)
  return again === null ? `= ${shortest}` : String(again)
}

export interface ExactSum {
  add(amount: DecimalText): void
  /** True once something was added. */
  readonly isBegun: boolean
  /** The sum so far. */
  readonly value: Big
}

export const createExactSum = (): ExactSum => {
  let quick = 0
  let rest = new Big(0)
  let begun = false
  return {
    add: (amount) => {
      begun = true
      const value = tenThousandths(amount)
      if (value === null) rest = rest.plus(amount)
      else quick += value
      if (Math.abs(quick) > safe) {
        rest = rest.plus(new Big(quick).div(unit))
        quick = 0
      }
    },
    get isBegun() {
      return begun
    },
    get value() {
      return rest.plus(new Big(quick).div(unit))
    },
  }
}

/** With two decimals, or as many as it has; "-0.00" is "0.00". */
export const moneyText = (value: Big): DecimalText => {
  const rounded = value.round(2)
  const text = value.eq(rounded) ? rounded.toFixed(2) : value.toFixed()
  return /[1-9]/.test(text) ? text : text.replace('-', '')
}
