// verdicts.ndjson: each verdict of the cloud appended and fsynced, beside the database. After a database is restored
// from a backup it is read back, so that what was accepted since then is not sent again (design 4.6).

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { z } from 'zod'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'

interface VerdictRow {
  readonly attempt_id: number
  readonly sha256: string | null
  readonly name: string
  readonly ended_at: number
  readonly outcome: string
  readonly reference_id: string | null
  readonly size: number
  readonly found_at: number
  readonly stored_at: number
  readonly business_dates: string
}

/** One line: a verdict of the cloud, with what is needed to know its document again when no database does. */
const verdictSchema = z.object({
  attempt: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  at: z.iso.datetime(),
  verdict: z.enum(['accepted', 'accepted-with-notes', 'refused']),
  referenceId: z.string().nullable(),
  // Lines of the first version end here.
  size: z.number().int().nonnegative().nullable().default(null),
  foundAt: z.iso.datetime().nullable().default(null),
  storedAt: z.iso.datetime().nullable().default(null),
  businessDates: z.array(z.iso.date()).default([]),
})
export type WrittenVerdict = z.infer<typeof verdictSchema>

const verdictIn = (line: string): WrittenVerdict | null => {
  try {
    const parsed = verdictSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch {
    // Half a line, or one the disk damaged: what it said is not known.
    return null
  }
}

const readBytes = 1024 * 1024

/**
 * Every verdict in the file of a data directory, oldest first; lines that cannot be read are passed over. There is no
 * file before the first verdict. Throws what the file system throws.
 */
export const readVerdicts = function* (dataDirectory: string): Generator<WrittenVerdict> {
  const path = fileIn(dataDirectory)
  if (!existsSync(path)) return
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(readBytes)
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const verdict = verdictIn(line)
        if (verdict !== null) yield verdict
      }
    }
    const last = verdictIn(rest)
    if (last !== null) yield last
  } finally {
    closeSync(file)
  }
}

/** The newest verdict among the last lines of the file, by the number of its attempt; null when there is none. */
export const newestVerdict = (dataDirectory: string): WrittenVerdict | null => {
  let newest: WrittenVerdict | null = null
  for (const verdict of lastVerdicts(dataDirectory))
    if (newest === null || verdict.attempt > newest.attempt) newest = verdict
  return newest
}

/** The verdicts among the last lines of the file: more than can have been on their way at once. */
export const lastVerdicts = (dataDirectory: string): WrittenVerdict[] =>
  lastLines(fileIn(dataDirectory)).flatMap((line) => verdictIn(line) ?? [])

const tailBytes = 256 * 1024

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'verdicts.ndjson')

const attemptIn = (line: string): number | null => {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('attempt' in value)) return null
    return typeof value.attempt === 'number' ? value.attempt : null
  } catch {
    // The last line is half written when the power went: that verdict is not in the file.
    return null
  }
}

/** The last lines of the file, the first of them perhaps in part. */
const lastLines = (path: string): string[] => {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8').split('\n')
  } finally {
    closeSync(file)
  }
}

/** The attempts of the newest lines, and below which one everything is taken as written. */
const newestWritten = (path: string): { attempts: number[]; from: number } => {
  const attempts = lastLines(path).flatMap((line) => attemptIn(line) ?? [])
  const whole = !existsSync(path) || statSync(path).size <= tailBytes
  return { attempts, from: whole ? 0 : Math.min(...attempts, Infinity) }
}

const endsInNewline = (path: string): boolean => {
  if (!existsSync(path)) return true
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size === 0) return true
    const last = Buffer.alloc(1)
    readSync(file, last, 0, 1, size - 1)
    return last[0] === 0x0a
  } finally {
    closeSync(file)
  }
}

export interface VerdictLog {
  /** Appends every verdict the database has and the file has not; returns after the fsync. */
  catchUp(): void
  /**
   * Appends a verdict that the database does not take, because the engine ends and its disk fails: the next start reads
   * it back. Returns after the fsync.
   */
  rescue(verdict: RescuedVerdict): void
}

export interface RescuedVerdict {
  readonly attemptId: number
  readonly sha256: string
  readonly name: string
  /** This PC's time of the answer. */
  readonly at: number
  readonly verdict: WrittenVerdict['verdict']
  readonly referenceId: string | null
}

const newestAttempt = (db: Db): number =>
  db.prepare<[], number | null>('SELECT max(id) FROM attempt').pluck().get() ?? 0

/** The newest attempt of which it is certain that no older one is on its way any more. */
const allEndedUpTo = (db: Db): number => {
  const oldestOpen = db
    .prepare<[], number | null>(
      `SELECT min(a.id) FROM document d JOIN attempt a ON a.document_id = d.id
         LEFT JOIN attempt_end e ON e.attempt_id = a.id WHERE d.state = 'sending' AND e.attempt_id IS NULL`,
    )
    .pluck()
    .get()
  return oldestOpen === null || oldestOpen === undefined ? newestAttempt(db) : oldestOpen - 1
}

