// Which event of a journal a line belongs to: "Sale 5 of 12, receipt 10234". The lines of all events are read once for
// a document that is looked at; the facts of one event when it is asked for.

import type { ViewerLines } from '../../../contract/ipc.ts'
import type { Db } from '../storage/open-database.ts'

/** The events in the order of the journal, which is the order of their lines. */
export interface EventLines {
  readonly numbers: readonly number[]
  readonly types: readonly string[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

export const readEventLines = (db: Db, documentId: number): EventLines => {
  const numbers: number[] = []
  const types: string[] = []
  const from: number[] = []
  const to: number[] = []
  const rows = db
    .prepare<[number], { number: number; type: string; line: number; end_line: number }>(
      'SELECT number, type, line, end_line FROM event WHERE document_id = ? ORDER BY number',
    )
    .iterate(documentId)
  for (const row of rows) {
    numbers.push(row.number)
    types.push(row.type)
    from.push(row.line)
    to.push(row.end_line)
  }
  return { numbers, types, from, to }
}

/** Index of the last event that begins at or before a line; -1 when there is none. */
const lastBegun = (from: readonly number[], line: number): number => {
  let low = -1
  let high = from.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((from[middle] ?? Infinity) <= line) low = middle
    else high = middle - 1
  }
  return low
}

interface EventRow {
  readonly type: string
  readonly register_id: string | null
  readonly transaction_id: string | null
  readonly ended: string | null
  readonly ended_time: string | null
}

/**
 * The event a line lies in, counted among those of its kind; null between events, and where several events share the
 * line (a file of one line), because then the line does not say which one is meant. `at` is the register's own clock.
 */
export const eventAtLine = (db: Db, documentId: number, events: EventLines, line: number): ViewerLines['event'] => {
  const at = lastBegun(events.from, line)
  const type = events.types[at]
  if (type === undefined || (events.to[at] ?? 0) < line || (at > 0 && (events.to[at - 1] ?? 0) >= line)) return null
  const row = db
    .prepare<[number, number], EventRow>(
      `SELECT type, register_id, transaction_id,
         coalesce(json_extract(facts, '$.endDate'), json_extract(facts, '$.startDate')) AS ended,
         coalesce(json_extract(facts, '$.endTime'), json_extract(facts, '$.startTime')) AS ended_time
       FROM event WHERE document_id = ? AND number = ?`,
    )
    .get(documentId, events.numbers[at] ?? 0)
  if (row === undefined) return null
  let index = 0
  let of = 0
  for (const [i, other] of events.types.entries()) {
    if (other !== type) continue
    of += 1
    if (i <= at) index += 1
  }
  return {
    type,
    index,
    of,
    transactionId: row.transaction_id,
    registerId: row.register_id,
    at: row.ended === null || row.ended_time === null ? null : `${row.ended}T${row.ended_time}`,
  }
}
