// Writes what the reader found in a document and decides what that means for it: one transaction, repeatable at any
// time (design 4.2). The rules about other documents (a newer version, repeated sales: design 4.1) are applied here,
// because they need the rows of those documents.

import { nextStanding, type Standing, type Verdict } from '../life/document-state.ts'
import { documentById, moveDocument, theDocument, withRelation, type DocumentRow } from '../life/document-table.ts'
import type { Judgement } from '../judge/judgement.ts'
import { keepRegisterEvents } from '../days/facts/register-event-table.ts'
import { mayHaveBeenSentInLostSpan } from '../recover/lost-span.ts'
import type { Db } from '../storage/open-database.ts'
import { findingsInContext } from './context-findings.ts'
import { writeEventFacts } from './event-facts.ts'
import { isLiveSale, salesAmount, transactionKeys } from './transaction-key.ts'

export interface JudgingRules {
  readonly sendRepeated: 'ask' | 'send'
  /** For the words of a finding; the verdict itself is decided before. Left out = any store. */
  readonly storeLocationIds?: readonly string[]
}

const writeEvents = (db: Db, id: number, judgement: Judgement): void => {
  db.prepare('DELETE FROM event WHERE document_id = ?').run(id)
  db.prepare('DELETE FROM finding WHERE document_id = ?').run(id)
  db.prepare('DELETE FROM transaction_key WHERE document_id = ?').run(id)
  const insertEvent = db.prepare(
    `INSERT INTO event (document_id, number, type, register_id, transaction_id, business_date, grand_amount, line, end_line, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const [i, event] of judgement.events.entries()) {
    const { type, registerId, transactionId, businessDate, grandAmount, line, endLine } = event
    insertEvent.run(
      id,
      i + 1,
      type,
      registerId,
      transactionId,
      businessDate,
      grandAmount,
      line,
      endLine,
      writeEventFacts(event),
    )
  }
  const insertFinding = db.prepare(
    'INSERT INTO finding (document_id, number, severity, rule, line, col, message) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [i, { severity, rule, line, column, message }] of judgement.findings.entries())
    insertFinding.run(id, i + 1, severity, rule, line, column, message)
  const insertKey = db.prepare('INSERT INTO transaction_key (key, document_id) VALUES (?, ?)')
  for (const key of transactionKeys(judgement)) insertKey.run(key, id)
  keepRegisterEvents(db, id, judgement.events)
}

const writeFacts = (db: Db, document: DocumentRow, judgement: Judgement, readerVersion: number): void => {
  const live = judgement.events.filter(isLiveSale)
  const dates = [...new Set(judgement.events.flatMap(({ businessDate }) => businessDate ?? []))].sort()
  const storedDate = new Date(document.stored_at).toISOString().slice(0, 10)
  db.prepare(
    `UPDATE document SET reader_version = @readerVersion, encoding = @encoding, root = @root, version = @version,
       store_location_id = @storeLocationId, vendor = @vendor, vendor_model = @vendorModel, order_date = @orderDate,
       business_dates = @dates, sales = @sales, sales_amount = @amount, judging_starts = 0 WHERE id = @id`,
  ).run({
    id: document.id,
    readerVersion,
    encoding: judgement.encoding,
    root: judgement.root,
    version: judgement.version,
    storeLocationId: judgement.storeLocationId,
    vendor: judgement.vendor,
    vendorModel: judgement.vendorModel,
    orderDate: dates[0] ?? storedDate,
    dates: JSON.stringify(dates),
    sales: judgement.root === null ? null : live.length,
    amount: salesAmount(judgement.events),
  })
}

/** Documents that were seen under the same name in the same folder before this one. */
const olderVersions = (db: Db, id: number): DocumentRow[] =>
  db
    .prepare<[number, number], DocumentRow>(
      `SELECT DISTINCT d.* FROM sighting mine
         JOIN sighting other ON other.folder_id = mine.folder_id AND other.path = mine.path AND other.id < mine.id
         JOIN document d ON d.id = other.document_id
       WHERE mine.document_id = ? AND d.id <> ? ORDER BY d.id`,
    )
    .all(id, id)

const sentByPerson = (db: Db, document: DocumentRow): boolean =>
  document.delivery_id !== null &&
  db
    .prepare<[number], number | null>('SELECT decision_id FROM delivery WHERE id = ?')
    .pluck()
    .get(document.delivery_id) !== null

/**
 * A register that renames its file and begins the name anew has not replaced it: the older file lies there under its new
 * name, with sales of its own, and must go on.
 */
const liesUnderAnotherName = (db: Db, olderId: number, newerId: number): boolean =>
  db
    .prepare<[number, number], number>(
      `SELECT EXISTS (SELECT 1 FROM sighting s WHERE s.document_id = ? AND s.present = 1 AND NOT EXISTS
         (SELECT 1 FROM sighting mine WHERE mine.document_id = ? AND mine.folder_id IS s.folder_id AND mine.path = s.path))`,
    )
    .pluck()
    .get(olderId, newerId) === 1

const replaceOlderVersions = (db: Db, document: DocumentRow, at: number): void => {
  const isFirstJudging = document.state === 'stored'
  for (const older of olderVersions(db, document.id)) {
    // A person had the older one sent while the newer one could not be read.
    if (!isFirstJudging && sentByPerson(db, older)) continue
    const standing: Standing = { state: older.state, problem: older.problem }
    if (nextStanding(standing, { kind: 'replaced' }) === null || liesUnderAnotherName(db, older.id, document.id))
      continue
    moveDocument(db, older.id, { kind: 'replaced' }, at, {
      related: withRelation(older.related, { id: document.id, relation: 'replaced-by' }),
    })
    const current = documentById(db, document.id)
    if (current === undefined) throw new Error(`document ${document.id} is gone`)
    db.prepare('UPDATE document SET related = ? WHERE id = ?').run(
      withRelation(current.related, { id: older.id, relation: 'replaces' }),
      document.id,
    )
  }
}

/**
 * Holds of a document `d` whose sales the cloud has, or is about to get. A refused, held, replaced, ignored or set-aside
 * document does not count: the cloud does not have its sales; but one that may have arrived before a person put it aside
 * does.
 */
export const countsAsSent = `(d.accepted_at IS NOT NULL OR d.state IN ('waiting', 'sending', 'unclear', 'accepted', 'accepted-with-notes')
              OR (d.state IN ('set-aside', 'ignored') AND json_extract(d.put_aside_from, '$.state') = 'unclear'))`

/** Asked first, because it is quick and nearly always false. */
const sharesAnySale = (db: Db, id: number): boolean =>
  db
    .prepare<[number, number]>(
      `SELECT 1 FROM transaction_key mine JOIN transaction_key other ON other.key = mine.key AND other.document_id <> ?
       WHERE mine.document_id = ? LIMIT 1`,
    )
    .get(id, id) !== undefined

/** Other documents on their way to the cloud, or there, that share a live sale with this one; oldest first. */
export const documentsSharingSales = (db: Db, id: number): { id: number; name: string; shared: number }[] => {
  if (!sharesAnySale(db, id)) return []
  return db
    .prepare<[number, number], { id: number; name: string; shared: number }>(
      `SELECT d.id, d.name, count(*) AS shared FROM transaction_key mine
         JOIN transaction_key other ON other.key = mine.key AND other.document_id <> ?
         JOIN document d ON d.id = other.document_id
       WHERE mine.document_id = ?
         AND ${countsAsSent}
       GROUP BY d.id ORDER BY d.id`,
    )
    .all(id, id)
}

const repeatsSentence = (other: { id: number; name: string; shared: number }, sales: number): string =>
  sales === 1
    ? `The only sale in this file is known from file ${other.id} (${other.name}).`
    : `${other.shared} of ${sales} sales in this file ${other.shared === 1 ? 'is' : 'are'} known from file ${other.id} (${other.name}).`

/** The sentences about repeated sales, which a reading of the bytes cannot tell. */
const repeatsTold = (db: Db, id: number): string[] =>
  db
    .prepare<[number], string>("SELECT message FROM finding WHERE document_id = ? AND rule = 'repeats' ORDER BY number")
    .pluck()
    .all(id)

/**
 * The facts of a document that stands where it stands: events, findings, amounts. What was said about its repeated sales
 * stays; and what a reader cannot read any more stays as the earlier one read it, because sales are known by it.
 */
const refreshFacts = (db: Db, document: DocumentRow, judgement: Judgement, readerVersion: number): void => {
  if (!judgement.wellFormed && document.root !== null) {
    db.prepare('UPDATE document SET reader_version = ?, judging_starts = 0 WHERE id = ?').run(
      readerVersion,
      document.id,
    )
    return
  }
  const repeated = repeatsTold(db, document.id).map((message) => ({
    severity: 'warning' as const,
    rule: 'repeats',
    line: null,
    column: null,
    message,
  }))
  writeEvents(db, document.id, { ...judgement, findings: [...judgement.findings, ...repeated] })
  writeFacts(db, document, judgement, readerVersion)
}

/** Writes what a document repeats into its findings and relations. */
export const noteRepeats = (
  db: Db,
  id: number,
  sharing: readonly { id: number; name: string; shared: number }[],
): void => {
  db.prepare(`DELETE FROM finding WHERE document_id = ? AND rule = 'repeats'`).run(id)
  const next = db
    .prepare<[number], number>('SELECT coalesce(max(number), 0) FROM finding WHERE document_id = ?')
    .pluck()
  const insert = db.prepare(
    `INSERT INTO finding (document_id, number, severity, rule, line, col, message) VALUES (?, ?, 'warning', 'repeats', NULL, NULL, ?)`,
  )
  const sales =
    db.prepare<[number], number>('SELECT count(*) FROM transaction_key WHERE document_id = ?').pluck().get(id) ?? 0
  let number = next.get(id) ?? 0
  let related = documentById(db, id)?.related ?? '[]'
  for (const other of sharing.slice(0, 20)) {
    insert.run(id, ++number, repeatsSentence(other, sales))
    related = withRelation(related, { id: other.id, relation: 'repeats' })
  }
  db.prepare('UPDATE document SET related = ? WHERE id = ?').run(related, id)
}

/** A new delivery of a document; `decisionId` when a person decided it. Returns its id. */
export const createDelivery = (db: Db, documentId: number, at: number, decisionId: number | null): number =>
  Number(
    db
      .prepare('INSERT INTO delivery (document_id, created_at, decision_id) VALUES (?, ?, ?)')
      .run(documentId, at, decisionId).lastInsertRowid,
  )

const finalVerdict = (document: DocumentRow, verdict: Verdict, judgement: Judgement): Verdict =>
  document.cut_off === 1 && !judgement.wellFormed && verdict.state === 'held' && verdict.problem === 'not-well-formed'
    ? { state: 'held', problem: 'cut-off' }
    : verdict

/**
 * Keeps a judgement and moves the document by it; call it inside a transaction. A document that a person ordered to
 * be sent, or that is beyond judging (sending, answered, put aside), keeps its state and only gets the facts.
 */
export const applyJudgement = (
  db: Db,
  id: number,
  judgement: Judgement,
  baseVerdict: Verdict,
  rules: JudgingRules,
  readerVersion: number,
  at: number,
): void => {
  const document = theDocument(db, id)
  const { storeLocationIds = [] } = rules
  const inContext = findingsInContext(judgement, { storedAt: document.stored_at, storeLocationIds })
  const told: Judgement = { ...judgement, findings: [...judgement.findings, ...inContext] }
  const verdict = finalVerdict(document, baseVerdict, judgement)
  const standing: Standing = { state: document.state, problem: document.problem }
  if (nextStanding(standing, { kind: 'judged', verdict }) === null || sentByPerson(db, document))
    return refreshFacts(db, document, told, readerVersion)
  writeEvents(db, id, told)
  writeFacts(db, document, told, readerVersion)
  // Once, when it is first known to be a journal: judging it again must not undo what happened since.
  if (judgement.root === 'NAXML-POSJournal' && document.root !== judgement.root) replaceOlderVersions(db, document, at)
  let decided: Verdict = verdict
  if (verdict.state === 'waiting') {
    const sharing = documentsSharingSales(db, id)
    if (sharing.length > 0) noteRepeats(db, id, sharing)
    if (sharing.length > 0 && rules.sendRepeated === 'ask') decided = { state: 'held', problem: 'repeats' }
  }
  const entersQueue = decided.state === 'waiting' && document.state !== 'waiting'
  // The records were restored, and it may have been sent before that: a person decides (design 4.4).
  if (entersQueue && mayHaveBeenSentInLostSpan(db, id)) {
    moveDocument(db, id, { kind: 'restored' }, at, { due_at: null, delay_ms: null, wait_cause: null })
    return
  }
  moveDocument(db, id, { kind: 'judged', verdict: decided }, at, {
    ...(entersQueue
      ? { delivery_id: createDelivery(db, id, at, null), due_at: null, delay_ms: null, wait_cause: null }
      : {}),
  })
}
