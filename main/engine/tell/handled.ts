// What was handled in the last days (ux 2.9): what people decided about files and days, one line an order, and what came
// right by itself: refused files that were accepted or replaced, conditions that ended. Only what the rows say; nothing is
// remembered beside them. Read only.

import type { Handled, HandledKind, HandledLine } from '../../../contract/attention.ts'
import type { Outage } from '../../../contract/ipc.ts'
import { fileActions, type FileAction } from '../decide/decision.ts'
import type { OrderRow } from '../decide/file-order-table.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'
import { maskCards } from './mask-private.ts'
import { storeDateAt, storeDaySpan, type StoreCalendar } from './store-day.ts'

export const handledDays = 7
const handledMs = handledDays * 24 * 3_600_000
const mostLines = 100
/** A condition that was over sooner was no cause to be handled. */
const shortestMs = 60_000

/** A refused answer before the one that counts now. */
const wasRefusedSql = `EXISTS (SELECT 1 FROM attempt a JOIN attempt_end e ON e.attempt_id = a.id
  WHERE a.document_id = d.id AND e.outcome = 'refused')`
const acceptedWhere = `d.accepted_at >= @from AND d.accepted_at < @to AND d.attempts > 1 AND ${wasRefusedSql}`
const replacedWhere = `d.state = 'replaced' AND d.state_since >= @from AND d.state_since < @to AND ${wasRefusedSql}`

const fileActionWords = fileActions.map((action) => `'${action}'`).join(', ')

interface LoneDecision {
  readonly id: number
  readonly action: FileAction
  readonly file_id: number
  readonly who: string
  readonly reason: string | null
  readonly requested_at: number
}

/** What was decided about one file at a time, by the command line or an older version, newest first. */
const loneDecisions = (db: Db, since: number): LoneDecision[] => {
  const rows = db
    .prepare<[], LoneDecision>(
      `SELECT d.id, d.action, d.file_id, d.who, d.reason, d.requested_at FROM decision d
       JOIN decision_result r ON r.decision_id = d.id
       WHERE r.applied = 1 AND d.order_id IS NULL AND d.file_id IS NOT NULL AND d.action IN (${fileActionWords})
       ORDER BY d.id DESC`,
    )
    .iterate()
  const found: LoneDecision[] = []
  for (const row of rows) {
    if (row.requested_at < since || found.length === mostLines) break
    found.push(row)
  }
  return found
}

/** Orders that came to their end, newest first; one that waits for its moment has handled nothing yet. */
const ordersSince = (db: Db, since: number): OrderRow[] =>
  db
    .prepare<[number, number], OrderRow>(
      `SELECT * FROM file_order WHERE given_at >= ? AND files > 0 AND state IN ('under-way', 'done', 'taken-back')
       ORDER BY id DESC LIMIT ?`,
    )
    .all(since, mostLines)

/** The document a file id of a decision means, or the file itself while it has none. */
const documentIdSql = (fileId: string): string =>
  `coalesce((SELECT s.document_id FROM sighting s WHERE s.id = ${fileId}), ${fileId})`

const fileNamed = (db: Db, fileId: number): HandledLine['file'] => {
  const row = db
    .prepare<[number], { id: number; name: string }>(
      `SELECT d.id, d.name FROM document d WHERE d.id = (SELECT ${documentIdSql('f.id')} FROM (SELECT ? AS id) f)`,
    )
    .get(fileId)
  return row === undefined ? null : { id: String(row.id), name: row.name }
}

const nothing = { from: null, who: null, why: null, count: 0, file: null, day: null } as const

const whyOf = (reason: string | null): string | null => (reason === null ? null : maskCards(reason))

const linesOfDecisions = (db: Db, since: number): HandledLine[] =>
  loneDecisions(db, since).map(({ id, action, who, reason, requested_at: at, file_id: fileId }) => ({
    ...nothing,
    key: `decision-${id}-${id}`,
    kind: action,
    at: timestampFrom(at),
    who,
    why: whyOf(reason),
    count: 1,
    file: fileNamed(db, fileId),
  }))

const kindOfOrder = ({ action, state }: OrderRow): HandledKind => {
  if (state === 'taken-back') return 'taken-back'
  // Undone: each file stands again where it stood.
  return action === 'take-back' ? 'put-back' : action
}

const linesOfOrders = (db: Db, since: number): HandledLine[] => {
  const anyFile = db
    .prepare<[number], number>('SELECT file_id FROM decision WHERE order_id = ? AND file_id IS NOT NULL LIMIT 1')
    .pluck()
  return ordersSince(db, since).map((order) => {
    const fileId = order.files === 1 ? anyFile.get(order.id) : undefined
    return {
      ...nothing,
      key: `order-${order.id}-${order.id}`,
      kind: kindOfOrder(order),
      at: timestampFrom(order.taken_back_at ?? order.given_at),
      who: order.taken_back_by ?? order.who,
      why: whyOf(order.reason),
      count: order.files,
      file: fileId === undefined ? null : fileNamed(db, fileId),
    }
  })
}

const linesOfDays = (db: Db, since: number): HandledLine[] =>
  db
    .prepare<[number, number], { id: number; business_date: string; closed: 0 | 1; who: string; at: number }>(
      'SELECT id, business_date, closed, who, at FROM day_mark WHERE at >= ? ORDER BY id DESC LIMIT ?',
    )
    .all(since, mostLines)
    .map(({ id, business_date: day, closed, who, at }) => ({
      ...nothing,
      key: `day-${id}`,
      kind: closed === 1 ? 'day-closed' : 'day-opened',
      at: timestampFrom(at),
      who,
      day,
    }))

interface Came {
  readonly id: number
  readonly name: string
  readonly at: number
}

