// Attempts and their ends. An attempt is committed before its first byte leaves, its end together with the state it
// leads to; neither is ever rewritten (design 4).

import { deflateSync, inflateSync } from 'node:zlib'
import type { AttemptOutcome } from '../../../contract/file-facts.ts'
import type { Acknowledgement } from '../answer/acknowledgement.ts'
import type { Db } from '../storage/open-database.ts'

export interface StartedAttempt {
  readonly id: number
  readonly number: number
}

export const insertAttempt = (db: Db, documentId: number, deliveryId: number, at: number): StartedAttempt => {
  const number =
    (db
      .prepare<[number], number>('SELECT coalesce(max(number), 0) FROM attempt WHERE document_id = ?')
      .pluck()
      .get(documentId) ?? 0) + 1
  const { lastInsertRowid } = db
    .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, ?, ?)')
    .run(deliveryId, documentId, number, at)
  return { id: Number(lastInsertRowid), number }
}

export interface AttemptEnd {
  readonly outcome: AttemptOutcome
  readonly httpStatus: number | null
  readonly mayHaveArrived: boolean
  readonly sentence: string | null
  readonly acknowledgement: Acknowledgement | null
  readonly raw: Uint8Array | null
}

export const insertAttemptEnd = (db: Db, attemptId: number, end: AttemptEnd, at: number): void => {
  const { acknowledgement } = end
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, http_status, may_have_arrived, sentence, reference_id,
       document_name, validation_status, status_message, raw)
     VALUES (@attemptId, @at, @outcome, @httpStatus, @mayHaveArrived, @sentence, @referenceId, @documentName, @status,
       @statusMessage, @raw)`,
  ).run({
    attemptId,
    at,
    outcome: end.outcome,
    httpStatus: end.httpStatus,
    mayHaveArrived: end.mayHaveArrived ? 1 : 0,
    sentence: end.sentence,
    referenceId: acknowledgement?.referenceId ?? null,
    documentName: acknowledgement?.documentName ?? null,
    status: acknowledgement?.status ?? null,
    statusMessage: acknowledgement?.statusMessage ?? null,
    raw: end.raw === null || end.raw.length === 0 ? null : deflateSync(end.raw),
  })
  const insertDetail = db.prepare(
    'INSERT INTO answer_detail (attempt_id, number, line, position, severity, message) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const [i, { line, position, severity, message }] of (acknowledgement?.details ?? []).entries())
    insertDetail.run(attemptId, i + 1, line, position, severity, message)
}

/** The kept body of an answer as text; bytes that are no UTF-8 show as the replacement character. */
export const rawAnswerText = (raw: Uint8Array | null): string | null =>
  raw === null ? null : inflateSync(raw).toString('utf8')

/** Attempts that were started and never ended: the engine died under them. */
export const openAttempts = (db: Db): { id: number; document_id: number }[] =>
  db
    .prepare<[], { id: number; document_id: number }>(
      `SELECT a.id, a.document_id FROM document d JOIN attempt a ON a.document_id = d.id
         LEFT JOIN attempt_end e ON e.attempt_id = a.id WHERE d.state = 'sending' AND e.attempt_id IS NULL`,
    )
    .all()
