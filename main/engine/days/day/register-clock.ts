// The register's clock read in the store's time zone: seconds of local time become moments. An hour that comes twice is
// taken for the first of the two. Conversions of a whole day with one offset are arithmetic; only days on which the clock
// is set are looked up one by one.

import { Temporal } from 'temporal-polyfill'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'

export const daySeconds = 86_400

/** Days since 1970 of a calendar date. */
export const dayNumber = (date: BusinessDate): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

export interface RegisterClock {
  /** Milliseconds since 1970 of a moment on the register's clock (seconds since 1970-01-01T00:00:00 local). */
  readonly momentOf: (localSeconds: number) => number
  /** What a date's clock skips or repeats, in seconds of local time; null on all other days. */
  readonly skippedOn: (date: BusinessDate) => { readonly from: number; readonly to: number } | null
}

export const createRegisterClock = (timeZone: string): RegisterClock => {
  const offsets = new Map<number, number | null>()
  const localAt = (seconds: number): Temporal.PlainDateTime =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
  const slowly = (seconds: number): number => localAt(seconds).toZonedDateTime(timeZone).epochMilliseconds
  /** Milliseconds to add to local time of a day since 1970; null when they change on it. */
  const offsetOn = (day: number): number | null => {
    const known = offsets.get(day)
    if (known !== undefined) return known
    const [from, to] = [slowly(day * daySeconds), slowly((day + 1) * daySeconds)]
    const offset = to - from === daySeconds * 1000 ? from - day * daySeconds * 1000 : null
    offsets.set(day, offset)
    return offset
  }
  return {
    momentOf: (seconds) => {
      const offset = offsetOn(Math.floor(seconds / daySeconds))
      return offset === null ? slowly(seconds) : seconds * 1000 + offset
    },
    skippedOn: (date) => {
      const day = dayNumber(date)
      if (offsetOn(day) !== null) return null
      const next = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).getTimeZoneTransition('next')
      if (next === null) return null
      const before = next.subtract({ nanoseconds: 1 })
      const skipped = (next.offsetNanoseconds - before.offsetNanoseconds) / 1e9
      if (skipped <= 0) return null
      const to = Math.round(Date.parse(`${next.toPlainDateTime().toString({ smallestUnit: 'second' })}Z`) / 1000)
      return { from: to - skipped, to }
    },
  }
}
