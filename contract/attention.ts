// What needs a person, one card for each cause and not for each file (ux 2.9): computed from what is true now, so that
// a card goes away with its cause (ux R4).

import type { ProblemCode } from './engine-status.ts'
import type { BusinessDate, DocumentProblem, Timestamp } from './vocabulary.ts'

export interface AttentionCard {
  /** The same for the same cause, for as long as it lasts. */
  readonly key: string
  readonly code: ProblemCode
  readonly since: Timestamp
  /** Files of this cause; for a condition of the store, the files it holds up. */
  readonly count: number
  /** Every file of this cause, newest first; empty where the cause is not in files. */
  readonly files: readonly { readonly id: string; readonly name: string }[]
  /** The sales days these files name, oldest first. */
  readonly salesDays: readonly BusinessDate[]
  /** Why the files are held or unclear; null elsewhere. */
  readonly problem: DocumentProblem | null
  /** What Petrosoft said about them, as it said it of the newest; null where it said nothing. */
  readonly message: string | null
  /** Status of a refusal that was no acknowledgement. */
  readonly httpStatus: number | null
}
