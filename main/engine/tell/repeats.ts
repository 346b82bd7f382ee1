// Which sales of a file are known from other files that are at the office or on their way (design 4.1), side by side: what
// a person compares before a held file is sent or set aside. Read only; asked while the file's page is open.

import type { KnowingFile, RepeatedSale, Repeats } from '../../../contract/repeats.ts'
import { documentOfFile } from '../decide/decision.ts'
import { countsAsSent } from '../judging/judgement-table.ts'
import { transactionKey } from '../judging/transaction-key.ts'
import type { Db } from '../storage/open-database.ts'

const mostFiles = 200
const mostSales = 5000

interface KnownKey {
  readonly key: string
  readonly id: number
  readonly name: string
  readonly state: KnowingFile['state']
}

/** Each sale of the document that another document has, once for each of them, the oldest document first. */
const knownKeys = (db: Db, documentId: number): readonly KnownKey[] =>
  db
    .prepare<[number, number], KnownKey>(
      `SELECT mine.key, d.id, d.name, d.state FROM transaction_key mine
         JOIN transaction_key other ON other.key = mine.key AND other.document_id <> ?
         JOIN document d ON d.id = other.document_id
       WHERE mine.document_id = ? AND ${countsAsSent}
       ORDER BY d.id`,
    )
    .all(documentId, documentId)

interface SaleRow {
  readonly line: number
  readonly type: 'SaleEvent' | 'RefundEvent'
  readonly register_id: string | null
  readonly transaction_id: string | null
  readonly business_date: string | null
  readonly grand_amount: string | null
}

const liveSales = (db: Db, documentId: number): readonly SaleRow[] =>
  db
    .prepare<[number], SaleRow>(
      `SELECT line, type, register_id, transaction_id, business_date, grand_amount FROM event
       WHERE document_id = ? AND type IN ('SaleEvent', 'RefundEvent') AND NOT coalesce(json_extract(facts, '$.training'), 0)
       ORDER BY number`,
    )
    .all(documentId)

/** Everything about a file's repeated sales, by its id or that of any of its sightings; null when there is no such file. */
export const repeatsOf = (db: Db, fileId: number): Repeats | null => {
  const document = documentOfFile(db, fileId)
  if (document === undefined) return null
  const known = knownKeys(db, document.id)
  const oldest = new Map<string, number>()
  for (const { key, id } of known) if (!oldest.has(key)) oldest.set(key, id)
  const files = new Map<number, KnownKey & { shared: number }>()
  for (const each of known) {
    const file = files.get(each.id)
    if (file === undefined) files.set(each.id, { ...each, shared: 1 })
    else file.shared += 1
  }
  const sales = liveSales(db, document.id).map((row): RepeatedSale => {
    const marks = {
      type: row.type,
      registerId: row.register_id,
      transactionId: row.transaction_id,
      businessDate: row.business_date,
      grandAmount: row.grand_amount,
    }
    const key = transactionKey(document.store_location_id, marks)
    const from = key === null ? undefined : oldest.get(key)
    return {
      line: row.line,
      registerId: row.register_id,
      transactionId: row.transaction_id,
      type: row.type,
      businessDate: row.business_date,
      amount: row.grand_amount,
      knownFrom: from === undefined ? null : String(from),
    }
  })
  return {
    sales: sales.length,
    known: sales.filter(({ knownFrom }) => knownFrom !== null).length,
    files: [...files.values()]
      .slice(0, mostFiles)
      .map(({ id, name, state, shared }) => ({ id: String(id), name, state, shared })),
    fileCount: files.size,
    transactions: sales.slice(0, mostSales),
  }
}
