// Reads what is told about files: `files`, `show` and the screens. Read only; works beside a running engine.

import type {
  AcknowledgementDetail,
  AttemptFacts,
  AttemptOutcome,
  DecisionFacts,
  DeliveryFacts,
  FileFacts,
  FileSummary,
  SightingFacts,
} from '../../../contract/file-facts.ts'
import type { Finding, JournalEvent } from '../../../contract/judgement.ts'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import type { SightingRow } from '../collect/sighting-table.ts'
import { documentOfFile } from '../decide/decision.ts'
import type { DocumentRow, Relation } from '../life/document-table.ts'
import { rawAnswerText } from '../send/attempt-table.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'
import { basicsOfDocument, basicsOfSighting } from './file-basics.ts'

interface AnswerRow {
  readonly attempt_id: number
  readonly reference_id: string | null
  readonly validation_status: string | null
  readonly status_message: string | null
  readonly sentence: string | null
}

const detailsOf = (db: Db, attemptId: number): AcknowledgementDetail[] =>
  db
    .prepare<[number], AcknowledgementDetail>(
      'SELECT line, position, severity, message FROM answer_detail WHERE attempt_id = ? ORDER BY number',
    )
    .all(attemptId)

/** The answer a document stands by: its newest one; the reference of the first acceptance stays (design 4). */
const summaryOfDocument = (db: Db, row: DocumentRow): FileSummary => {
  const answer =
    row.newest_answer_id === null
      ? undefined
      : db
          .prepare<[number], AnswerRow>(
            'SELECT attempt_id, reference_id, validation_status, status_message, sentence FROM attempt_end WHERE attempt_id = ?',
          )
          .get(row.newest_answer_id)
  return {
    ...basicsOfDocument(db, row),
    referenceId: row.accepted_reference_id ?? answer?.reference_id ?? null,
    validationStatus: answer?.validation_status ?? null,
    statusMessage: answer?.status_message ?? (row.state === 'refused' ? (answer?.sentence ?? null) : null),
    details: answer === undefined ? [] : detailsOf(db, answer.attempt_id),
  }
}

const summaryOfSighting = (row: SightingRow): FileSummary => ({
  ...basicsOfSighting(row),
  referenceId: null,
  validationStatus: null,
  statusMessage: null,
  details: [],
})

const sightingStates: readonly DocumentState[] = ['found', 'vanished', 'ignored']

/** All files, or those in a state, newest first; one at a time, so that a year's list needs no memory. */
export const eachFile = function* (db: Db, state: DocumentState | null): Generator<FileSummary> {
  const ids = db
    .prepare<[], { id: number; is_document: 0 | 1 }>(
      `SELECT id, 1 AS is_document FROM document ${state === null ? '' : `WHERE state = '${state}'`}
       UNION ALL
       SELECT id, 0 AS is_document FROM sighting WHERE document_id IS NULL
         ${state === null ? '' : sightingStates.includes(state) ? `AND state = '${state}'` : 'AND 0'}
       ORDER BY id DESC`,
    )
    .all()
  const document = db.prepare<[number], DocumentRow>('SELECT * FROM document WHERE id = ?')
  const sighting = db.prepare<[number], SightingRow>('SELECT * FROM sighting WHERE id = ?')
  for (const { id, is_document: isDocument } of ids) {
    if (isDocument === 1) {
      const row = document.get(id)
      if (row !== undefined && (state === null || row.state === state)) yield summaryOfDocument(db, row)
    } else {
      const row = sighting.get(id)
      // It may have become a document, with the same id, since the list was made.
      if (row !== undefined && row.document_id === null) yield summaryOfSighting(row)
    }
  }
}

/** Summary of one file by its id, or by the id of any of its sightings; null when there is none. */
export const fileSummary = (db: Db, fileId: number): FileSummary | null => {
  const document = documentOfFile(db, fileId)
  if (document !== undefined) return summaryOfDocument(db, document)
  const sighting = db.prepare<[number], SightingRow>('SELECT * FROM sighting WHERE id = ?').get(fileId)
  return sighting === undefined ? null : summaryOfSighting(sighting)
}

interface SightingWithFolder extends SightingRow {
  readonly folder: string | null
}

const sightingFacts = (row: SightingWithFolder): SightingFacts => ({
  id: String(row.id),
  folder: row.folder ?? '',
  path: row.path,
  size: row.size,
  modifiedAt:
    row.mtime_ns === null || row.mtime_ns === '0' ? null : timestampFrom(Number(BigInt(row.mtime_ns) / 1_000_000n)),
  firstSeenAt: timestampFrom(row.first_seen_at),
  lastSeenAt: timestampFrom(row.last_seen_at),
  archivedTo: row.archived_to,
})

interface AttemptRow {
  readonly id: number
  readonly number: number
  readonly started_at: number
  readonly ended_at: number | null
  readonly outcome: AttemptOutcome | null
  readonly http_status: number | null
  readonly may_have_arrived: 0 | 1 | null
  readonly sentence: string | null
  readonly reference_id: string | null
  readonly document_name: string | null
  readonly validation_status: string | null
  readonly status_message: string | null
  readonly raw: Buffer | null
}

