// What everything that is told of a file begins with: which file it is, where it stands and since when. Of a document, or of
// a sighting that has no document yet.

import type { FileSummary } from '../../../contract/file-facts.ts'
import type { DocumentState, Timestamp } from '../../../contract/vocabulary.ts'
import { nameOfPath, type SightingRow } from '../collect/sighting-table.ts'
import type { DocumentRow } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import { dueTimestamp } from '../storage/wall-offset.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'

/** In the order in which the command line prints them. */
export type FileBasics = Omit<FileSummary, 'referenceId' | 'validationStatus' | 'statusMessage' | 'details'>

interface Awaited {
  readonly state: DocumentState
  readonly due_at: number | null
}

/** When a document goes by itself; null in the states in which none does. */
export const nextAttemptOf = (db: Db, { state, due_at }: Awaited): Timestamp | null =>
  state === 'waiting' || state === 'unclear' ? dueTimestamp(db, due_at) : null

export const basicsOfDocument = (db: Db, row: DocumentRow): FileBasics => ({
  id: String(row.id),
  name: row.name,
  sha256: row.sha256,
  size: row.size,
  source: row.source,
  state: row.state,
  problem: row.problem,
  foundAt: timestampFrom(row.found_at),
  storedAt: timestampFrom(row.stored_at),
  acceptedAt: timestampOrNull(row.accepted_at),
  businessDates: JSON.parse(row.business_dates) as string[],
  attempts: row.attempts,
  nextAttemptAt: nextAttemptOf(db, row),
})

export const basicsOfSighting = (row: SightingRow): FileBasics => ({
  id: String(row.id),
  name: nameOfPath(row.path),
  sha256: null,
  size: row.size,
  source: 'folder',
  state: row.state === 'stored' ? 'found' : row.state,
  problem: row.problem,
  foundAt: timestampFrom(row.first_seen_at),
  storedAt: null,
  acceptedAt: null,
  businessDates: [],
  attempts: 0,
  nextAttemptAt: null,
})
