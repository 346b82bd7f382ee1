// What is told about one file: the shapes that `files`, `show` and the screens share.

import type { Finding, JournalEvent } from './judgement.ts'
import type { BusinessDate, DocumentProblem, DocumentState, Source, Timestamp } from './vocabulary.ts'

/** One message of an acknowledgement, as the server gave it. */
export interface AcknowledgementDetail {
  readonly line: number | null
  readonly position: number | null
  readonly severity: string | null
  readonly message: string | null
}

/** One line of `storebridge files --json`. `id` is a decimal number in text and never changes for a file. */
export interface FileSummary {
  readonly id: string
  readonly name: string
  readonly sha256: string | null
  readonly size: number | null
  readonly source: Source
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly foundAt: Timestamp
  readonly storedAt: Timestamp | null
  readonly acceptedAt: Timestamp | null
  readonly businessDates: readonly BusinessDate[]
  /** How many times a request was started for it, over all deliveries. */
  readonly attempts: number
  readonly nextAttemptAt: Timestamp | null
  readonly referenceId: string | null
  readonly validationStatus: string | null
  readonly statusMessage: string | null
  readonly details: readonly AcknowledgementDetail[]
}

export interface SightingFacts {
  readonly id: string
  readonly folder: string
  readonly path: string
  readonly size: number | null
  readonly modifiedAt: Timestamp | null
  readonly firstSeenAt: Timestamp
  readonly lastSeenAt: Timestamp
  readonly archivedTo: string | null
}

/** Outcome words of one attempt; one word per row of the sending table (design part 4.3). */
export type AttemptOutcome =
  | 'accepted'
  | 'accepted-with-notes'
  | 'refused'
  | 'not-understood'
  | 'other-name'
  | 'not-sent'
  | 'unanswered'
  | 'not-authorised'
  | 'forbidden'
  | 'busy'
  | 'wrong-address'
  | 'interrupted'

export interface AttemptFacts {
  readonly number: number
  readonly startedAt: Timestamp
  readonly endedAt: Timestamp | null
  readonly outcome: AttemptOutcome | null
  readonly httpStatus: number | null
  /** Whether bytes of the document may have reached the cloud. */
  readonly mayHaveArrived: boolean
  /** One English sentence; never holds a secret. */
  readonly sentence: string | null
  readonly referenceId: string | null
  readonly documentName: string | null
  readonly validationStatus: string | null
  readonly statusMessage: string | null
  /** The answer's body as text, capped at 1 MiB; null when there was none. */
  readonly rawAnswer: string | null
  readonly details: readonly AcknowledgementDetail[]
}

export interface DeliveryFacts {
  readonly id: string
  readonly createdAt: Timestamp
  /** Who decided to send: the engine by itself, or a person's decision. */
  readonly cause: 'automatic' | 'person'
  readonly attempts: readonly AttemptFacts[]
}

export interface DecisionFacts {
  readonly id: string
  readonly action: string
  readonly who: string
  readonly at: Timestamp
  readonly reason: string | null
  readonly applied: boolean
  readonly sentence: string | null
}

/** The object of `storebridge show ID --json`. */
export interface FileFacts extends FileSummary {
  readonly encoding: string | null
  readonly version: string | null
  readonly storeLocationId: string | null
  readonly vendor: string | null
  readonly vendorModel: string | null
  /** The documents this one repeats sales of, or that replaced it. */
  readonly related: readonly {
    readonly id: string
    readonly name: string
    readonly relation: 'repeats' | 'replaced-by' | 'replaces'
  }[]
  readonly sightings: readonly SightingFacts[]
  readonly events: readonly JournalEvent[]
  readonly findings: readonly Finding[]
  readonly deliveries: readonly DeliveryFacts[]
  readonly decisions: readonly DecisionFacts[]
  /** When the stored bytes were removed; null while they are kept, or where they never were. */
  readonly contentRemovedAt: Timestamp | null
  /** `age`: `keepAcceptedDays` were over. `disk-space`: the disk had no room. Null where nothing was removed. */
  readonly contentRemovedWhy: 'age' | 'disk-space' | null
  /** When events, findings, messages and raw answers were removed; they are empty since then. */
  readonly detailsRemovedAt: Timestamp | null
}
