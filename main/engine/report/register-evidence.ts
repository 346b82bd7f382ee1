// Whether the register is alive, from evidence: the folder can be read, documents still come during opening hours,
// the register's address answers. Pure (design 4.5).

import type { OpeningHours } from '../../../contract/configuration.ts'
import { weekdayAndTime } from '../support/store-time.ts'

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type DayName = (typeof dayNames)[number]

const dayName = (weekday: number): DayName => dayNames[(weekday + 6) % 7] ?? 'mon'

const covers = (span: string, time: string): 'now' | 'into-next-day' | 'no' => {
  const [from = '', to = ''] = span.split('-')
  if (from <= to) return time >= from && time < to ? 'now' : 'no'
  return time >= from ? 'now' : time < to ? 'into-next-day' : 'no'
}

/** True while the store is open. A span that ends before it begins runs past midnight. */
export const isOpen = (ms: number, timeZone: string, hours: OpeningHours): boolean => {
  const { weekday, time } = weekdayAndTime(ms, timeZone)
  const today = hours[dayName(weekday)]
  const yesterday = hours[dayName(weekday - 1)]
  return (
    today.some((span) => covers(span, time) === 'now') ||
    yesterday.some((span) => covers(span, time) === 'into-next-day')
  )
}

export type RegisterCondition =
  { readonly ok: true; readonly quiet: boolean } | { readonly ok: false; readonly why: 'folder' | 'quiet' | 'probe' }

export interface Evidence {
  readonly foldersReachable: boolean
  /** When the newest document was stored, or at start the newest file was changed; null when there is none at all. */
  readonly newestFileAt: number | null
  readonly now: number
  readonly timeZone: string
  readonly openingHours: OpeningHours | null
  readonly quietMinutes: number
  /** Answer of the register's TCP address; null when no probe is set. */
  readonly probeAnswered: boolean | null
}

export const registerCondition = (evidence: Evidence): RegisterCondition => {
  const { foldersReachable, newestFileAt, now, openingHours, probeAnswered } = evidence
  if (!foldersReachable) return { ok: false, why: 'folder' }
  if (probeAnswered === false) return { ok: false, why: 'probe' }
  const quiet = newestFileAt === null || now - newestFileAt > evidence.quietMinutes * 60_000
  // Hours that are not known switch the rule off: a closed store is no dead register.
  if (quiet && openingHours !== null && isOpen(now, evidence.timeZone, openingHours)) return { ok: false, why: 'quiet' }
  return { ok: true, quiet }
}
