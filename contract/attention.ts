// What needs a person, one card for each cause and not for each file (ux 2.9): computed from what is true now, so that
// a card goes away with its cause (ux R4). And what was handled lately, as far as the records know it.

import type { ProblemCode } from './engine-status.ts'
import type { BusinessDate, DocumentProblem, Timestamp } from './vocabulary.ts'

/** A card as everything that only counts or names the worst one needs it: tray, badges, pill. */
export interface AttentionHead {
  /** The same for the same cause, for as long as it lasts; the `cause` of a FileFilter where the cause is in files. */
  readonly key: string
  readonly code: ProblemCode
  readonly since: Timestamp
  /** Files of this cause, never 0 where it is in files; for a condition of the store, the files it holds up. */
  readonly count: number
}

export interface AttentionCard extends AttentionHead {
  /** The newest files of this cause, at most fifty; empty where the cause is not in files. */
  readonly files: readonly { readonly id: string; readonly name: string }[]
  /** The sales days these files name, oldest first. */
  readonly salesDays: readonly BusinessDate[]
  /** Where all these files are of one sales day: how many of its files they are. */
  readonly missing: { readonly date: BusinessDate; readonly files: number; readonly of: number } | null
  /** Why the files are held or unclear; null elsewhere. */
  readonly problem: DocumentProblem | null
  /** What Petrosoft said about the newest of them, card numbers hidden; null where it said nothing. */
  readonly message: string | null
  /** Status of a refusal that was no acknowledgement. */
  readonly httpStatus: number | null
}

export const handledKinds = [
  'resend',
  'set-aside',
  'ignore',
  'put-back',
  /** An order to send files again was taken back before its moment. */
  'taken-back',
  'day-closed',
  'day-opened',
  /** Files that had been refused were accepted. */
  'accepted',
  /** Files that had been refused were replaced by newer ones. */
  'replaced',
  'sign-in-ended',
  'folder-ended',
  'register-ended',
  'pc-ended',
] as const
export type HandledKind = (typeof handledKinds)[number]

/** One thing that was handled: by a person, with who, or by itself. */
export interface HandledLine {
  /** The `cause` of a FileFilter where it is about files. */
  readonly key: string
  readonly kind: HandledKind
  readonly at: Timestamp
  /** Since when it had been wrong, for a condition that ended. */
  readonly from: Timestamp | null
  readonly who: string | null
  /** The reason the person gave. */
  readonly why: string | null
  /** Files; 0 where it is not about files. */
  readonly count: number
  /** The file, where it is one. */
  readonly file: { readonly id: string; readonly name: string } | null
  /** The sales day that was marked. */
  readonly day: BusinessDate | null
}

export interface Handled {
  /** Newest first, at most a hundred. */
  readonly lines: readonly HandledLine[]
  /** When the last file was refused, however long ago; null when none ever was. */
  readonly lastRefusedAt: Timestamp | null
}
