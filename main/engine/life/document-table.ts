// The document table: the only place that writes a document's state, always by the transition function and always
// with one conditional UPDATE that must change one row.

import type { DocumentProblem, Source } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { nextStanding, type DocumentEvent, type Standing, type StoredState } from './document-state.ts'

export interface DocumentRow {
  readonly id: number
  readonly source: Source
  readonly name: string
  readonly sha256: string | null
  readonly prefix_sha256: string | null
  readonly size: number
  readonly modified_at: number | null
  readonly found_at: number
  readonly stored_at: number
  /** 1 when it was stored although its end was missing, after waiting for the rest. */
  readonly cut_off: number
  readonly state: StoredState
  readonly problem: DocumentProblem | null
  readonly state_since: number
  readonly put_aside_from: string | null
  readonly delivery_id: number | null
  readonly attempts: number
  /** Engine time from which it may be sent; null = now. */
  readonly due_at: number | null
  readonly delay_ms: number | null
  readonly wait_cause: 'document' | 'service' | null
  readonly failures: number
  readonly unclear_sends: number
  readonly accepted_at: number | null
  readonly accepted_reference_id: string | null
  readonly newest_answer_id: number | null
  readonly judging_starts: number
  readonly reader_version: number | null
  readonly encoding: string | null
  readonly root: string | null
  readonly version: string | null
  readonly store_location_id: string | null
  readonly vendor: string | null
  readonly vendor_model: string | null
  readonly order_date: string
  readonly business_dates: string
  readonly sales: number | null
  readonly sales_amount: string | null
  readonly related: string
  /** When its bytes were removed; null while they are kept, or were never kept (forget/). */
  readonly bytes_removed_at: number | null
  readonly bytes_removed_why: 'age' | 'disk-space' | null
  /** When its events, findings, messages and raw answers were removed. */
  readonly details_removed_at: number | null
}

export interface Relation {
  readonly id: number
  readonly relation: 'repeats' | 'replaced-by' | 'replaces'
}

export const documentById = (db: Db, id: number): DocumentRow | undefined =>
  db.prepare<[number], DocumentRow>('SELECT * FROM document WHERE id = ?').get(id)

/** A document that is known to be there. Throws where it is not. */
export const theDocument = (db: Db, id: number): DocumentRow => {
  const document = documentById(db, id)
  if (document === undefined) throw new Error(`there is no document ${id}`)
  return document
}

/** The event cannot happen to this document in the state it is in. */
export class ImpossibleMove extends Error {
  readonly standing: Standing
  constructor(id: number, standing: Standing, event: DocumentEvent) {
    super(`document ${id} is ${standing.state}: ${event.kind} cannot happen to it`)
    this.name = 'ImpossibleMove'
    this.standing = standing
  }
}

/** Columns that may change together with a state. */
export type Alongside = Partial<
  Pick<
    DocumentRow,
    | 'due_at'
    | 'delay_ms'
    | 'wait_cause'
    | 'failures'
    | 'unclear_sends'
    | 'attempts'
    | 'delivery_id'
    | 'accepted_at'
    | 'accepted_reference_id'
    | 'newest_answer_id'
    | 'put_aside_from'
    | 'related'
    | 'root'
    | 'judging_starts'
    | 'bytes_removed_at'
    | 'bytes_removed_why'
  >
>

/** Alongside a move after which earlier tries, and having been put aside, count no more. */
export const afresh = {
  due_at: null,
  delay_ms: null,
  wait_cause: null,
  failures: 0,
  unclear_sends: 0,
  put_aside_from: null,
} as const satisfies Alongside

/**
 * Moves a document by an event and sets further columns in the same statement. Returns where it stands then.
 * Throws ImpossibleMove when the transition table does not know the pair; call it inside the caller's transaction.
 */
export const moveDocument = (
  db: Db,
  id: number,
  event: DocumentEvent,
  at: number,
  alongside: Alongside = {},
): Standing => {
  const from = db.prepare<[number], Standing>('SELECT state, problem FROM document WHERE id = ?').get(id)
  if (from === undefined) throw new Error(`there is no document ${id}`)
  const to = nextStanding(from, event)
  if (to === null) throw new ImpossibleMove(id, from, event)
  const columns = Object.keys(alongside)
  const sets = [
    'state = @to_state',
    'problem = @to_problem',
    'state_since = @at',
    ...columns.map((c) => `${c} = @${c}`),
  ]
  const changed = db
    .prepare(`UPDATE document SET ${sets.join(', ')} WHERE id = @id AND state = @from_state`)
    .run({ ...alongside, id, at, from_state: from.state, to_state: to.state, to_problem: to.problem }).changes
  if (changed !== 1) throw new Error(`document ${id} was not ${from.state} any more`)
  return to
}

export interface NewDocument {
  readonly id: number
  readonly source: Source
  readonly name: string
  readonly sha256: string | null
  readonly prefixSha256: string | null
  readonly size: number
  readonly modifiedAt: number | null
  readonly foundAt: number
  readonly storedAt: number
  readonly cutOff: boolean
  /** The stored bytes, deflated; null when the document is too large to keep. */
  readonly deflated: Buffer | null
}

/** Inserts a document with its bytes as `stored`, or as `held` (too-large) when its bytes are not kept. */
export const insertDocument = (db: Db, document: NewDocument): void => {
  const tooLarge = document.deflated === null
  db.prepare(
    `INSERT INTO document (id, source, name, sha256, prefix_sha256, size, modified_at, found_at, stored_at, cut_off,
       state, problem, state_since, order_date)
     VALUES (@id, @source, @name, @sha256, @prefixSha256, @size, @modifiedAt, @foundAt, @storedAt, @cutOff,
       @state, @problem, @storedAt, @orderDate)`,
  ).run({
    ...document,
    deflated: null,
    cutOff: document.cutOff ? 1 : 0,
    state: tooLarge ? 'held' : 'stored',
    problem: tooLarge ? 'too-large' : null,
    orderDate: new Date(document.storedAt).toISOString().slice(0, 10),
  })
  if (document.deflated !== null)
    db.prepare('INSERT INTO content (document_id, deflated) VALUES (?, ?)').run(document.id, document.deflated)
}

export const documentBySha256 = (db: Db, sha256: string): Pick<DocumentRow, 'id' | 'state'> | undefined =>
  db.prepare<[string], Pick<DocumentRow, 'id' | 'state'>>('SELECT id, state FROM document WHERE sha256 = ?').get(sha256)

/** The deflated bytes of a document, or null when they are not kept. */
export const deflatedContent = (db: Db, id: number): Buffer | null =>
  db.prepare<[number], Buffer>('SELECT deflated FROM content WHERE document_id = ?').pluck().get(id) ?? null

/** Appends to the list of related documents, keeping each pair once. */
export const withRelation = (related: string, relation: Relation): string => {
  const list = JSON.parse(related) as Relation[]
  if (list.some((known) => known.id === relation.id && known.relation === relation.relation)) return related
  return JSON.stringify([...list, relation])
}