/** So many are read and written at a time: without its file a store-year has a hundred megabytes to write. */
const rowsAtOnce = 5000

const verdictsAfter = (db: Db, attempt: number): VerdictRow[] =>
  db
    .prepare<[number, number], VerdictRow>(
      `SELECT e.attempt_id, d.sha256, d.name, e.ended_at, e.outcome, e.reference_id, d.size, d.found_at, d.stored_at,
         d.business_dates
       FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id JOIN document d ON d.id = a.document_id
       WHERE e.attempt_id > ? AND e.outcome IN ('accepted', 'accepted-with-notes', 'refused')
       ORDER BY e.attempt_id LIMIT ?`,
    )
    .all(attempt, rowsAtOnce)

const lineOf = (row: VerdictRow): string =>
  JSON.stringify({
    attempt: row.attempt_id,
    sha256: row.sha256,
    name: row.name,
    at: timestampFrom(row.ended_at),
    verdict: row.outcome,
    referenceId: row.reference_id,
    size: row.size,
    foundAt: timestampFrom(row.found_at),
    storedAt: timestampFrom(row.stored_at),
    businessDates: JSON.parse(row.business_dates) as unknown,
  })

/** The attempts after one that a line of the file tells of: the same attempt, bytes and moment as the database has. */
const attemptsInFile = function* (db: Db, dataDirectory: string, after: number): Generator<number> {
  const find = db.prepare<[number], Pick<VerdictRow, 'sha256' | 'ended_at'>>(
    `SELECT d.sha256, e.ended_at FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id
       JOIN document d ON d.id = a.document_id WHERE e.attempt_id = ?`,
  )
  for (const { attempt, sha256, at } of readVerdicts(dataDirectory)) {
    const row = attempt > after ? find.get(attempt) : undefined
    if (row !== undefined && row.sha256 === sha256 && timestampFrom(row.ended_at) === at) yield attempt
  }
}

/** One per engine. Throws what the file system throws; the caller shows it and tries again with the next verdict. */
export const createVerdictLog = (db: Db, dataDirectory: string): VerdictLog => {
  const path = fileIn(dataDirectory)
  const known = newestWritten(path)
  // Answers come in another order than the requests went: above this attempt it is known one by one what was written.
  // A database that was put back to an older state gives the numbers of lost attempts anew: those lines do not count.
  const newest = newestAttempt(db)
  let from = Math.min(known.from === Infinity ? 0 : known.from, newest)
  const written = new Set(known.attempts.filter((attempt) => attempt > from && attempt <= newest))
  let needsNewline = !endsInNewline(path)
  // One of the last lines may answer one of the first requests: then older lines than were looked at hold what is new by
  // its number, and the whole file has to be looked through, once.
  const newestKnown = Math.max(0, ...known.attempts)
  let isLookedThrough = known.from === 0 || known.from === Infinity
  const append = (lines: readonly string[]): void => {
    const file = openSync(path, 'a', 0o600)
    try {
      const text = `${needsNewline ? '\n' : ''}${lines.join('\n')}\n`
      const { size } = fstatSync(file)
      // Until it is known to be whole, the next line must not join what may be half a line.
      needsNewline = true
      try {
        writeFileSync(file, text)
      } catch (fault) {
        // What a full disk took of it is of no use, and the room is wanted. Where a file that is appended to cannot be
        // shortened (Windows), half a line stays; what went wrong is the writing all the same.
        try {
          ftruncateSync(file, size)
        } catch {
          // The next line begins anew.
        }
        throw fault
      }
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    needsNewline = false
  }
  /** Up to this attempt everything is in the file, and nothing more will come. */
  const forget = (attempt: number): void => {
    from = Math.max(from, attempt)
    for (const each of written) if (each <= from) written.delete(each)
  }
  return {
    rescue: ({ attemptId, sha256, name, at, verdict, referenceId }) => {
      append([JSON.stringify({ attempt: attemptId, sha256, name, at: timestampFrom(at), verdict, referenceId })])
      written.add(attemptId)
    },
    catchUp: () => {
      const settled = allEndedUpTo(db)
      let last = from
      for (;;) {
        const rows = verdictsAfter(db, last)
        const newestRow = rows.at(-1)
        if (newestRow === undefined) break
        const isUnknown = ({ attempt_id: attempt }: VerdictRow): boolean => !written.has(attempt)
        if (!isLookedThrough && rows.some((row) => isUnknown(row) && row.attempt_id < newestKnown)) {
          for (const attempt of attemptsInFile(db, dataDirectory, last)) written.add(attempt)
          isLookedThrough = true
        }
        const unknown = rows.filter(isUnknown)
        if (unknown.length > 0) append(unknown.map(lineOf))
        for (const { attempt_id: attempt } of unknown) written.add(attempt)
        // Whatever fails after this, these are in the file.
        last = newestRow.attempt_id
        forget(Math.min(last, settled))
        if (rows.length < rowsAtOnce) break
      }
      // What was looked at while nothing was missing need not be looked through later.
      isLookedThrough = true
      forget(settled)
    },
  }
}
