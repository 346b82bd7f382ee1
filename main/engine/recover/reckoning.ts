// Brings a database that is older than what happened in step with what is known besides: the verdict file gives back
// every verdict since, with its reference; whatever else may have been sent since asks a person (design 4.6). One
// transaction; done twice it changes nothing the second time.

import { lastVerdicts, readVerdicts, type WrittenVerdict } from '../answer/verdict-log.ts'
import { createDelivery } from '../judging/judgement-table.ts'
import { interruptOpenOrders } from '../decide/file-order-table.ts'
import { afresh, documentBySha256, moveDocument, theDocument } from '../life/document-table.ts'
import { insertAttemptEnd, openAttempts } from '../send/attempt-table.ts'
import type { Db } from '../storage/open-database.ts'
import { addRecovery, type Recovery } from './lost-span.ts'
import { laterOf, witnessOf, type Witness } from './witness.ts'

export interface ReckoningQuestion {
  readonly dataDirectory: string
  /** This PC's time. */
  readonly at: number
  /** What the database had reached as far as the files beside it tell; numbers up to there are not given again. */
  readonly outside: Witness
  readonly recovery: Omit<Recovery, 'highestKnown' | 'scanned' | 'foldersMet'>
  /** What happened, for the list of times when something was down. */
  readonly sentence: string
}

export interface Reckoned {
  /** Verdicts that were read back. */
  readonly verdicts: number
  /** Documents of which nobody knows whether they were sent. */
  readonly asking: number
}

/**
 * How far the numbers go on behind the highest one known. A delivery's number is what the cloud may know it by
 * (Idempotency-Key): one that may have been given before must not mean another document now.
 */
const numberGap = 1000
/** Without live.json the last numbers given are not known at all. */
const blindGap = 100_000

const goOnBehind = (db: Db, outside: Witness): void => {
  const own = witnessOf(db)
  const reached = laterOf(own, outside)
  const gap = outside.sighting > 0 ? numberGap : blindGap
  for (const table of ['sighting', 'delivery', 'attempt'] as const) {
    const to = reached[table] + gap
    const { changes } = db.prepare('UPDATE sqlite_sequence SET seq = ? WHERE name = ?').run(to, table)
    if (changes === 0) db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, to)
  }
}

interface KnownEnd {
  readonly sha256: string | null
  readonly ended_at: number
}

const isKnown = (db: Db, verdict: WrittenVerdict): boolean => {
  const end = db
    .prepare<[number], KnownEnd>(
      `SELECT d.sha256, e.ended_at FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id
         JOIN document d ON d.id = a.document_id WHERE e.attempt_id = ?`,
    )
    .get(verdict.attempt)
  return end !== undefined && end.sha256 === verdict.sha256 && end.ended_at === Date.parse(verdict.at)
}

/** The last word on each document that the database does not know yet. */
const unknownVerdicts = (db: Db, dataDirectory: string): WrittenVerdict[] => {
  const last = new Map<string, WrittenVerdict | null>()
  for (const verdict of readVerdicts(dataDirectory)) last.set(verdict.sha256, isKnown(db, verdict) ? null : verdict)
  return [...last.values()].filter((verdict) => verdict !== null)
}

/** A row for a document of which only the verdict is left; its bytes join it when they are found in a folder again. */
const insertRemembered = (db: Db, verdict: WrittenVerdict, at: number): number => {
  const told = (time: string | null): number => Date.parse(time ?? verdict.at)
  const id = Number(
    db
      .prepare(
        `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state)
         VALUES (NULL, ?, ?, NULL, ?, ?, 0, 'vanished')`,
      )
      .run(verdict.name, verdict.size, told(verdict.foundAt), told(verdict.storedAt)).lastInsertRowid,
  )
  db.prepare(
    `INSERT INTO document (id, source, name, sha256, size, found_at, stored_at, state, state_since, order_date, business_dates)
     VALUES (@id, 'folder', @name, @sha256, @size, @foundAt, @storedAt, 'unclear', @at, @orderDate, @dates)`,
  ).run({
    id,
    name: verdict.name,
    sha256: verdict.sha256,
    size: verdict.size ?? 0,
    foundAt: told(verdict.foundAt),
    storedAt: told(verdict.storedAt),
    at,
    orderDate: verdict.businessDates[0] ?? (verdict.storedAt ?? verdict.at).slice(0, 10),
    dates: JSON.stringify(verdict.businessDates),
  })
  db.prepare(`UPDATE sighting SET state = 'stored', document_id = ? WHERE id = ?`).run(id, id)
  return id
}

/** Keeps the number the attempt had, unless the database has given it to another one. */
const insertAttemptAgain = (db: Db, verdict: WrittenVerdict, documentId: number, deliveryId: number): number => {
  const taken = db.prepare('SELECT 1 FROM attempt WHERE id = ?').get(verdict.attempt) !== undefined
  const number =
    (db
      .prepare<[number], number | null>('SELECT max(number) FROM attempt WHERE document_id = ?')
      .pluck()
      .get(documentId) ?? 0) + 1
  return Number(
    db
      .prepare('INSERT INTO attempt (id, delivery_id, document_id, number, started_at) VALUES (?, ?, ?, ?, ?)')
      .run(taken ? null : verdict.attempt, deliveryId, documentId, number, Date.parse(verdict.at)).lastInsertRowid,
  )
}

const interrupted = {
  outcome: 'interrupted',
  httpStatus: null,
  mayHaveArrived: true,
  sentence: 'The records were restored; what became of this attempt is not known.',
  acknowledgement: null,
  raw: null,
} as const