/** Refused files that came right, one line a day of the store: there is no order that would hold them together. */
const linesOfFiles = (
  db: Db,
  kind: 'accepted' | 'replaced',
  since: number,
  now: number,
  calendar: StoreCalendar,
): HandledLine[] => {
  const [at, where] = kind === 'accepted' ? ['d.accepted_at', acceptedWhere] : ['d.state_since', replacedWhere]
  const rows = db
    .prepare<[{ from: number; to: number }], Came>(
      `SELECT d.id, d.name, ${at} AS at FROM document d WHERE ${where} ORDER BY ${at} DESC`,
    )
    .all({ from: since, to: now + 1 })
  const days = new Map<string, [Came, ...Came[]]>()
  for (const row of rows) {
    const date = storeDateAt(row.at, calendar)
    const known = days.get(date)
    if (known === undefined) days.set(date, [row])
    else known.push(row)
  }
  return [...days].map(([date, files]) => {
    const [newest] = files
    const { from, to } = storeDaySpan(date, calendar)
    return {
      ...nothing,
      key: `${kind}-${Math.max(from, since)}-${Math.min(to, now + 1)}`,
      kind,
      at: timestampFrom(newest.at),
      count: files.length,
      file: files.length === 1 ? { id: String(newest.id), name: newest.name } : null,
    }
  })
}

/** Conditions that needed a person; what mends itself is not among what was handled. */
const endedKinds: Partial<Record<Outage['what'], HandledKind>> = {
  'sign-in': 'sign-in-ended',
  folder: 'folder-ended',
  register: 'register-ended',
  pc: 'pc-ended',
}

const linesOfConditions = (db: Db, since: number): HandledLine[] =>
  db
    .prepare<[number, number, number], { id: number; what: Outage['what']; began_at: number; ended_at: number }>(
      `SELECT id, what, began_at, ended_at FROM outage
       WHERE ended_at IS NOT NULL AND ended_at >= ? AND ended_at - began_at >= ? ORDER BY ended_at DESC LIMIT ?`,
    )
    .all(since, shortestMs, mostLines)
    .flatMap(({ id, what, began_at: from, ended_at: at }) => {
      const kind = endedKinds[what]
      return kind === undefined
        ? []
        : [{ ...nothing, key: `outage-${id}`, kind, at: timestampFrom(at), from: timestampFrom(from) }]
    })

/** What was handled in the seven days before `now`, newest first. */
export const handledLines = (db: Db, calendar: StoreCalendar, now: number): HandledLine[] => {
  const since = now - handledMs
  return [
    ...linesOfOrders(db, since),
    ...linesOfDecisions(db, since),
    ...linesOfDays(db, since),
    ...linesOfFiles(db, 'accepted', since, now, calendar),
    ...linesOfFiles(db, 'replaced', since, now, calendar),
    ...linesOfConditions(db, since),
  ]
    .toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .slice(0, mostLines)
}

const handledKeyShape = /^(order|decision|accepted|replaced)-(\d{1,16})-(\d{1,16})$/

/** True for keys of lines that are about files; those of cards are of another shape. */
export const isHandledKey = (key: string): boolean => handledKeyShape.test(key)

/** Ids of the files of a line of what was handled; none for a key that is not one. */
export const idsOfHandled = (db: Db, key: string): readonly number[] => {
  const [, kind, from, to] = handledKeyShape.exec(key) ?? []
  const span = { from: Number(from), to: Number(to) }
  if (kind === 'order' || kind === 'decision')
    return db
      .prepare<[{ from: number; to: number }], number>(
        `SELECT DISTINCT ${documentIdSql('d.file_id')} FROM decision d
         LEFT JOIN decision_result r ON r.decision_id = d.id LEFT JOIN file_order o ON o.id = d.order_id
         WHERE ${kind === 'order' ? 'd.order_id' : 'd.id'} BETWEEN @from AND @to AND d.file_id IS NOT NULL
           AND (r.applied = 1 OR o.state = 'taken-back')`,
      )
      .pluck()
      .all(span)
  if (kind === undefined) return []
  const where = kind === 'accepted' ? acceptedWhere : replacedWhere
  return db
    .prepare<[{ from: number; to: number }], number>(`SELECT d.id FROM document d WHERE ${where}`)
    .pluck()
    .all(span)
}

/** Answers looked through at a time, so that a store-year of them stops nothing else for longer than a moment. */
const answersAtOnce = 4000

/** Knows when the last file was refused, and looks through each answer once in the life of the program. */
export const createLastRefusal = (db: Db): (() => Promise<number | null>) => {
  let known: number | null = null
  let through = 0
  const newest = db.prepare<[], number | null>('SELECT max(attempt_id) FROM attempt_end').pluck()
  const refusedIn = db
    .prepare<[number, number], number | null>(
      `SELECT max(ended_at) FROM attempt_end WHERE attempt_id > ? AND attempt_id <= ? AND outcome = 'refused'`,
    )
    .pluck()
  return async () => {
    const last = newest.get() ?? 0
    for (let to = last; to > through; to -= answersAtOnce) {
      const from = Math.max(through, to - answersAtOnce)
      const found = refusedIn.get(from, to) ?? null
      if (found !== null) {
        known = found
        break
      }
      await new Promise((resolve) => setImmediate(resolve))
      if (!db.open) return known
    }
    through = Math.max(through, last)
    return known
  }
}

export const handled = async (
  db: Db,
  calendar: StoreCalendar,
  now: number,
  lastRefusal: () => Promise<number | null>,
): Promise<Handled> => {
  const at = await lastRefusal()
  return { lines: handledLines(db, calendar, now), lastRefusedAt: at === null ? null : timestampFrom(at) }
}
