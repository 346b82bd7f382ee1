// Reads the rows that the sales days are made of. The asked days come row by row with the state of their documents; the
// weeks before them only as lists of numbers and times, which is all that is learnt from them and a tenth of the work.

import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { StoredState } from '../../life/document-state.ts'
import type { Db } from '../../storage/open-database.ts'

/** What has become of a document, as a day counts it. */
export type Fate =
  | 'accepted'
  /** On its way by itself. */
  | 'moving'
  /** Held or without an answer: a person is asked. */
  | 'asking'
  | 'refused'
  | 'set-aside'
  | 'not-needed'
  /** Replaced or ignored: its numbers were used, its sales are told elsewhere or left out. */
  | 'left-out'

export interface DayDocument {
  readonly id: number
  readonly fate: Fate
  /** Some delivery of it was accepted, whatever came after: its sales count as accepted. */
  readonly wasAccepted: boolean
  readonly storedAt: number
  readonly vendor: string | null
  readonly storeLocationId: string | null
}

/** One event. */
export interface DayRow {
  readonly document: DayDocument
  readonly transactionId: string | null
  readonly ticket: number | null
  readonly kind: 'sale' | 'refund' | 'none'
  readonly amount: string | null
  readonly tax: string | null
  readonly at: number | null
}

/** The events of one register on one of the asked dates. */
export interface RegisterRows {
  readonly date: BusinessDate
  readonly registerId: string
  readonly rows: readonly DayRow[]
}

/** One register on one earlier or later date: its numbers, and when it sold. */
export interface PastDay {
  readonly date: BusinessDate
  readonly registerId: string
  /** Of every event, both lists in the same order; a number that cannot be counted, or a time that is missing, is null. */
  readonly tickets: readonly (number | null)[]
  readonly times: readonly (number | null)[]
  /** Times of sales and refunds, in any order. */
  readonly sales: readonly number[]
}

/** `asks`: nothing is due by itself. */
export const fateOf = (state: StoredState, asks: boolean): Fate => {
  switch (state) {
    case 'accepted':
    case 'accepted-with-notes':
      return 'accepted'
    case 'stored':
    case 'waiting':
    case 'sending':
      return 'moving'
    case 'unclear':
      return asks ? 'asking' : 'moving'
    case 'held':
      return 'asking'
    case 'refused':
      return 'refused'
    case 'set-aside':
      return 'set-aside'
    case 'not-needed':
      return 'not-needed'
    case 'replaced':
    case 'ignored':
      return 'left-out'
  }
}

/** Journals of another store that are held for it: no files of this store's days. */
const otherStores = `SELECT id FROM document WHERE state = 'held' AND problem = 'other-store'`

/** Lists out of one row: reading them as JSON costs a fraction of tens of thousands of rows. */
const listOf = <Value>(json: string): readonly Value[] => JSON.parse(json) as Value[]

type DocumentLists = readonly [
  ids: string,
  states: string,
  asks: string,
  accepted: string,
  storedAt: string,
  vendors: string,
  stores: string,
]

/** The documents that tell of these days; those held for another store left out. */
const documentsBetween = (db: Db, from: BusinessDate, to: BusinessDate): Map<number, DayDocument> => {
  const row = db
    .prepare<[string, string]>(
      `SELECT json_group_array(id), json_group_array(state), json_group_array(due_at IS NULL),
         json_group_array(accepted_at IS NOT NULL), json_group_array(stored_at), json_group_array(vendor),
         json_group_array(store_location_id)
       FROM document WHERE id IN (SELECT document_id FROM register_event WHERE business_date BETWEEN ? AND ?)
         AND NOT (state = 'held' AND problem = 'other-store')`,
    )
    .raw()
    .get(from, to) as DocumentLists
  const states = listOf<StoredState>(row[1])
  const [asks, accepted, storedAt] = [listOf<number>(row[2]), listOf<number>(row[3]), listOf<number>(row[4])]
  const [vendors, stores] = [listOf<string | null>(row[5]), listOf<string | null>(row[6])]
  const found = new Map<number, DayDocument>()
  for (const [i, id] of listOf<number>(row[0]).entries()) {
    const state = states[i]
    if (state === undefined) continue
    found.set(id, {
      id,
      fate: fateOf(state, asks[i] === 1),
      wasAccepted: accepted[i] === 1,
      storedAt: storedAt[i] ?? 0,
      vendor: vendors[i] ?? null,
      storeLocationId: stores[i] ?? null,
    })
  }
  return found
}

type EventLists = readonly [
  date: string,
  registerId: string,
  documents: string,
  transactions: string,
  tickets: string,
  kinds: string,
  amounts: string,
  taxes: string,
  times: string,
]

