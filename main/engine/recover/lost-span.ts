// The span of which a restored database knows nothing: from the moment of the copy to the last moment an engine can have
// sent. What came into the folder in that span, and what waited at its beginning, may have been sent; nobody knows, so it
// asks a person and never goes by itself (design 4.4, `restored`).
//
// Whether a file was there in the span is told by its own time and by when it was first seen after the restore. A time in
// doubt (another computer's clock, a power cut that took the last times with it, a time in the future) counts as in the
// span: one question too many is a nuisance, one sale sent twice is a loss.

import { z } from 'zod'
import { readFact, writeFact } from '../storage/fact-table.ts'
import type { Db } from '../storage/open-database.ts'

const recoverySchema = z.object({
  /** The name of the folder the damaged files went to; null when an older database was found in place. */
  id: z.string(),
  /** When it was restored, this PC's time, ms since 1970. */
  at: z.number(),
  /** What had happened, for the technician. */
  why: z.string(),
  /** The moment of the copy that was restored; null when there was none. */
  backupAt: z.number().nullable(),
  /** The last moment at which an engine can have sent. */
  aliveUntil: z.number(),
  /** True when the computer was started anew since: then the last minute's times may be missing from the disk. */
  rebooted: z.boolean(),
  /** Documents up to this id were in the span's beginning, or were saved out of the damaged file. */
  highestKnown: z.number(),
  /** From when on files count in a folder of which no row was left, where `startFrom` is `now`. */
  startsAt: z.number(),
  foldersMet: z.boolean(),
  /** Folder id → what its first whole scan after the restore had seen. */
  scanned: z.record(z.string(), z.object({ upTo: z.number(), share: z.boolean() })),
})
export type Recovery = z.infer<typeof recoverySchema>

const recoveriesFact = 'recoveries'
const keptRecoveries = 20

/** Clocks of file servers and registers are off by minutes. */
const shareMarginMs = 10 * 60_000
/** After a power cut the last times may be those of the last write the system had carried out. */
const powerCutMarginMs = 60_000
const futureMarginMs = 2000

/** Every restore of this database, oldest first. */
export const readRecoveries = (db: Db): Recovery[] => readFact(db, recoveriesFact, z.array(recoverySchema)) ?? []

const writeRecoveries = (db: Db, recoveries: readonly Recovery[]): void =>
  writeFact(db, recoveriesFact, recoveries.slice(-keptRecoveries))

export const addRecovery = (db: Db, recovery: Recovery): void => writeRecoveries(db, [...readRecoveries(db), recovery])

const changeRecoveries = (db: Db, change: (recovery: Recovery) => Recovery): void => {
  const before = readRecoveries(db)
  const after = before.map(change)
  if (after.some((recovery, i) => recovery !== before[i])) writeRecoveries(db, after)
}

/** One sighting of a file, as far as it tells when the file was written and first seen. */
export interface Glimpse {
  readonly id: number
  readonly folderId: number | null
  readonly modifiedAt: number | null
  readonly firstSeenAt: number
}

/** Whether a file with this sighting may have been in the folder in the span. Pure. */
export const isOfLostSpan = (recovery: Recovery, glimpse: Glimpse): boolean => {
  const { folderId, modifiedAt, firstSeenAt, id } = glimpse
  if (folderId === null || modifiedAt === null || modifiedAt <= recovery.aliveUntil) return true
  const scan = recovery.scanned[String(folderId)]
  // Found after the folder had been looked through: its time decides alone.
  if (scan !== undefined && id > scan.upTo) return false
  const margin = (scan?.share === false ? 0 : shareMarginMs) + (recovery.rebooted ? powerCutMarginMs : 0)
  return modifiedAt <= recovery.aliveUntil + margin || modifiedAt > firstSeenAt + futureMarginMs
}

/** True when the document may have been sent in a span of which the database knows nothing. */
export const mayHaveBeenSentInLostSpan = (db: Db, documentId: number): boolean => {
  const recoveries = readRecoveries(db)
  if (recoveries.length === 0) return false
  const glimpses = db
    .prepare<[number], { id: number; folder_id: number | null; mtime_ns: string | null; first_seen_at: number }>(
      'SELECT id, folder_id, mtime_ns, first_seen_at FROM sighting WHERE document_id = ?',
    )
    .all(documentId)
    .map((row): Glimpse => ({
      id: row.id,
      folderId: row.folder_id,
      modifiedAt: row.mtime_ns === null ? null : Number(BigInt(row.mtime_ns) / 1_000_000n),
      firstSeenAt: row.first_seen_at,
    }))
  return recoveries.some(
    (recovery) => documentId <= recovery.highestKnown || glimpses.some((glimpse) => isOfLostSpan(recovery, glimpse)),
  )
}

/** A folder was looked through as a whole: what is found later came later. Costs a read when nothing was restored. */
export const noteFolderScanned = (db: Db, folderId: number, share: boolean): void => {
  const key = String(folderId)
  if (readRecoveries(db).every(({ scanned }) => scanned[key] !== undefined)) return
  const upTo =
    db.prepare<[number], number | null>('SELECT max(id) FROM sighting WHERE folder_id = ?').pluck().get(folderId) ?? 0
  changeRecoveries(db, (recovery) =>
    recovery.scanned[key] === undefined
      ? { ...recovery, scanned: { ...recovery.scanned, [key]: { upTo, share } } }
      : recovery,
  )
}

/**
 * From when on files count in a folder that is met now with `startFrom: now`. After a restore that lost the folder's row
 * it must not be now: what came since it was really met would be left out silently.
 */
export const startOfMetFolder = (db: Db, now: number): number =>
  Math.min(now, ...readRecoveries(db).flatMap(({ foldersMet, startsAt }) => (foldersMet ? [] : [startsAt])))

/** All folders of the settings have their rows again. */
export const noteFoldersMet = (db: Db): void =>
  changeRecoveries(db, (recovery) => (recovery.foldersMet ? recovery : { ...recovery, foldersMet: true }))

export interface RestoredFacts {
  /** Documents that may have been sent in the span and ask. */
  readonly asking: number
  /** When it was restored last, and from a copy of when; null when never. */
  readonly newest: Pick<Recovery, 'at' | 'backupAt'> | null
}

export const restoredFacts = (db: Db): RestoredFacts => {
  const newest = readRecoveries(db).at(-1) ?? null
  if (newest === null) return { asking: 0, newest: null }
  const asking =
    db
      .prepare<[], number>(`SELECT count(*) FROM document WHERE state = 'unclear' AND problem = 'restored'`)
      .pluck()
      .get() ?? 0
  return { asking, newest }
}
