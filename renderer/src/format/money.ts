// Amounts of money from decimal text to "$18,204.11", without ever becoming a binary fraction: the formatter takes
// the text itself. Registers of this product trade in US dollars (design, es-US).

import type { DecimalText } from '../../../contract/vocabulary.ts'
import { currentLocale, say } from '../words/say.ts'
import { nothingYet } from './store-time.ts'

const decimal = /^-?\d+(\.\d+)?$/

let areHidden = false

/** Whether amounts are kept from the screens (ux 2.6); whoever draws them again finds it so. */
export const hideAmounts = (hidden: boolean): void => {
  areHidden = hidden
}

const formatters = new Map<string, Intl.NumberFormat>()

/**
 * Two decimals, rounded half away from zero; an en dash for nothing, the text itself if it is not a number. Words in its
 * place where amounts are hidden.
 */
export const formatMoney = (amount: DecimalText | null): string => {
  if (amount === null) return nothingYet
  if (areHidden) return say('amount.hidden')
  if (!decimal.test(amount)) return amount
  const locale = currentLocale()
  let format = formatters.get(locale)
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' })
    formatters.set(locale, format)
  }
  return format.format(amount as `${number}`)
}
