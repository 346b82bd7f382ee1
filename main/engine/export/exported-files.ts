// What an export tells of files: everything the list and the file's screen tell in one row, read for a page of ids by one
// statement. Foreign texts are masked; names, hashes and references are exact (tell/masked-facts.ts). Read only.

import type { DocumentProblem, DocumentState, Source } from '../../../contract/vocabulary.ts'
import { nameOfPath } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'
import { nextAttemptOf } from '../tell/file-basics.ts'
import { isNoteSql, isProblemSql } from '../tell/file-rows.ts'
import { maskCards } from '../tell/mask-private.ts'

/** Times are this PC's, ms since 1970. */
export interface ExportedFile {
  readonly id: number
  readonly name: string
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly businessDates: readonly string[]
  readonly source: Source
  readonly sales: number | null
  /** Grand amounts of its live sales and refunds. */
  readonly amount: string | null
  readonly foundAt: number
  readonly storedAt: number | null
  /** When its first try began. */
  readonly sentAt: number | null
  readonly answeredAt: number | null
  readonly acceptedAt: number | null
  readonly attempts: number
  readonly nextAttemptAt: number | null
  readonly size: number | null
  readonly referenceId: string | null
  readonly validationStatus: string | null
  readonly statusMessage: string | null
  readonly problemCount: number
  readonly noteCount: number
  readonly sha256: string | null
}

interface DocumentExport {
  readonly id: number
  readonly name: string
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly business_dates: string
  readonly source: Source
  readonly sales: number | null
  readonly sales_amount: string | null
  readonly found_at: number
  readonly stored_at: number
  readonly sent_at: number | null
  readonly answered_at: number | null
  readonly accepted_at: number | null
  readonly attempts: number
  readonly due_at: number | null
  readonly size: number
  readonly reference_id: string | null
  readonly validation_status: string | null
  readonly status_message: string | null
  readonly sentence: string | null
  readonly problem_count: number
  readonly note_count: number
  readonly sha256: string | null
}

interface SightingExport {
  readonly id: number
  readonly path: string
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly first_seen_at: number
  readonly size: number | null
}

const masked = (value: string | null): string | null => (value === null ? null : maskCards(value))

const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at))

const ofDocument = (db: Db, row: DocumentExport): ExportedFile => ({
  id: row.id,
  name: row.name,
  state: row.state,
  problem: row.problem,
  businessDates: JSON.parse(row.business_dates) as string[],
  source: row.source,
  sales: row.sales,
  amount: row.sales_amount,
  foundAt: row.found_at,
  storedAt: row.stored_at,
  sentAt: row.sent_at,
  answeredAt: row.answered_at,
  acceptedAt: row.accepted_at,
  attempts: row.attempts,
  nextAttemptAt: msOf(nextAttemptOf(db, row)),
  size: row.size,
  referenceId: row.reference_id,
  validationStatus: row.validation_status,
  statusMessage: masked(row.status_message ?? (row.state === 'refused' ? row.sentence : null)),
  problemCount: row.problem_count,
  noteCount: row.note_count,
  sha256: row.sha256,
})

const ofSighting = (row: SightingExport): ExportedFile => ({
  id: row.id,
  name: nameOfPath(row.path),
  state: row.state === 'stored' ? 'found' : row.state,
  problem: row.problem,
  businessDates: [],
  source: 'folder',
  sales: null,
  amount: null,
  foundAt: row.first_seen_at,
  storedAt: null,
  sentAt: null,
  answeredAt: null,
  acceptedAt: null,
  attempts: 0,
  nextAttemptAt: null,
  size: row.size,
  referenceId: null,
  validationStatus: null,
  statusMessage: null,
  problemCount: 0,
  noteCount: 0,
  sha256: null,
})

const counted = (severity: string): string =>
  `(SELECT count(*) FROM answer_detail a WHERE a.attempt_id = d.newest_answer_id AND ${severity})`

/** The files of these ids, in their order; an id that is no file is left out. */
export const exportedFiles = (db: Db, ids: readonly number[]): ExportedFile[] => {
  const wanted = JSON.stringify(ids)
  const files = new Map<number, ExportedFile>()
  for (const row of db
    .prepare<[string], SightingExport>(
      `SELECT id, path, state, problem, first_seen_at, size FROM sighting
       WHERE document_id IS NULL AND id IN (SELECT value FROM json_each(?))`,
    )
    .all(wanted))
    files.set(row.id, ofSighting(row))
  for (const row of db
    .prepare<[string], DocumentExport>(
      `SELECT d.id, d.name, d.state, d.problem, d.business_dates, d.source, d.sales, d.sales_amount, d.found_at,
         d.stored_at, d.accepted_at, d.attempts, d.due_at, d.size, d.sha256,
         (SELECT min(t.started_at) FROM attempt t WHERE t.document_id = d.id) AS sent_at,
         e.ended_at AS answered_at, coalesce(d.accepted_reference_id, e.reference_id) AS reference_id,
         e.validation_status, e.status_message, e.sentence,
         ${counted(isProblemSql('a.severity'))} AS problem_count, ${counted(isNoteSql('a.severity'))} AS note_count
       FROM document d LEFT JOIN attempt_end e ON e.attempt_id = d.newest_answer_id
       WHERE d.id IN (SELECT value FROM json_each(?))`,
    )
    .all(wanted))
    files.set(row.id, ofDocument(db, row))
  return ids.flatMap((id) => files.get(id) ?? [])
}
