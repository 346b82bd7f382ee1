// The manager's PIN as the window knows it: whether one is set, whether Settings are open, and what came of a try. The
// PIN itself goes one way only, and nothing made of it ever leaves main.

import { z } from 'zod'

/** Four to twelve digits: typed on any keyboard, and on the number pad of a register's PC. */
export const pinSchema = z.string().regex(/^\d{4,12}$/)

/** What a PIN opens: Settings, until they are left; sending one accepted or unclear file again, once. */
export const pinPurposes = ['settings', 'again'] as const
export type PinPurpose = (typeof pinPurposes)[number]

export interface PinState {
  readonly set: boolean
  /** True when Settings may be changed now. */
  readonly open: boolean
  /** How long no try is looked at, after too many wrong ones; 0 = now. */
  readonly waitMs: number
}

export type PinAnswer =
  | { readonly kind: 'open' }
  /** `waitMs`: until the next try counts; 0 = at once. */
  | { readonly kind: 'wrong'; readonly waitMs: number }
  /** Not looked at: the wait is not over. */
  | { readonly kind: 'wait'; readonly waitMs: number }
