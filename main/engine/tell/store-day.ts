// The store's day as a span of time: it begins where the setting says, and has 23 or 25 hours when the clocks change.

import { Temporal } from 'temporal-polyfill'
import { businessDateAt, hourOfDay } from '../support/store-time.ts'

export interface StoreCalendar {
  readonly timeZone: string
  /** "HH:MM"; "00:00" = with the calendar day. */
  readonly businessDayEnds: string
}

/** A span of this PC's time in ms; `to` is not part of it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** First moment of the store's day with this date, the inverse of businessDateAt. */
export const startOfStoreDay = (date: string, { timeZone, businessDayEnds }: StoreCalendar): number => {
  const ends = Temporal.PlainTime.from(businessDayEnds)
  const day = Temporal.PlainDate.from(date)
  // A day that ends in the evening began the evening before.
  const begins = ends.hour < 12 ? day : day.subtract({ days: 1 })
  return begins.toZonedDateTime({ timeZone, plainTime: ends }).epochMilliseconds
}

export const storeDaySpan = (date: string, calendar: StoreCalendar): Span => ({
  from: startOfStoreDay(date, calendar),
  to: startOfStoreDay(Temporal.PlainDate.from(date).add({ days: 1 }).toString(), calendar),
})

export const storeDateAt = (ms: number, { timeZone, businessDayEnds }: StoreCalendar): string =>
  businessDateAt(ms, timeZone, businessDayEnds)

const quarterMs = 15 * 60_000

/** How many of the times fall into each hour of the store's clock, index 0 = midnight. No zone has a finer step than a quarter. */
export const countPerHour = (times: readonly number[], timeZone: string): number[] => {
  const perHour = Array.from({ length: 24 }, () => 0)
  const hours = new Map<number, number>()
  for (const time of times) {
    const quarter = Math.floor(time / quarterMs)
    const hour = hours.get(quarter) ?? hourOfDay(quarter * quarterMs, timeZone)
    hours.set(quarter, hour)
    perHour[hour] = (perHour[hour] ?? 0) + 1
  }
  return perHour
}