/** The events of the days from `from` to `to`, inclusive, by date and register. */
export const dayRows = (db: Db, from: BusinessDate, to: BusinessDate): RegisterRows[] => {
  const documents = documentsBetween(db, from, to)
  const groups = db
    .prepare<[string, string]>(
      `SELECT business_date, register_id, json_group_array(document_id), json_group_array(transaction_id),
         json_group_array(ticket), json_group_array(kind), json_group_array(amount), json_group_array(tax),
         json_group_array(at)
       FROM register_event WHERE business_date BETWEEN ? AND ?
       GROUP BY business_date, register_id ORDER BY business_date, register_id`,
    )
    .raw()
    .all(from, to) as EventLists[]
  return groups.map(([date, registerId, documentIds, transactions, tickets, kinds, amounts, taxes, times]) => {
    const [itsTickets, itsTimes] = [listOf<number | null>(tickets), listOf<number | null>(times)]
    const [itsAmounts, itsTaxes] = [listOf<string | null>(amounts), listOf<string | null>(taxes)]
    const [itsKinds, itsTransactions] = [listOf<DayRow['kind']>(kinds), listOf<string | null>(transactions)]
    const rows: DayRow[] = []
    for (const [i, documentId] of listOf<number>(documentIds).entries()) {
      const document = documents.get(documentId)
      if (document === undefined) continue
      rows.push({
        document,
        transactionId: itsTransactions[i] ?? null,
        ticket: itsTickets[i] ?? null,
        kind: itsKinds[i] ?? 'none',
        amount: itsAmounts[i] ?? null,
        tax: itsTaxes[i] ?? null,
        at: itsTimes[i] ?? null,
      })
    }
    return { date, registerId, rows }
  })
}

type PastTuple = readonly [date: string, registerId: string, tickets: string, times: string, kinds: string]

/** What registers did on days from `from` to `to`, inclusive, by date and register. */
export const pastDays = (db: Db, from: BusinessDate, to: BusinessDate): PastDay[] => {
  const rows = db
    .prepare<[string, string]>(
      `SELECT business_date, register_id, json_group_array(ticket), json_group_array(at),
         group_concat(CASE kind WHEN 'none' THEN '-' ELSE '+' END, '')
       FROM register_event WHERE business_date BETWEEN ? AND ? AND document_id NOT IN (${otherStores})
       GROUP BY business_date, register_id ORDER BY business_date, register_id`,
    )
    .raw()
    .all(from, to) as PastTuple[]
  return rows.map(([date, registerId, ticketText, timeText, kinds]) => {
    const times = JSON.parse(timeText) as (number | null)[]
    const sales: number[] = []
    for (const [i, at] of times.entries()) if (at !== null && kinds[i] === '+') sales.push(at)
    return { date, registerId, tickets: JSON.parse(ticketText) as (number | null)[], times, sales }
  })
}

/** When registers sold on days from `from` to `to`, inclusive: the same without the numbers, which are not learnt from. */
export const pastSalesDays = (db: Db, from: BusinessDate, to: BusinessDate): PastDay[] => {
  const rows = db
    .prepare<[string, string]>(
      `SELECT business_date, register_id, json_group_array(at)
       FROM register_event WHERE business_date BETWEEN ? AND ? AND kind <> 'none' AND at IS NOT NULL
         AND document_id NOT IN (${otherStores})
       GROUP BY business_date, register_id ORDER BY business_date, register_id`,
    )
    .raw()
    .all(from, to) as (readonly [date: string, registerId: string, times: string])[]
  return rows.map(([date, registerId, times]) => ({
    date,
    registerId,
    tickets: [],
    times: [],
    sales: listOf<number>(times),
  }))
}

/** The newest business date before `date` of which anything is known; null when there is none. */
export const newestDateBefore = (db: Db, date: BusinessDate): BusinessDate | null =>
  db
    .prepare<[string], string | null>('SELECT max(business_date) FROM register_event WHERE business_date < ?')
    .pluck()
    .get(date) ?? null

/** A transaction number as the register wrote it on a date; its digits alone when that is not known. */
export const writtenNumber = (db: Db, date: BusinessDate, registerId: string, ticket: number): string =>
  db
    .prepare<[string, string, number], string>(
      'SELECT transaction_id FROM register_event WHERE business_date = ? AND register_id = ? AND ticket = ? LIMIT 1',
    )
    .pluck()
    .get(date, registerId, ticket) ?? String(ticket)

export interface UndatedFile {
  readonly id: number
  readonly name: string
  readonly state: string
  readonly fate: Fate
  /** When it was stored, or first seen while it is not. */
  readonly at: number
}

/**
 * Files without a business date that somebody still has to do something with, or that were sent: they belong to the day
 * on which they came. Files nobody needs are left out.
 */
export const undatedFiles = (db: Db, from: number, to: number): UndatedFile[] => {
  const documents = db
    .prepare<[number, number], { id: number; name: string; state: StoredState; dueAt: number | null; at: number }>(
      `SELECT id, name, state, due_at AS dueAt, stored_at AS at FROM document INDEXED BY document_no_day
       WHERE business_dates = '[]' AND stored_at >= ? AND stored_at < ?
         AND state NOT IN ('not-needed', 'ignored', 'replaced', 'set-aside') AND problem IS NOT 'other-store'`,
    )
    .all(from, to)
  const unread = db
    .prepare<[number, number], { id: number; name: string; at: number }>(
      `SELECT id, path AS name, first_seen_at AS at FROM sighting INDEXED BY sighting_unread
       WHERE document_id IS NULL AND first_seen_at >= ? AND first_seen_at < ? AND state = 'found'`,
    )
    .all(from, to)
  return [
    ...documents.map(({ id, name, state, dueAt, at }) => ({
      id,
      name,
      state,
      fate: fateOf(state, dueAt === null),
      at,
    })),
    ...unread.map(({ id, name, at }) => ({ id, name, state: 'found', fate: 'moving' as const, at })),
  ]
}

/** Names of files, for those a person must look at. */
export const fileNames = (db: Db, ids: readonly number[]): { id: number; name: string; state: string }[] =>
  ids.flatMap(
    (id) =>
      db
        .prepare<[number], { id: number; name: string; state: string }>(
          'SELECT id, name, state FROM document WHERE id = ?',
        )
        .get(id) ?? [],
  )
