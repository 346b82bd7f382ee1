// Times and days as the store reads them: in the store's zone, never in the computer's (ux 2.15). Pure functions of
// an instant, a zone and a locale; a wrong instant gives an en dash and never throws.

import type { BusinessDate, Timestamp } from '../../../contract/vocabulary.ts'
import { unbrokenTime } from '../../../contract/language.ts'
import { say } from '../words/say.ts'
import { dateFormat } from './kept-formats.ts'

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Shown where there is nothing yet. */
export const nothingYet = '–'

const formatter = (zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  dateFormat({ ...options, timeZone: zone })

const instant = (at: Timestamp | number | null): number | null => {
  const ms = typeof at === 'number' ? at : at === null ? Number.NaN : Date.parse(at)
  return Number.isFinite(ms) ? ms : null
}

/** "2:41 PM" */
export const formatClock = (at: Timestamp | number | null, zone: string): string => {
  const ms = instant(at)
  return ms === null ? nothingYet : unbrokenTime(formatter(zone, { hour: 'numeric', minute: '2-digit' }).format(ms))
}

/** The calendar day an instant falls on in the store, YYYY-MM-DD. */
export const storeDay = (at: Timestamp | number, zone: string): BusinessDate => {
  const parts = new Map(
    formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'iso8601', numberingSystem: 'latn' })
      .formatToParts(instant(at) ?? 0)
      .map((part) => [part.type, part.value]),
  )
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}

/** Noon of a plain day in UTC: the one instant that is on that day whatever the formatter does with it. */
const noonOf = (day: BusinessDate): number => Date.parse(`${day}T12:00:00Z`)

/** A day some days earlier (negative) or later. Plain calendar arithmetic, no zone involved. */
export const addDays = (day: BusinessDate, days: number): BusinessDate =>
  new Date(noonOf(day) + days * DAY_MS).toISOString().slice(0, 10)

export type DayStyle = 'short' | 'long' | 'with-year'

/** "Fri 20 Nov", "Friday 20 November" or "Fri 20 Nov 2026". */
export const formatDay = (day: BusinessDate | null, style: DayStyle = 'short'): string => {
  if (day === null || !Number.isFinite(noonOf(day))) return day ?? nothingYet
  const long = style === 'long'
  const parts = new Map(
    formatter('UTC', {
      weekday: long ? 'long' : 'short',
      day: 'numeric',
      month: long ? 'long' : 'short',
      year: 'numeric',
    })
      .formatToParts(noonOf(day))
      .map((part) => [part.type, part.value]),
  )
  const values = {
    weekday: parts.get('weekday') ?? '',
    day: parts.get('day') ?? '',
    month: parts.get('month') ?? '',
    year: parts.get('year') ?? '',
  }
  return say(style === 'with-year' ? 'date.withYear' : long ? 'date.long' : 'date.plain', values)
}

/** Clock time on the same store day, else day and clock time, with the year when it is another one. */
export const formatMoment = (at: Timestamp | number | null, zone: string, now: number): string => {
  const ms = instant(at)
  if (ms === null) return nothingYet
  const day = storeDay(ms, zone)
  const today = storeDay(now, zone)
  if (day === today) return formatClock(ms, zone)
  const dayText = formatDay(day, day.slice(0, 4) === today.slice(0, 4) ? 'short' : 'with-year')
  return say('date.dayAndTime', { day: dayText, time: formatClock(ms, zone) })
}

/** Clock time today, else the day alone: "since 9:02 AM", "since Fri 20 Nov". */
export const formatMomentShort = (at: Timestamp | number | null, zone: string, now: number): string => {
  const ms = instant(at)
  if (ms === null) return nothingYet
  const day = storeDay(ms, zone)
  return day === storeDay(now, zone) ? formatClock(ms, zone) : formatDay(day)
}

