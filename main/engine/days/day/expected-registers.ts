// Which registers a day should have files of, told from what they did before: a day without any file of a register that
// works every day is worth a question, one of a register that is switched on now and then is not. Pure.

import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { dayNumber } from './register-clock.ts'

/** So many days of the store, and so many weeks, are looked back. */
const daysBack = 14
const weeksBack = 4
const enoughWeeks = 3
const usualPart = 0.9

/**
 * @param sold the dates on which each register sold something, ascending
 * @returns the registers, of these, that are expected to sell on `date`
 */
export const expectedRegisters = (
  sold: ReadonlyMap<string, readonly BusinessDate[]>,
  date: BusinessDate,
): readonly string[] => {
  const open = [...new Set([...sold.values()].flat())].filter((each) => each < date).sort()
  const lately = open.slice(-daysBack)
  return [...sold].flatMap(([registerId, dates]) => {
    const [first] = dates
    if (first === undefined || first >= date) return []
    const itsDates = new Set(dates)
    const weekdays = Array.from({ length: weeksBack }, (_, i) => dayNumber(date) - 7 * (i + 1))
      .filter((day) => day >= dayNumber(first))
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
    const sameWeekday = weekdays.filter((each) => itsDates.has(each)).length
    if (weekdays.length >= enoughWeeks && sameWeekday === 0) return []
    if (weekdays.length >= enoughWeeks && sameWeekday === weekdays.length) return [registerId]
    const since = lately.filter((each) => each >= first)
    const active = since.filter((each) => itsDates.has(each)).length
    return since.length > 0 && active >= usualPart * since.length ? [registerId] : []
  })
}
