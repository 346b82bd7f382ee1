// The table of movement reports: what was read of each, and which stored reports were not read yet.

import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { Db } from '../../storage/open-database.ts'
import { movementReaderVersion, movementRoot, type MovementAmounts, type MovementReport } from './movement-report.ts'

/** A report and the document it is in; a higher id was stored later. */
export interface KnownReport extends MovementReport {
  readonly documentId: number
}

/** Stored movement reports that no reader, or an older one, has read; oldest first. */
export const unreadMovements = (db: Db, limit: number): { readonly id: number; readonly size: number }[] =>
  db
    .prepare<[number, number], { id: number; size: number }>(
      `SELECT d.id, d.size FROM document d INDEXED BY document_movement
         JOIN content c ON c.document_id = d.id LEFT JOIN movement_read r ON r.document_id = d.id
       WHERE d.root = '${movementRoot}' AND (r.reader_version IS NULL OR r.reader_version < ?)
       ORDER BY d.id LIMIT ?`,
    )
    .all(movementReaderVersion, limit)

/** Keeps what was read of a document, in place of what was known. Call it inside a transaction. */
export const keepMovements = (db: Db, documentId: number, reports: readonly MovementReport[]): void => {
  db.prepare('DELETE FROM movement_report WHERE document_id = ?').run(documentId)
  const insert = db.prepare(
    `INSERT INTO movement_report (document_id, number, kind, store_location_id, period, business_date, register_id,
       begins, ends, is_open, amounts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const [i, report] of reports.entries())
    insert.run(
      documentId,
      i + 1,
      report.kind,
      report.storeLocationId,
      report.period,
      report.businessDate,
      report.registerId,
      report.begins,
      report.ends,
      report.isOpen ? 1 : 0,
      JSON.stringify(report.amounts),
    )
  db.prepare(
    `INSERT INTO movement_read (document_id, reader_version) VALUES (?, ?)
     ON CONFLICT (document_id) DO UPDATE SET reader_version = excluded.reader_version`,
  ).run(documentId, movementReaderVersion)
}

interface MovementRow {
  readonly document_id: number
  readonly kind: string
  readonly store_location_id: string | null
  readonly period: number | null
  readonly business_date: string | null
  readonly register_id: string | null
  readonly begins: number | null
  readonly ends: number | null
  readonly is_open: 0 | 1
  readonly amounts: string
}

/** Reports about the days from `from` to `to`, inclusive; those a person ignored or a newer version replaced left out. */
export const movementsBetween = (db: Db, from: BusinessDate, to: BusinessDate): KnownReport[] =>
  db
    .prepare<[string, string], MovementRow>(
      `SELECT m.* FROM movement_report m JOIN document d ON d.id = m.document_id
       WHERE m.business_date BETWEEN ? AND ? AND d.state NOT IN ('ignored', 'set-aside', 'replaced')
       ORDER BY m.document_id, m.number`,
    )
    .all(from, to)
    .map((row) => ({
      documentId: row.document_id,
      kind: row.kind,
      storeLocationId: row.store_location_id,
      period: row.period,
      businessDate: row.business_date,
      registerId: row.register_id,
      begins: row.begins,
      ends: row.ends,
      isOpen: row.is_open === 1,
      amounts: JSON.parse(row.amounts) as MovementAmounts,
    }))
