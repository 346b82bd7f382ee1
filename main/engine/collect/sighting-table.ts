// The sighting table: every file ever seen under a name, size and time, and the document it became. The only place
// that names the table in SQL for writing.

import type { FoundProblem } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'

export interface SightingRow {
  readonly id: number
  readonly folder_id: number | null
  readonly path: string
  readonly size: number | null
  readonly mtime_ns: string | null
  readonly first_seen_at: number
  readonly last_seen_at: number
  readonly present: 0 | 1
  readonly state: 'found' | 'vanished' | 'ignored' | 'stored'
  readonly problem: FoundProblem | 'before-start' | null
  readonly document_id: number | null
  readonly archived_to: string | null
}

/** A file's name without the way to it; `path` is a sighting's, below its folder, with forward slashes. */
export const nameOfPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export interface FolderRow {
  readonly id: number
  readonly path: string
  readonly met_at: number
  /** Files last changed before this are ignored; null = all files count. */
  readonly starts_at: number | null
}

/** The folder is met now, whatever it was met for before: where it starts is decided anew. No row, nothing to do. */
export const meetFolderAnew = (db: Db, path: string, at: number, startsAt: number | null): void => {
  db.prepare('UPDATE folder SET met_at = ?, starts_at = ? WHERE path = ?').run(at, startsAt, path)
}

/** The folder's row, made when the folder is met first; `startsAt` is decided then and kept (design 4.1). */
export const meetFolder = (db: Db, path: string, at: number, startsAt: number | null): FolderRow => {
  db.prepare('INSERT INTO folder (path, met_at, starts_at) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING').run(
    path,
    at,
    startsAt,
  )
  const row = db.prepare<[string], FolderRow>('SELECT * FROM folder WHERE path = ?').get(path)
  if (row === undefined) throw new Error(`folder ${path} has no row`)
  return row
}

export const sightingById = (db: Db, id: number): SightingRow | undefined =>
  db.prepare<[number], SightingRow>('SELECT * FROM sighting WHERE id = ?').get(id)

/** The sightings of the files that are in a folder now; there is at most one under each name. */
export const presentSightings = (db: Db, folderId: number): SightingRow[] =>
  db
    .prepare<[number], SightingRow>(
      'SELECT * FROM sighting WHERE folder_id = ? AND present = 1 AND archived_to IS NULL',
    )
    .all(folderId)

/** The newest sighting under a name that is there, was stored, or was found and went before it was read. */
export const newestSighting = (db: Db, folderId: number, path: string): SightingRow | undefined => {
  const newest = db
    .prepare<[number, string], SightingRow>(
      'SELECT * FROM sighting WHERE folder_id = ? AND path = ? AND archived_to IS NULL ORDER BY id DESC LIMIT 1',
    )
    .get(folderId, path)
  const counts = newest?.present === 1 || newest?.state === 'vanished' || newest?.state === 'stored'
  return counts ? newest : undefined
}

export const insertSighting = (
  db: Db,
  sighting: {
    folderId: number
    path: string
    size: number
    mtimeNs: string
    at: number
    state: 'found' | 'ignored'
    problem: SightingRow['problem']
  },
): number =>
  Number(
    db
      .prepare(
        `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, problem)
         VALUES (@folderId, @path, @size, @mtimeNs, @at, @at, 1, @state, @problem)`,
      )
      .run(sighting).lastInsertRowid,
  )

const mustChangeOne = (changes: number, id: number): void => {
  if (changes !== 1) throw new Error(`sighting ${id} could not be changed`)
}

/** What is known now of a file that has no document yet. */
export const updateFound = (
  db: Db,
  id: number,
  known: { size: number; mtimeNs: string; problem: FoundProblem | null; at: number },
): void => {
  const { changes } = db
    .prepare(
      `UPDATE sighting SET state = 'found', present = 1, size = @size, mtime_ns = @mtimeNs, problem = @problem,
         last_seen_at = @at WHERE id = @id AND document_id IS NULL`,
    )
    .run({ ...known, id })
  mustChangeOne(changes, id)
}

/** Gives a sighting its document. */
export const attachDocument = (
  db: Db,
  id: number,
  documentId: number,
  known: { size: number; mtimeNs: string; at: number },
): void => {
  const { changes } = db
    .prepare(
      `UPDATE sighting SET state = 'stored', problem = NULL, present = 1, document_id = @documentId, size = @size,
         mtime_ns = @mtimeNs, last_seen_at = @at WHERE id = @id AND document_id IS NULL`,
    )
    .run({ ...known, id, documentId })
  mustChangeOne(changes, id)
}

/** The file is not in the folder any more. */
export const markGone = (db: Db, id: number, lastSeenAt: number): void => {
  const { changes } = db
    .prepare(
      `UPDATE sighting SET present = 0, last_seen_at = @lastSeenAt,
         state = CASE state WHEN 'found' THEN 'vanished' ELSE state END,
         problem = CASE state WHEN 'found' THEN NULL ELSE problem END
       WHERE id = @id`,
    )
    .run({ id, lastSeenAt })
  mustChangeOne(changes, id)
}

/** The file is in the folder again as it was. */
export const markBack = (db: Db, id: number, at: number): void => {
  const { changes } = db
    .prepare(
      `UPDATE sighting SET present = 1, last_seen_at = @at,
         state = CASE state WHEN 'vanished' THEN 'found' ELSE state END WHERE id = @id`,
    )
    .run({ id, at })
  mustChangeOne(changes, id)
}

export const markArchived = (db: Db, id: number, archivedTo: string, at: number): void => {
  const { changes } = db
    .prepare('UPDATE sighting SET present = 0, archived_to = ?, last_seen_at = ? WHERE id = ?')
    .run(archivedTo, at, id)
  mustChangeOne(changes, id)
}

/** A person wants a file of before the start after all, or does not want a found one. */
export const setIgnored = (db: Db, id: number, ignored: boolean): void => {
  const { changes } = db
    .prepare(
      ignored
        ? `UPDATE sighting SET state = 'ignored', problem = NULL WHERE id = ? AND document_id IS NULL AND state IN ('found', 'vanished')`
        : `UPDATE sighting SET state = CASE present WHEN 1 THEN 'found' ELSE 'vanished' END, problem = NULL
             WHERE id = ? AND document_id IS NULL AND state = 'ignored'`,
    )
    .run(id)
  mustChangeOne(changes, id)
}

export interface ArchiveCandidate {
  readonly sighting_id: number
  readonly path: string
  readonly size: number
  readonly mtime_ns: string
  readonly sha256: string
}

/**
 * Files of a folder whose document has its verdict, or nothing to send in it: the only ones archiving may move. They
 * come in the order of their sightings, from the one after `afterId`.
 */
export const archiveCandidates = (db: Db, folderId: number, afterId: number, limit: number): ArchiveCandidate[] =>
  db
    .prepare<[number, number, number], ArchiveCandidate>(
      `SELECT s.id AS sighting_id, s.path, s.size, s.mtime_ns, d.sha256
       FROM sighting s JOIN document d ON d.id = s.document_id
       WHERE s.folder_id = ? AND s.id > ? AND s.present = 1 AND d.state IN ('accepted', 'accepted-with-notes', 'not-needed')
       ORDER BY s.id LIMIT ?`,
    )
    .all(folderId, afterId, limit)
