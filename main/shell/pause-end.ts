// When a pause ends that a person asks for in the tray: a pause always has an end (ux 2.3). Pure.

import { calendarDate, dateAfter, hourOfDay, startOfDate } from '../engine/support/store-time.ts'
import { morningHour } from './tray-picture.ts'

const hourMs = 3_600_000

/** In an hour, or at the store's next six in the morning; milliseconds. */
export const pauseEnd = (wish: 'pause-hour' | 'pause-until-morning', now: number, timeZone: string): number => {
  if (wish === 'pause-hour') return now + hourMs
  const today = calendarDate(now, timeZone)
  const date = hourOfDay(now, timeZone) < morningHour ? today : dateAfter(today, 1)
  const midnight = startOfDate(date, timeZone)
  // A night in which the clock changes has one hour more or less before six.
  const guess = midnight + morningHour * hourMs
  return guess + (morningHour - hourOfDay(guess, timeZone)) * hourMs
}
