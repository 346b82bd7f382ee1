// Dates and times as registers write them, normalised without moving them: no time zone is applied, because the
// trading day is the register's own word (twelve facts, 3 and 10). Pure.

import type { BusinessDate } from '../../../contract/vocabulary.ts'

const date = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]*)?(?:Z|[+-]\d{2}:?\d{2})?$/
const time = /^(?:T)?(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/

const daysInMonth = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

/** The date some registers write for "still open". */
export const stillOpen = '2100-01-01'

/**
 * "2021-07-03T" and "2021-07-03T00:00:00-07:00" → "2021-07-03". Null when it is no calendar date or lies outside
 * 2000 to 2099, as it does when a register lost its clock.
 */
export const readDate = (written: string): BusinessDate | null => {
  // A journal writes the same few dates again and again.
  if (written !== lastDate.written) lastDate = { written, date: parseDate(written) }
  return lastDate.date
}

let lastDate: { readonly written: string; readonly date: BusinessDate | null } = { written: '', date: null }

const parseDate = (written: string): BusinessDate | null => {
  const [, year = '', month = '', day = ''] = date.exec(written.trim()) ?? []
  const inCalendar =
    Number(year) >= 2000 &&
    Number(year) <= 2099 &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysInMonth(Number(year), Number(month))
  return inCalendar ? `${year}-${month}-${day}` : null
}

/** "16:13:40-07:00" → "16:13:40", "16:13" → "16:13:00". Null when it is no time of day. */
export const readTime = (written: string): string | null => {
  const [, hour = '', minute = '', second = '00'] = time.exec(written.trim()) ?? []
  return hour !== '' && Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59
    ? `${hour}:${minute}:${second}`
    : null
}
