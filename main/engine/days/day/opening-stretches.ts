// The opening hours of a store around a business date, in seconds since the midnight that begins it. Pure.

import type { OpeningHours } from '../../../../contract/configuration.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { Stretch } from '../silence/silences.ts'
import { daySeconds, dayNumber } from './register-clock.ts'

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** 1 January 1970 was a Thursday. */
const spansOn = (day: number, hours: OpeningHours): readonly string[] =>
  hours[names[(((day + 4) % 7) + 7) % 7] ?? 'sun']

const secondsOf = (time: string): number => {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 3600 + Number(minutes) * 60
}

/** True when the store has no hours on this weekday. */
export const isClosedWeekday = (date: BusinessDate, hours: OpeningHours): boolean =>
  spansOn(dayNumber(date), hours).length === 0

/**
 * When the store is open from the evening before a date to the end of the day after it: a register's day may go on that
 * long. A span that ends before it begins runs past midnight. Spans that touch are one.
 */
export const openStretches = (date: BusinessDate, hours: OpeningHours): Stretch[] => {
  const spans = [-1, 0, 1]
    .flatMap((after) =>
      spansOn(dayNumber(date) + after, hours).map((span): Stretch => {
        const [from = '', to = ''] = span.split('-')
        const begins = secondsOf(from) + after * daySeconds
        const ends = secondsOf(to) + after * daySeconds
        return { from: begins, to: ends <= begins ? ends + daySeconds : ends }
      }),
    )
    .sort((a, b) => a.from - b.from)
  const joined: Stretch[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last !== undefined && span.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}
