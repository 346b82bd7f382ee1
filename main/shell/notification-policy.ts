// When a notification is shown, and when it is taken back: one a kind a day, never right after a start or a wake-up, never
// outside opening hours (ux 2.4; R7-R11). Pure: it is given what holds and what was told, and says what to do.

import type { OpeningHours } from '../../contract/configuration.ts'
import { toastKinds, type ToastKind } from '../../contract/toast-kinds.ts'
import { isOpen } from '../engine/report/register-evidence.ts'
import { calendarDate, dateAfter, hourOfDay, startOfDate, weekdayAndTime } from '../engine/support/store-time.ts'
import type { ToastCause, ToastCauses } from './notification-causes.ts'

/** What is remembered of a kind, also over a restart. Times are this PC's, milliseconds. */
export interface ToldKind {
  readonly at: number
  readonly count: number
  /** True when the cause has gone since: its return is news. */
  readonly cleared: boolean
  /** Set by "Remind me tomorrow". */
  readonly remindAt: number | null
}
export type ToldMemory = Readonly<Partial<Record<ToastKind, ToldKind>>>

export interface NotificationState {
  readonly told: ToldMemory
  /** Since when the cause holds without a break, monotonic; of this run. */
  readonly since: Readonly<Partial<Record<ToastKind, number>>>
  /** Toasts that are on the screen or in the list of the system. */
  readonly shown: readonly ToastKind[]
}

export interface NotificationFacts {
  /** null while nobody knows: then nothing changes. */
  readonly causes: ToastCauses | null
  readonly switches: Readonly<Record<ToastKind, boolean>>
  readonly practice: boolean
  /** This PC's clock. */
  readonly now: number
  readonly monotonic: number
  /** When the program started or the computer woke, monotonic, whichever came last. */
  readonly quietFrom: number
  readonly timeZone: string
  /** null: not known, and then every hour counts. */
  readonly openingHours: OpeningHours | null
  /** Two times of the store's day between which nothing is shown; null = none. */
  readonly quietHours: QuietHours | null
}

/** "22:00" to "06:00" runs past midnight. Equal times are no time at all. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

export type ToastStep =
  | { readonly do: 'show'; readonly kind: ToastKind; readonly cause: ToastCause }
  | { readonly do: 'withdraw'; readonly kind: ToastKind }

export const nothingTold: NotificationState = { told: {}, since: {}, shown: [] }

export const graceMs = 10 * 60_000
/** What is over again within this time was no reason to disturb; many files of one moment are one toast. */
export const gatherMs = 30_000
const dayMs = 24 * 3_600_000
const signInFromHour = 8
const signInToHour = 20

/** The next day's eight o'clock in the store. */
export const tomorrowMorning = (now: number, timeZone: string): number =>
  startOfDate(dateAfter(calendarDate(now, timeZone), 1), timeZone) + signInFromHour * 3_600_000

/** Whether a person wants to be left alone now, by the store's clock. */
const isQuietNow = ({ now, timeZone, quietHours }: NotificationFacts): boolean => {
  if (quietHours === null) return false
  const { from, to } = quietHours
  const { time } = weekdayAndTime(now, timeZone)
  return from <= to ? time >= from && time < to : time >= from || time < to
}

/** Outside opening hours only the sign-in is told, and not before an eight o'clock has passed since it is known. */
const hoursAllow = (kind: ToastKind, sinceMs: number, facts: NotificationFacts): boolean => {
  const { now, timeZone, openingHours } = facts
  if (openingHours === null || isOpen(now, timeZone, openingHours)) return true
  if (kind !== 'sign-in') return false
  const hour = hourOfDay(now, timeZone)
  const eight = startOfDate(calendarDate(now, timeZone), timeZone) + signInFromHour * 3_600_000
  return hour >= signInFromHour && hour < signInToHour && now - sinceMs <= eight
}

/** Whether a kind that was told before may be told once more. */
const mayTellAgain = (told: ToldKind | undefined, cause: ToastCause, { now, timeZone }: NotificationFacts): boolean => {
  // A clock that was ahead must not silence the program for as long as it was.
  if (told === undefined || told.at > now + dayMs) return true
  if (told.remindAt !== null && told.remindAt <= now + 2 * dayMs) return now >= told.remindAt
  if (calendarDate(told.at, timeZone) >= calendarDate(now, timeZone)) return false
  return told.cleared || cause.count > told.count || now - told.at >= dayMs
}

/** What follows from the facts: the next state, and what to do on the screen in this order. */
export const stepNotifications = (
  state: NotificationState,
  facts: NotificationFacts,
): { readonly state: NotificationState; readonly steps: readonly ToastStep[] } => {
  const { causes, switches, practice, now, monotonic, quietFrom } = facts
  const told: Partial<Record<ToastKind, ToldKind>> = { ...state.told }
  const since: Partial<Record<ToastKind, number>> = { ...state.since }
  const shown = new Set(state.shown)
  const steps: ToastStep[] = []
  const withdraw = (kind: ToastKind): void => {
    if (shown.delete(kind)) steps.push({ do: 'withdraw', kind })
  }

  for (const kind of toastKinds) {
    // In practice nobody is disturbed; what was told of the real store is not over by it.
    if (practice || !switches[kind]) withdraw(kind)
    if (practice || causes === null) continue
    const cause = causes[kind]
    const before = told[kind]
    if (cause === undefined) {
      withdraw(kind)
      delete since[kind]
      if (before !== undefined && !before.cleared) told[kind] = { ...before, cleared: true, remindAt: null }
      continue
    }
    const from = (since[kind] ??= monotonic)
    const mayShow =
      switches[kind] &&
      monotonic - quietFrom >= graceMs &&
      monotonic - from >= gatherMs &&
      !isQuietNow(facts) &&
      hoursAllow(kind, monotonic - from, facts) &&
      mayTellAgain(before, cause, facts)
    if (mayShow) {
      withdraw(kind)
      steps.push({ do: 'show', kind, cause })
      shown.add(kind)
      told[kind] = { at: now, count: cause.count, cleared: false, remindAt: null }
    }
  }
  return { state: { told, since, shown: [...shown] }, steps }
}

/** The person wants to hear of it again tomorrow at eight. */
export const remindTomorrow = (
  state: NotificationState,
  kind: ToastKind,
  now: number,
  timeZone: string,
): NotificationState => {
  const before = state.told[kind]
  if (before === undefined) return state
  const told = { ...state.told, [kind]: { ...before, remindAt: tomorrowMorning(now, timeZone) } }
  return { ...state, told, shown: state.shown.filter((each) => each !== kind) }
}
