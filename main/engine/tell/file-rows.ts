// The rows of the file lists, read for a page of ids at a time: what a row shows comes from one statement, so that a
// page of five hundred costs a few milliseconds whatever the store's size.

import type { EngineStatus } from '../../../contract/engine-status.ts'
import type { FileRow } from '../../../contract/ipc.ts'
import type { SightingRow } from '../collect/sighting-table.ts'
import type { DocumentRow } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampOrNull } from '../support/timestamp.ts'
import { basicsOfDocument, basicsOfSighting } from './file-basics.ts'

/** Why files wait that could go otherwise; null when nothing but themselves holds them. */
export type CommonWait = 'paused' | 'sign-in' | 'no-internet' | null

/** What holds everything that waits, from the engine's status; the first that applies is the cause a person can use. */
export const commonWaitOf = ({ paused, problems, signIn }: EngineStatus): CommonWait => {
  if (paused !== null) return 'paused'
  if (signIn === 'refused' || signIn === 'no-password' || signIn === 'no-token') return 'sign-in'
  return problems.some(({ code }) => code === 'no-internet') ? 'no-internet' : null
}

/**
 * Severities of answers in SQL: "Warning" is a note, "Info" is neither, and a word nobody has told us about counts as
 * the worst, as in the window.
 */
export const isProblemSql = (column: string): string =>
  `lower(trim(coalesce(${column}, ''))) NOT IN ('warning', 'info', 'information')`
export const isNoteSql = (column: string): string => `lower(trim(coalesce(${column}, ''))) = 'warning'`

/** True for a document whose newest answer names at least one problem. */
export const answerHasProblemSql = (document: string): string =>
  `EXISTS (SELECT 1 FROM answer_detail a WHERE a.attempt_id = ${document}.newest_answer_id AND ${isProblemSql('a.severity')})`

/** An answer's messages count once there is an answer; until then our own findings do. */
const countSql = (ofAnswer: string, severity: 'error' | 'warning'): string => `
  CASE WHEN d.newest_answer_id IS NULL
    THEN (SELECT count(*) FROM finding f WHERE f.document_id = d.id AND f.severity = '${severity}')
    ELSE (SELECT count(*) FROM answer_detail a WHERE a.attempt_id = d.newest_answer_id AND ${ofAnswer}) END`

interface DocumentListRow extends DocumentRow {
  readonly answered_at: number | null
  readonly sent_at: number | null
  readonly reference_id: string | null
  readonly validation_status: string | null
  readonly problem_count: number
  readonly note_count: number
}

const waitCauseOf = ({ state, due_at, wait_cause }: DocumentRow, common: CommonWait): FileRow['waitCause'] =>
  state === 'waiting' || (state === 'unclear' && due_at !== null) ? (common ?? wait_cause) : null

const rowOfDocument = (db: Db, row: DocumentListRow, common: CommonWait): FileRow => ({
  ...basicsOfDocument(db, row),
  sentAt: timestampOrNull(row.sent_at),
  referenceId: row.accepted_reference_id ?? row.reference_id,
  validationStatus: row.validation_status,
  sales: row.sales,
  answeredAt: timestampOrNull(row.answered_at),
  problemCount: row.problem_count,
  noteCount: row.note_count,
  waitCause: waitCauseOf(row, common),
})

const rowOfSighting = (row: SightingRow): FileRow => ({
  ...basicsOfSighting(row),
  sentAt: null,
  referenceId: null,
  validationStatus: null,
  sales: null,
  answeredAt: null,
  problemCount: 0,
  noteCount: 0,
  waitCause: null,
})

/** The rows of these files, in the order of the ids; an id that is no file is left out. */
export const fileRows = (db: Db, ids: readonly number[], common: CommonWait): FileRow[] => {
  const wanted = JSON.stringify(ids)
  const rows = new Map<number, FileRow>()
  const sightings = db
    .prepare<[string], SightingRow>(
      'SELECT * FROM sighting WHERE document_id IS NULL AND id IN (SELECT value FROM json_each(?))',
    )
    .all(wanted)
  for (const row of sightings) rows.set(row.id, rowOfSighting(row))
  const documents = db
    .prepare<[string], DocumentListRow>(
      `SELECT d.*, e.ended_at AS answered_at,
         (SELECT t.started_at FROM attempt t WHERE t.document_id = d.id ORDER BY t.number LIMIT 1) AS sent_at, e.reference_id, e.validation_status,
         ${countSql(isProblemSql('a.severity'), 'error')} AS problem_count,
         ${countSql(isNoteSql('a.severity'), 'warning')} AS note_count
       FROM document d LEFT JOIN attempt_end e ON e.attempt_id = d.newest_answer_id
       WHERE d.id IN (SELECT value FROM json_each(?))`,
    )
    .all(wanted)
  for (const row of documents) rows.set(row.id, rowOfDocument(db, row, common))
  return ids.flatMap((id) => rows.get(id) ?? [])
}
