// Times in the store's zone for tables of many rows: "2026-11-20 20:05:31". A zone's offset is looked up once for each
// quarter of an hour, because no zone changes within one.

import { Temporal } from 'temporal-polyfill'

const quarterMs = 15 * 60_000
const mostKept = 20_000

/** Ms of this PC as the store's wall clock, to the second; null stays null. */
export type StoreClock = (ms: number | null) => string | null

export const createStoreClock = (timeZone: string): StoreClock => {
  const offsets = new Map<number, number>()
  const offsetAt = (ms: number): number => {
    const quarter = Math.floor(ms / quarterMs)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const zoned = Temporal.Instant.fromEpochMilliseconds(quarter * quarterMs).toZonedDateTimeISO(timeZone)
    const offset = Math.round(zoned.offsetNanoseconds / 1_000_000)
    if (offsets.size >= mostKept) offsets.clear()
    offsets.set(quarter, offset)
    return offset
  }
  return (ms) => (ms === null ? null : new Date(ms + offsetAt(ms)).toISOString().slice(0, 19).replace('T', ' '))
}
