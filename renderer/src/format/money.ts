// Amounts of money from decimal text to "$18,204.11", without ever becoming a binary fraction: the formatter takes
// the text itself. Registers of this product trade in US dollars (design, es-US).

import type { DecimalText } from '../../../contract/vocabulary.ts'
import { say } from '../words/say.ts'
import { numberFormat } from './kept-formats.ts'
import { nothingYet } from './store-time.ts'

const decimal = /^-?\d+(\.\d+)?$/

let areHidden = false

/** Whether amounts are kept from the screens (ux 2.6); whoever draws them again finds it so. */
export const hideAmounts = (hidden: boolean): void => {
  areHidden = hidden
}

/**
 * Two decimals, rounded half away from zero; an en dash for nothing, the text itself if it is not a number. Words in its
 * place where amounts are hidden.
 */
export const formatMoney = (amount: DecimalText | null): string => {
  if (amount === null) return nothingYet
  if (areHidden) return say('amount.hidden')
  if (!decimal.test(amount)) return amount
  return numberFormat({ style: 'currency', currency: 'USD' }).format(amount as `${number}`)
}