const attemptsOf = (db: Db, deliveryId: number): AttemptFacts[] =>
  db
    .prepare<[number], AttemptRow>(
      `SELECT a.id, a.number, a.started_at, e.ended_at, e.outcome, e.http_status, e.may_have_arrived, e.sentence,
         e.reference_id, e.document_name, e.validation_status, e.status_message, e.raw
       FROM attempt a LEFT JOIN attempt_end e ON e.attempt_id = a.id WHERE a.delivery_id = ? ORDER BY a.number`,
    )
    .all(deliveryId)
    .map((row) => ({
      number: row.number,
      startedAt: timestampFrom(row.started_at),
      endedAt: timestampOrNull(row.ended_at),
      outcome: row.outcome,
      httpStatus: row.http_status,
      // An attempt that has not ended yet may have arrived already.
      mayHaveArrived: row.may_have_arrived !== 0,
      sentence: row.sentence,
      referenceId: row.reference_id,
      documentName: row.document_name,
      validationStatus: row.validation_status,
      statusMessage: row.status_message,
      rawAnswer: rawAnswerText(row.raw),
      details: detailsOf(db, row.id),
    }))

const deliveriesOf = (db: Db, documentId: number): DeliveryFacts[] =>
  db
    .prepare<[number], { id: number; created_at: number; decision_id: number | null }>(
      'SELECT id, created_at, decision_id FROM delivery WHERE document_id = ? ORDER BY id',
    )
    .all(documentId)
    .map((row) => ({
      id: String(row.id),
      createdAt: timestampFrom(row.created_at),
      cause: row.decision_id === null ? 'automatic' : 'person',
      attempts: attemptsOf(db, row.id),
    }))

interface DecisionRow {
  readonly id: number
  readonly action: string
  readonly who: string
  readonly requested_at: number
  readonly reason: string | null
  readonly applied: 0 | 1 | null
  readonly sentence: string | null
}

const decisionsOf = (db: Db, fileIds: readonly number[]): DecisionFacts[] =>
  db
    .prepare<number[], DecisionRow>(
      `SELECT d.id, d.action, d.who, d.requested_at, d.reason, r.applied, r.sentence FROM decision d
         LEFT JOIN decision_result r ON r.decision_id = d.id
       WHERE d.file_id IN (${fileIds.map(() => '?').join(',')}) ORDER BY d.id`,
    )
    .all(...fileIds)
    .map((row) => ({
      id: String(row.id),
      action: row.action,
      who: row.who,
      at: timestampFrom(row.requested_at),
      reason: row.reason,
      applied: row.applied === 1,
      sentence: row.sentence,
    }))

const relatedOf = (db: Db, related: string): FileFacts['related'] =>
  (JSON.parse(related) as Relation[]).map(({ id, relation }) => ({
    id: String(id),
    name: db.prepare<[number], string>('SELECT name FROM document WHERE id = ?').pluck().get(id) ?? '',
    relation,
  }))

const sightingsWhere = (db: Db, where: string, id: number): SightingWithFolder[] =>
  db
    .prepare<[number], SightingWithFolder>(
      `SELECT s.*, f.path AS folder FROM sighting s LEFT JOIN folder f ON f.id = s.folder_id WHERE ${where} ORDER BY s.id`,
    )
    .all(id)

/** Everything kept about one file; null when there is no such id. */
export const fileFacts = (db: Db, fileId: number): FileFacts | null => {
  const document = documentOfFile(db, fileId)
  if (document === undefined) {
    const [sighting] = sightingsWhere(db, 's.id = ?', fileId)
    if (sighting === undefined) return null
    return {
      ...summaryOfSighting(sighting),
      encoding: null,
      version: null,
      storeLocationId: null,
      vendor: null,
      vendorModel: null,
      related: [],
      sightings: [sightingFacts(sighting)],
      events: [],
      findings: [],
      deliveries: [],
      decisions: decisionsOf(db, [fileId]),
      contentRemovedAt: null,
      contentRemovedWhy: null,
      detailsRemovedAt: null,
    }
  }
  const sightings = sightingsWhere(db, 's.document_id = ?', document.id)
  const events = db
    .prepare<[number], JournalEvent>(
      `SELECT type, register_id AS registerId, transaction_id AS transactionId, business_date AS businessDate,
         grand_amount AS grandAmount, line, end_line AS endLine FROM event WHERE document_id = ? ORDER BY number`,
    )
    .all(document.id)
  const findings = db
    .prepare<[number], Finding>(
      'SELECT severity, rule, line, col AS "column", message FROM finding WHERE document_id = ? ORDER BY number',
    )
    .all(document.id)
  return {
    ...summaryOfDocument(db, document),
    encoding: document.encoding,
    version: document.version,
    storeLocationId: document.store_location_id,
    vendor: document.vendor,
    vendorModel: document.vendor_model,
    related: relatedOf(db, document.related),
    sightings: sightings.map(sightingFacts),
    events,
    findings,
    deliveries: deliveriesOf(db, document.id),
    decisions: decisionsOf(db, [...new Set([document.id, ...sightings.map(({ id }) => id)])]),
    contentRemovedAt: timestampOrNull(document.bytes_removed_at),
    contentRemovedWhy: document.bytes_removed_why,
    detailsRemovedAt: timestampOrNull(document.details_removed_at),
  }
}
