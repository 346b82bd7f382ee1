// The month as weeks of days, and where a key moves the focus in it (ux 2.10, 2.14). Pure calendar arithmetic on
// YYYY-MM-DD and YYYY-MM; no zone and no clock.

import type { SalesMonth } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { addDays } from '../../format/store-time.ts'

/** YYYY-MM */
export type Month = string

const two = (n: number): string => String(n).padStart(2, '0')

export const monthOf = (date: BusinessDate): Month => date.slice(0, 7)

export const isMonth = (text: string | null | undefined): text is Month =>
  text != null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text)

/** A day that the calendar has: 2026-02-30 is none. */
export const isDay = (text: string | null | undefined): text is BusinessDate =>
  text != null && /^\d{4}-\d{2}-\d{2}$/.test(text) && isMonth(monthOf(text)) && addDays(text, 0) === text

export const addMonths = (month: Month, months: number): Month => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${two((index % 12) + 1)}`
}

const dayCount = (month: Month): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()

export const datesOf = (month: Month): readonly BusinessDate[] =>
  Array.from({ length: dayCount(month) }, (_, index) => `${month}-${two(index + 1)}`)

export const lastDayOf = (month: Month): BusinessDate => `${month}-${two(dayCount(month))}`

/** 0 = Sunday */
const weekdayOf = (date: BusinessDate): number => new Date(`${date}T12:00:00Z`).getUTCDay()

/** Weeks from Sunday to Saturday; null where a week reaches into another month. */
export const weeksOf = (month: Month): readonly (readonly (BusinessDate | null)[])[] => {
  const dates = datesOf(month)
  const before = weekdayOf(dates[0] ?? `${month}-01`)
  const weeks = Math.ceil((before + dates.length) / 7)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => dates[week * 7 + day - before] ?? null),
  )
}

/** The same day of another month, or its last day where it has fewer. */
export const sameDayIn = (date: BusinessDate, month: Month): BusinessDate =>
  `${month}-${two(Math.min(Number(date.slice(8)), dayCount(month)))}`

/**
 * The day a key moves the focus to, or null for any other key. Arrows by a day or a week, also into the month before
 * or after; Home and End to the ends of the week, with Ctrl of the month; Page keys by a month. Never after `last`.
 */
export const movedDay = (key: string, ctrl: boolean, from: BusinessDate, last: BusinessDate): BusinessDate | null => {
  const month = monthOf(from)
  const wanted = ((): BusinessDate | null => {
    switch (key) {
      case 'ArrowLeft':
        return addDays(from, -1)
      case 'ArrowRight':
        return addDays(from, 1)
      case 'ArrowUp':
        return addDays(from, -7)
      case 'ArrowDown':
        return addDays(from, 7)
      case 'Home': {
        const start = ctrl ? `${month}-01` : addDays(from, -weekdayOf(from))
        return start < `${month}-01` ? `${month}-01` : start
      }
      case 'End': {
        const end = ctrl ? lastDayOf(month) : addDays(from, 6 - weekdayOf(from))
        return end > lastDayOf(month) ? lastDayOf(month) : end
      }
      case 'PageUp':
        return sameDayIn(from, addMonths(month, -1))
      case 'PageDown':
        return sameDayIn(from, addMonths(month, 1))
      default:
        return null
    }
  })()
  if (wanted === null) return null
  // A step into a month that has not come is no step; a step within the last one ends at its last day.
  if (wanted > last) return key === 'End' ? last : from
  return wanted
}

/** The day to show when none was asked for: the newest that needs someone, else that may have a gap, else the newest. */
export const dayToOpen = ({ month, days, today }: SalesMonth): BusinessDate => {
  const come = days.filter(({ date }) => date <= today)
  const newest = (verdict: string): BusinessDate | undefined => come.findLast((day) => day.verdict === verdict)?.date
  const usual = monthOf(today) === month ? today : lastDayOf(month)
  return newest('needs-you') ?? newest('possible-gap') ?? usual
}
