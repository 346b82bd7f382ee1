// The store's own calendar and clock. A store's day may have 23 or 25 hours, and begins where the setting says.

import { Temporal } from 'temporal-polyfill'

const zoned = (ms: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)

/** Calendar date in the zone, YYYY-MM-DD. */
export const calendarDate = (ms: number, timeZone: string): string => zoned(ms, timeZone).toPlainDate().toString()

/**
 * The store's business date at a moment: a day that ends at 02:00 still carries the date of the evening before at
 * 01:30; "00:00" means that it ends with the calendar day. A day that ends in the evening (22:50) counts what follows
 * as the next day.
 */
export const businessDateAt = (ms: number, timeZone: string, businessDayEnds: string): string => {
  const local = zoned(ms, timeZone)
  const ends = Temporal.PlainTime.from(businessDayEnds)
  const date = local.toPlainDate()
  if (businessDayEnds === '00:00') return date.toString()
  const before = Temporal.PlainTime.compare(local.toPlainTime(), ends) < 0
  if (ends.hour < 12) return (before ? date.subtract({ days: 1 }) : date).toString()
  return (before ? date : date.add({ days: 1 })).toString()
}

/** First moment of a calendar date in the zone, milliseconds since 1970. */
export const startOfDate = (date: string, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).epochMilliseconds

/** `date` moved by a number of days, YYYY-MM-DD. */
export const dateAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** Hour of the day in the zone, 0-23. */
export const hourOfDay = (ms: number, timeZone: string): number => zoned(ms, timeZone).hour

/** Local time with an offset without a colon, as connection reports carry it: 2025-02-21T08:00:03-0500. */
export const reportTime = (ms: number, timeZone: string): string => {
  const local = zoned(Math.floor(ms / 1000) * 1000, timeZone)
  const offset = local.offset.slice(0, 6).replace(':', '')
  return `${local.toPlainDateTime().toString({ smallestUnit: 'second' })}${offset}`
}

/** Day of the week, 1 = Monday … 7 = Sunday, and the time "HH:MM", in the zone. */
export const weekdayAndTime = (ms: number, timeZone: string): { weekday: number; time: string } => {
  const local = zoned(ms, timeZone)
  return { weekday: local.dayOfWeek, time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}
