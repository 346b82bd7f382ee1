// The plain English sentences of a register's day: what is not complete, and where to look. They go to the command line
// and, where the window has no words of its own, to the screen. Pure.

import { Big } from 'big.js'
import type { DayTotals, NumberGap } from '../../../../contract/sales-days.ts'

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

/** "$4,830.04", "-$0.48". */
export const dollars = (amount: string): string => {
  const value = new Big(amount)
  const [whole = '0', decimals] = value
    .abs()
    .toFixed(Math.max(2, value.c.length - value.e - 1))
    .split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${value.lt(0) ? '-' : ''}$${grouped}.${decimals ?? '00'}`
}

export const refusedSentence = (refused: number, files: number): string =>
  `${refused} of ${count(files, 'file', 'files')} ${refused === 1 ? 'was' : 'were'} refused.`

export const askingSentence = (asking: number): string =>
  `${count(asking, 'file waits', 'files wait')} for a person to decide.`

export const movingSentence = (moving: number): string =>
  `${count(moving, 'file is', 'files are')} not answered yet; Storebridge goes on by itself.`

export const setAsideSentence = (sales: number): string =>
  `${count(sales, 'sale is', 'sales are')} only in files that were set aside, so Petrosoft does not have ${sales === 1 ? 'it' : 'them'}.`

/** "Number 1042 is missing, between 1041 and 1043." */
export const gapSentence = ({ after, before, missing, confidence }: NumberGap): string => {
  const what = missing === 1 ? '1 transaction number is' : `${missing.toLocaleString('en-US')} transaction numbers are`
  const unsure = confidence === 'low' ? ' Too few numbers are known to be sure.' : ''
  return `${what} missing between ${after} and ${before}.${unsure}`
}

export const silenceSentence = (from: string, to: string, weekday: string): string =>
  `No sale from ${from} to ${to}, which is unusual for a ${weekday}.`

export const lateSentence = (late: number): string =>
  `${count(late, 'file', 'files')} came more than two hours after the day ended and may miss it at Petrosoft.`

export const nothingSoldSentence = (files: number): string =>
  `${count(files, 'file', 'files')}, and no sale in ${files === 1 ? 'it' : 'them'} that was accepted.`

export const noFileSentence = (registerId: string): string => `No file of register ${registerId} was found.`

export interface Unsent {
  /** Known sales of the same day and registers that were not accepted, and what they come to. */
  readonly sales: number
  readonly amount: Big
  /** Transaction numbers that are missing. */
  readonly missing: number
}

/** What the difference to the register's own total comes from, or where to look for it. */
export const totalsSentence = ({ report, accepted, difference }: DayTotals, unsent: Unsent): string => {
  const sent = `Sent ${dollars(accepted)} of ${dollars(report)}`
  const rest = new Big(difference)
  if (unsent.sales > 0 && unsent.amount.eq(rest))
    return `${sent}: ${count(unsent.sales, 'sale', 'sales')} not accepted.`
  if (rest.lt(0))
    return `${sent} by the register’s report: ${dollars(rest.abs().toFixed(2))} more than the register counted. Look for a sale that was sent twice, or a report made before the day ended.`
  const places = [
    ...(unsent.sales > 0
      ? [`${count(unsent.sales, 'sale', 'sales')} not accepted (${dollars(unsent.amount.toFixed(2))})`]
      : []),
    ...(unsent.missing > 0
      ? [`${count(unsent.missing, 'missing transaction number', 'missing transaction numbers')}`]
      : []),
  ]
  const look =
    places.length > 0
      ? `Look at ${places.join(' and ')}.`
      : 'Look for files that are still at the register, or that were moved before Storebridge saw them.'
  return `${sent}: ${dollars(rest.toFixed(2))} is missing. ${look}`
}
