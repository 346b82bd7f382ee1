// The rows of orders about files, and of the decisions that belong to them. An order's state moves by one conditional
// UPDATE that must change one row: whether it is carried out or taken back is decided here, once.

import type { OrderAction, OrderState } from '../../../contract/file-orders.ts'
import { sightingById } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'

/** `take-back` undoes what another order did to its files. */
export type OrderKind = OrderAction | 'take-back'

export interface OrderRow {
  readonly id: number
  readonly action: OrderKind
  readonly reason: string | null
  readonly who: string
  readonly given_at: number
  readonly state: OrderState
  /** This PC's time; null = carried out while it was given. */
  readonly due_at: number | null
  readonly files: number
  readonly taken_back_at: number | null
  readonly taken_back_by: string | null
}

export interface OrderedDecision {
  readonly id: number
  readonly action: OrderAction
  readonly file_id: number
  readonly reason: string | null
  readonly again: 0 | 1
  readonly who: string
  readonly seen_state: string | null
}

export const insertOrder = (db: Db, order: Pick<OrderRow, 'action' | 'reason' | 'who' | 'given_at'>): number =>
  Number(
    db
      .prepare(
        `INSERT INTO file_order (action, reason, who, given_at, state) VALUES (@action, @reason, @who, @given_at, 'being-given')`,
      )
      .run(order).lastInsertRowid,
  )

export const orderById = (db: Db, id: number): OrderRow | undefined =>
  db.prepare<[number], OrderRow>('SELECT * FROM file_order WHERE id = ?').get(id)

/** Orders that are not at their end: what a start goes on with, oldest first. */
export const openOrders = (db: Db): OrderRow[] =>
  db
    .prepare<[], OrderRow>(
      `SELECT * FROM file_order WHERE state IN ('being-given', 'waiting', 'under-way')
         OR (state IN ('taken-back', 'interrupted') AND EXISTS (SELECT 1 FROM decision d
           LEFT JOIN decision_result r ON r.decision_id = d.id WHERE d.order_id = file_order.id AND r.decision_id IS NULL))
       ORDER BY id`,
    )
    .all()

/** All its files are written down. `dueAt` null: it has been carried out meanwhile. */
export const orderIsGiven = (db: Db, id: number, files: number, dueAt: number | null): void => {
  const { changes } = db
    .prepare(`UPDATE file_order SET state = ?, files = ?, due_at = ? WHERE id = ? AND state = 'being-given'`)
    .run(dueAt === null ? 'done' : 'waiting', files, dueAt, id)
  if (changes !== 1) throw new Error(`order ${id} was not being given any more`)
}

/** Returns false when the order was not in `from` any more. */
export const moveOrder = (db: Db, id: number, from: OrderState, to: OrderState): boolean =>
  db.prepare('UPDATE file_order SET state = ? WHERE id = ? AND state = ?').run(to, id, from).changes === 1

/** Returns false when it is too late. */
export const orderIsTakenBack = (db: Db, id: number, who: string, at: number): boolean =>
  db
    .prepare(
      `UPDATE file_order SET state = 'taken-back', taken_back_at = ?, taken_back_by = ? WHERE id = ? AND state = 'waiting'`,
    )
    .run(at, who, id).changes === 1

/** Where a file that was not read yet stands; null when there is none. */
export const stateOfSighting = (db: Db, fileId: number): string | null => sightingById(db, fileId)?.state ?? null

/** Where a file stands, by its own id or by that of any of its sightings; null when there is none. */
export const stateOfFile = (db: Db, fileId: number): string | null =>
  db
    .prepare<[number, number], string>(
      `SELECT coalesce((SELECT state FROM document WHERE id = ?),
         (SELECT coalesce(d.state, s.state) FROM sighting s LEFT JOIN document d ON d.id = s.document_id WHERE s.id = ?))`,
    )
    .pluck()
    .get(fileId, fileId) ?? null

export interface DecisionToWrite {
  readonly orderId: number
  readonly action: OrderKind
  readonly fileId: number
  readonly reason: string | null
  readonly again: boolean
  readonly who: string
  readonly seenState: string | null
  readonly at: number
}

export const insertOrderedDecision = (db: Db, decision: DecisionToWrite): number =>
  Number(
    db
      .prepare(
        `INSERT INTO decision (action, file_id, reason, again, until, who, requested_at, order_id, seen_state)
         VALUES (@action, @fileId, @reason, @again, NULL, @who, @at, @orderId, @seenState)`,
      )
      .run({ ...decision, again: decision.again ? 1 : 0 }).lastInsertRowid,
  )

/** Decisions of an order that have no result yet, in the order they were given, from the one after `after`. */
export const unsettledOf = (db: Db, orderId: number, after: number, limit: number): OrderedDecision[] =>
  db
    .prepare<[number, number, number], OrderedDecision>(
      `SELECT d.id, d.action, d.file_id, d.reason, d.again, d.who, d.seen_state FROM decision d
         LEFT JOIN decision_result r ON r.decision_id = d.id
       WHERE d.order_id = ? AND d.id > ? AND r.decision_id IS NULL ORDER BY d.id LIMIT ?`,
    )
    .all(orderId, after, limit)

/** Decisions of an order that were carried out. */
export const appliedOf = (db: Db, orderId: number, after: number, limit: number): OrderedDecision[] =>
  db
    .prepare<[number, number, number], OrderedDecision>(
      `SELECT d.id, d.action, d.file_id, d.reason, d.again, d.who, d.seen_state FROM decision d
         JOIN decision_result r ON r.decision_id = d.id
       WHERE d.order_id = ? AND d.id > ? AND r.applied = 1 ORDER BY d.id LIMIT ?`,
    )
    .all(orderId, after, limit)

/** How many files of an order it was carried out on, and how many not. */
export const resultsOf = (db: Db, orderId: number): { readonly applied: number; readonly notApplied: number } => {
  const counted = db
    .prepare<[number], { applied: number; n: number }>(
      `SELECT r.applied, count(*) AS n FROM decision d JOIN decision_result r ON r.decision_id = d.id
       WHERE d.order_id = ? AND d.action <> 'take-back' GROUP BY 1`,
    )
    .all(orderId)
  const of = (applied: number): number => counted.find((row) => row.applied === applied)?.n ?? 0
  return { applied: of(1), notApplied: of(0) }
}

/** The order a file waits to be carried out on; null when there is none. */
export const waitingOrderOf = (
  db: Db,
  fileIds: readonly number[],
): { readonly order: number; readonly dueAt: number } | null =>
  db
    .prepare<number[], { order: number; dueAt: number }>(
      `SELECT o.id AS "order", o.due_at AS dueAt FROM decision d JOIN file_order o ON o.id = d.order_id
       WHERE d.file_id IN (${fileIds.map(() => '?').join(',')}) AND o.state = 'waiting' ORDER BY d.id DESC LIMIT 1`,
    )
    .get(...fileIds) ?? null

/**
 * The records were restored: an order of the copy has been carried out or taken back since, and nobody knows which. None
 * is carried out now (design 4.4).
 */
export const interruptOpenOrders = (db: Db): void => {
  db.prepare(`UPDATE file_order SET state = 'interrupted' WHERE state IN ('being-given', 'waiting', 'under-way')`).run()
}
