// What a person orders about files: one file, the chosen ones, or all that a filter finds. The engine answers in counts and
// codes; the window and the command line have their own words for them (ux 2.9).

import type { Timestamp } from './vocabulary.ts'

/** How long an order to send again can be taken back, ms (ux 2.9). */
export const takeBackMs = 8000
/** While the pointer or the focus rests on its notice, an order waits longer, but no longer than this after it was given. */
export const longestHoldMs = 120_000

export const orderActions = ['resend', 'set-aside', 'ignore', 'put-back'] as const
export type OrderAction = (typeof orderActions)[number]

/**
 * Why an order left a file alone.
 * accepted, unclear, repeats: its sales may be counted twice; that is confirmed for one file at a time.
 * being-checked, sending: it is under way by itself. not-a-journal: never sent. not-kept: there are no bytes to send.
 * not-read: not stored yet. not-possible: it cannot be done where the file stands now, or it stands so already.
 * changed: the file moved on between the order and its moment. no-such-file.
 */
export const leftAloneCodes = [
  'accepted',
  'unclear',
  'repeats',
  'being-checked',
  'sending',
  'not-a-journal',
  'not-kept',
  'not-read',
  'not-possible',
  'changed',
  'no-such-file',
] as const
export type LeftAlone = (typeof leftAloneCodes)[number]

export type LeftCounts = Partial<Readonly<Record<LeftAlone, number>>>

/** What became of giving an order. */
export interface OrderGiven {
  readonly order: string
  /** Files it is carried out on: already, or at `dueAt`. */
  readonly files: number
  /** When it will be carried out; null = it has been, or there is no file it could be carried out on. */
  readonly dueAt: Timestamp | null
  /** Files it left alone, by why. */
  readonly left: LeftCounts
}

export interface OrderTakenBack {
  /** False: too late, it was carried out, or nothing of it can be taken back. */
  readonly taken: boolean
  readonly files: number
}

/**
 * being-given: its files are still being written down. waiting: until its moment; it can be taken back. under-way, done.
 * interrupted: the program ended before all its files were written down; nothing of it is carried out later.
 */
export type OrderState = 'being-given' | 'waiting' | 'under-way' | 'done' | 'taken-back' | 'interrupted'

export interface OrderFacts {
  readonly order: string
  readonly action: string
  readonly state: OrderState
  readonly dueAt: Timestamp | null
  /** Files it was carried out on so far. */
  readonly applied: number
  /** Files that had moved on when its moment came. */
  readonly notApplied: number
}

/** What the files of a choice are, for the question before an order. */
export interface ChosenFiles {
  readonly files: number
  /** Refused, held, or unclear and asking. */
  readonly open: number
  /** Sales days of the open ones, else of all, oldest first; at most `mostDaysNamed`, with how many there are. */
  readonly days: readonly string[]
  readonly dayCount: number
}
export const mostDaysNamed = 5