/** The attempt the verdict answered: the one that was on its way when the copy was made, or one made up for it. */
const attemptOf = (
  db: Db,
  verdict: WrittenVerdict,
  documentId: number,
): { readonly deliveryId: number; readonly attemptId: number } => {
  const open = db
    .prepare<[number], { id: number; delivery_id: number }>(
      `SELECT a.id, a.delivery_id FROM attempt a LEFT JOIN attempt_end e ON e.attempt_id = a.id
       WHERE a.document_id = ? AND e.attempt_id IS NULL`,
    )
    .all(documentId)
  for (const { id } of open) if (id !== verdict.attempt) insertAttemptEnd(db, id, interrupted, Date.parse(verdict.at))
  const own = open.find(({ id }) => id === verdict.attempt)
  if (own !== undefined) return { deliveryId: own.delivery_id, attemptId: own.id }
  const deliveryId = createDelivery(db, documentId, Date.parse(verdict.at), null)
  return { deliveryId, attemptId: insertAttemptAgain(db, verdict, documentId, deliveryId) }
}

const readBack = (db: Db, verdict: WrittenVerdict, at: number): void => {
  const id = documentBySha256(db, verdict.sha256)?.id ?? insertRemembered(db, verdict, at)
  const document = theDocument(db, id)
  const answeredAt = Date.parse(verdict.at)
  const { deliveryId, attemptId } = attemptOf(db, verdict, id)
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, sentence, reference_id)
     VALUES (?, ?, ?, 1, 'The records were restored; this verdict was read back from the verdict file.', ?)`,
  ).run(attemptId, answeredAt, verdict.verdict, verdict.referenceId)
  const accepted = verdict.verdict !== 'refused'
  moveDocument(db, id, { kind: 'verdict-read', state: verdict.verdict }, answeredAt, {
    delivery_id: deliveryId,
    attempts: db.prepare<[number], number>('SELECT count(*) FROM attempt WHERE document_id = ?').pluck().get(id) ?? 1,
    ...afresh,
    newest_answer_id: attemptId,
    ...(accepted && document.accepted_at === null
      ? { accepted_at: answeredAt, accepted_reference_id: verdict.referenceId }
      : {}),
  })
}

/**
 * Verdicts that an engine could only write into the file, because its database took nothing any more: their attempts
 * have no end. Returns how many were read back.
 */
export const readBackRescued = (db: Db, dataDirectory: string, at: number): number => {
  const open = new Set(openAttempts(db).map(({ id }) => id))
  if (open.size === 0) return 0
  return db
    .transaction(() => {
      const rescued = lastVerdicts(dataDirectory).filter(({ attempt, sha256 }) => {
        if (!open.has(attempt)) return false
        const own = db
          .prepare<[number], string | null>(
            'SELECT d.sha256 FROM attempt a JOIN document d ON d.id = a.document_id WHERE a.id = ?',
          )
          .pluck()
          .get(attempt)
        return own === sha256
      })
      for (const verdict of rescued) readBack(db, verdict, at)
      return rescued.length
    })
    .immediate()
}

/** Everything that would go by itself asks instead. */
const leaveToPersons = (db: Db, at: number): void => {
  for (const { id } of openAttempts(db)) insertAttemptEnd(db, id, interrupted, at)
  const ids = db
    .prepare<[], number>(
      `SELECT id FROM document WHERE state IN ('waiting', 'sending') OR (state = 'unclear' AND due_at IS NOT NULL)`,
    )
    .pluck()
    .all()
  for (const id of ids)
    moveDocument(db, id, { kind: 'restored' }, at, { due_at: null, delay_ms: null, wait_cause: null })
  // Put back, it would go by itself as well.
  db.prepare(
    `UPDATE document SET put_aside_from = '{"state":"unclear","problem":"restored"}', due_at = NULL, delay_ms = NULL
     WHERE state IN ('set-aside', 'ignored') AND json_extract(put_aside_from, '$.state') IN ('waiting', 'unclear')`,
  ).run()
}

const notePeriod = (db: Db, { recovery, sentence }: ReckoningQuestion): void => {
  db.prepare(`INSERT INTO outage (what, began_at, ended_at, sentence) VALUES ('engine', ?, ?, ?)`).run(
    Math.min(recovery.backupAt ?? recovery.aliveUntil, recovery.at),
    recovery.at,
    sentence,
  )
}

/** Throws what SQLite or the file system says; then nothing of it was done. */
export const reckon = (db: Db, question: ReckoningQuestion): Reckoned =>
  db
    .transaction(() => {
      const { at, dataDirectory, outside, recovery } = question
      const verdicts = unknownVerdicts(db, dataDirectory)
      goOnBehind(db, outside)
      for (const verdict of verdicts) readBack(db, verdict, at)
      leaveToPersons(db, at)
      interruptOpenOrders(db)
      const highestKnown = db.prepare<[], number | null>('SELECT max(id) FROM document').pluck().get() ?? 0
      addRecovery(db, { ...recovery, highestKnown, foldersMet: false, scanned: {} })
      notePeriod(db, question)
      const asking =
        db
          .prepare<[], number>(
            `SELECT count(*) FROM document WHERE (state = 'unclear' AND problem = 'restored') OR state = 'stored'`,
          )
          .pluck()
          .get() ?? 0
      return { verdicts: verdicts.length, asking }
    })
    .immediate()
