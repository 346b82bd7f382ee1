// Clock readings, minutes since midnight, as the locale writes them.

import { currentLocale } from '../words/say.ts'

const onAnyDay = (minutes: number): number => Date.UTC(2026, 0, 1) + minutes * 60_000

const format = (): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(currentLocale(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })

const unbroken = (text: string): string => text.replaceAll(/[\u202f\u2009 ]/g, '\u00a0')

export const formatClockReading = (minutes: number): string => unbroken(format().format(onAnyDay(minutes)))

/** "8:05–8:20 PM" */
export const formatClockRange = (from: number, to: number): string =>
  unbroken(format().formatRange(onAnyDay(from), onAnyDay(Math.max(from, to)))).replace(/\u00a0*–\u00a0*/, '–')
