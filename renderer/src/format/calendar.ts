// Months and weekdays by name. Plain calendar words: no zone, no clock.

import { dateFormat } from './kept-formats.ts'

const noonOf = (date: string): number => Date.parse(`${date}T12:00:00Z`)

/** "November 2026" for "2026-11"; the text itself when it is not a month. */
export const formatMonth = (month: string): string => {
  const at = noonOf(`${month}-01`)
  if (!Number.isFinite(at)) return month
  return dateFormat({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at)
}

/** Names of the days of the week, Sunday first, as weeks of a store's month begin in both languages of the window. */
export const weekdayNames = (style: 'short' | 'long'): readonly string[] => {
  const format = dateFormat({ weekday: style, timeZone: 'UTC' })
  // 4 January 2026 was a Sunday.
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2026, 0, 4 + day, 12)))
}