/** "20 s ago", "2 min ago" up to 59 min, then the clock time, then the date (ux 2.15). The future counts as now. */
export const formatAgo = (at: Timestamp | number | null, zone: string, now: number): string => {
  const ms = instant(at)
  if (ms === null) return nothingYet
  const age = Math.max(0, now - ms)
  if (age < MINUTE_MS) return say('time.secondsAgo', { n: Math.floor(age / SECOND_MS) })
  if (age < HOUR_MS) return say('time.minutesAgo', { n: Math.floor(age / MINUTE_MS) })
  return formatMoment(ms, zone, now)
}

/** "in 10 s", "in 4 min", then the clock time. The past counts as now. */
export const formatIn = (at: Timestamp | number | null, zone: string, now: number): string => {
  const ms = instant(at)
  if (ms === null) return nothingYet
  const left = Math.max(0, ms - now)
  if (left < MINUTE_MS) return say('time.inSeconds', { n: Math.ceil(left / SECOND_MS) })
  if (left < 10 * MINUTE_MS) return say('time.inMinutes', { n: Math.round(left / MINUTE_MS) })
  return formatMoment(ms, zone, now)
}

/** "40 s", "36 min", "5 h 41 min", "3 days". */
export const formatDuration = (durationMs: number): string => {
  const ms = Math.max(0, durationMs)
  if (ms < MINUTE_MS) return say('time.seconds', { n: Math.round(ms / SECOND_MS) })
  if (ms < HOUR_MS) return say('time.minutes', { n: Math.round(ms / MINUTE_MS) })
  if (ms < 2 * DAY_MS) {
    const minutes = Math.round(ms / MINUTE_MS)
    return say('time.hoursMinutes', { h: Math.floor(minutes / 60), m: minutes % 60 })
  }
  return say('time.days', { n: Math.round(ms / DAY_MS) })
}

/** The exact moment for tooltips and copies: "Sat 21 Nov 2026, 2:41:07 PM EST". */
export const formatExact = (at: Timestamp | number | null, zone: string): string => {
  const ms = instant(at)
  if (ms === null) return nothingYet
  const time = unbrokenTime(
    formatter(zone, { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }).format(ms),
  )
  return say('date.dayAndTime', { day: formatDay(storeDay(ms, zone), 'with-year'), time })
}

/** The zone's name as people say it: "Eastern Time". */
export const zoneName = (zone: string, now: number): string =>
  formatter(zone, { timeZoneName: 'longGeneric' })
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')?.value ?? zone

const offsetName = (zone: string, at: number): string =>
  formatter(zone, { timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? zone

/** True when clocks in the two zones differ now or half a year from now, so that times need the zone's name. */
export const zonesDiffer = (one: string, other: string, now: number): boolean =>
  one !== other && [now, now + 182 * DAY_MS].some((at) => offsetName(one, at) !== offsetName(other, at))

/** The hour of the day in the store, as an axis writes it: "6 AM", "12 PM", or only "9". */
export const formatHour = (hour: number, withHalf: boolean): string => {
  const parts = formatter('UTC', { hour: 'numeric' }).formatToParts(Date.UTC(2026, 0, 1, hour))
  const wanted = withHalf ? parts : parts.filter((part) => part.type === 'hour')
  return unbrokenTime(wanted.map((part) => part.value).join(''))
}

/**
 * The instant at which clocks in the zone show the given time on the given day. A time that the clock skips gives
 * the instant after the gap; one that comes twice gives the first.
 */
export const instantInZone = (day: BusinessDate, hour: number, zone: string): number => {
  const wall = Date.parse(`${day}T00:00:00Z`) + hour * HOUR_MS
  const offsetAt = (at: number): number => {
    const text = offsetName(zone, at).replace(/^[^+\-\u2212]*/, '')
    const match = /^([+\-\u2212])(\d{1,2})(?::(\d{2}))?/.exec(text)
    if (match === null) return 0
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
    return (match[1] === '+' ? minutes : -minutes) * MINUTE_MS
  }
  const candidates = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)].map((offset) => wall - offset)
  const fitting = candidates.filter((at) => at + offsetAt(at) === wall)
  return fitting.length > 0 ? Math.min(...fitting) : Math.max(...candidates)
}
