// The files a scripted main process knows: rows made from a number, so that a list of two hundred thousand costs
// nothing, with the few that matter written by hand.

import type { FileFilter, FileGroup, FilePage, FileRow } from '../../contract/ipc.ts'
import { causeOf } from './attention-world.ts'

const MINUTE = 60_000
/** Eastern standard time, the zone of the scripted store in November. */
const OFFSET = -5 * 60 * MINUTE

const two = (n: number): string => String(n).padStart(2, '0')

/** Local stamp yyyymmddhhmmss of an instant in the scripted store. */
export const stampOf = (at: number): string => {
  const local = new Date(at + OFFSET)
  return (
    `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}` +
    `${two(local.getUTCHours())}${two(local.getUTCMinutes())}${two(local.getUTCSeconds())}`
  )
}

export const dayOf = (at: number): string => new Date(at + OFFSET).toISOString().slice(0, 10)

export const rowAt = (at: number, id: string, change: Partial<FileRow> = {}): FileRow => ({
  id,
  name: `PJR${stampOf(at)}.xml`,
  size: 41_200 + (at % 9000),
  source: 'folder',
  state: 'accepted',
  problem: null,
  foundAt: new Date(at).toISOString(),
  storedAt: new Date(at + 400).toISOString(),
  acceptedAt: new Date(at + 9000).toISOString(),
  businessDates: [dayOf(at)],
  attempts: 1,
  nextAttemptAt: null,
  referenceId: '5c6fd1a5f2b8a60001c3d2e1',
  validationStatus: 'Success',
  sha256: 'c9b1d3f0a5e84b7f9d2266c0d6b0f3a71e7c5d9e4a2b8f6d0c1e3a5b7d9f1e3c',
  sentAt: new Date(at + 900).toISOString(),
  sales: 7 + (Math.floor(at / MINUTE) % 13),
  answeredAt: new Date(at + 9000).toISOString(),
  problemCount: 0,
  noteCount: 0,
  waitCause: null,
  ...change,
})

export const groupOf = (row: FileRow): Exclude<FileGroup, 'all'> => {
  switch (row.state) {
    case 'accepted':
      return 'accepted'
    case 'accepted-with-notes':
      return 'with-notes'
    case 'refused':
      return 'refused'
    case 'held':
      return 'held'
    case 'stored':
    case 'waiting':
    case 'sending':
    case 'unclear':
      return 'waiting'
    default:
      return 'other'
  }
}

const fits = (row: FileRow, filter: FileFilter): boolean => {
  const day =
    filter.dateKind === 'found'
      ? dayOf(Date.parse(row.foundAt))
      : (row.businessDates[0] ?? dayOf(Date.parse(row.foundAt)))
  if (filter.from !== null && day < filter.from) return false
  if (filter.to !== null && day > filter.to) return false
  if (filter.cause !== undefined && causeOf(row) !== filter.cause) return false
  if (filter.problemsOnly && row.problemCount === 0 && row.noteCount === 0) return false
  const text = filter.text.toLowerCase()
  return text === '' || row.name.toLowerCase().startsWith(text) || row.id === text || row.referenceId === text
}

const none: Record<FileGroup, number> = {
  all: 0,
  accepted: 0,
  'with-notes': 0,
  refused: 0,
  waiting: 0,
  held: 0,
  other: 0,
}

/** A page of rows held in memory, newest first; the cursor is a place in the list at `version` zero. */
export const pageOfRows = (
  rows: readonly FileRow[],
  filter: FileFilter,
  after: string | null,
  limit: number,
): FilePage => {
  const all = rows.filter((row) => fits(row, filter))
  const counts = { ...none, all: all.length }
  for (const row of all) counts[groupOf(row)] += 1
  const wanted = filter.group === 'all' ? all : all.filter((row) => groupOf(row) === filter.group)
  const start = after === null ? 0 : wanted.findIndex((row) => `${row.foundAt}|${row.id}` === after) + 1
  const page = wanted.slice(start, start + limit)
  const last = page[page.length - 1]
  const more = start + limit < wanted.length
  return {
    rows: page,
    next: more && last !== undefined ? `${last.foundAt}|${last.id}` : null,
    total: wanted.length,
    counts,
    newestId: rows[0]?.id ?? '0',
    tooMany: false,
  }
}

const newestId = 900_000

/** The ids of a list that is only counted. */
export const idsOfCount = (count: number): readonly string[] =>
  Array.from({ length: Math.min(count, 200_000) }, (_, index) => String(newestId - index))

/** Its row with an id, made from its place. */
export const rowOfCount = (newest: number, id: string): FileRow =>
  rowAt(newest - (newestId - Number(id)) * 2 * MINUTE, id)

/** A page of a list that is only counted, never held: row n is made from n. */
export const pageOfCount = (count: number, newest: number, after: string | null, limit: number): FilePage => {
  const start = after === null ? 0 : Number(after)
  const shown = Math.min(count, 200_000)
  const rows = Array.from({ length: Math.max(0, Math.min(limit, shown - start)) }, (_, index) => {
    return rowOfCount(newest, String(newestId - start - index))
  })
  const end = start + rows.length
  return {
    rows,
    next: end < shown ? String(end) : null,
    total: shown,
    counts: { ...none, all: count, accepted: count },
    newestId: '900000',
    tooMany: count > 200_000,
  }
}
