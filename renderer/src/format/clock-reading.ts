// Clock readings, minutes since midnight, as the locale writes them.

import { unbrokenTime } from '../../../contract/language.ts'
import { dateFormat } from './kept-formats.ts'

const onAnyDay = (minutes: number): number => Date.UTC(2026, 0, 1) + minutes * 60_000

const format = (): Intl.DateTimeFormat => dateFormat({ hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })

export const formatClockReading = (minutes: number): string => unbrokenTime(format().format(onAnyDay(minutes)))

/** "8:05–8:20 PM" */
export const formatClockRange = (from: number, to: number): string =>
  unbrokenTime(format().formatRange(onAnyDay(from), onAnyDay(Math.max(from, to)))).replace(/\u00a0*–\u00a0*/, '–')
