// The one real sales file the set-up may send, so that a person sees it arrive (ux 2.2, step 6): what is offered, and what
// became of it. It goes through the engine and stays in its books like every other file.

import type { BusinessDate, DecimalText, DocumentProblem, DocumentState } from './vocabulary.ts'

export interface TrialFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** The first day its sales count for; null where the register did not say. */
  readonly salesDay: BusinessDate | null
  readonly sales: number
  readonly amount: DecimalText | null
}

export interface TrialOutcome {
  readonly name: string
  /** The file's page in the window, once the store is set up; null when it was not taken from the folder in time. */
  readonly id: string | null
  /** `found`: it was not settled or not read in time; it is sent after the set-up like the others. */
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly referenceId: string | null
}

export type TrialOffer =
  | { readonly kind: 'file'; readonly file: TrialFile }
  /** One was sent in this set-up; a second one is not offered. */
  | { readonly kind: 'sent'; readonly outcome: TrialOutcome }
  /** No file with sales among the newest, or Storebridge knows them all. */
  | { readonly kind: 'none' }
