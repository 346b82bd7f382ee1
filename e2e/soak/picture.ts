// What the program's own books say at one moment: the rows of its database, read as another process, in one transaction.
// Nothing of the program is used to read them, so that a mistake of the program cannot hide itself.

import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import Database from 'better-sqlite3'

export type DocumentState =
  | 'stored'
  | 'waiting'
  | 'sending'
  | 'unclear'
  | 'accepted'
  | 'accepted-with-notes'
  | 'refused'
  | 'held'
  | 'not-needed'
  | 'replaced'
  | 'set-aside'
  | 'ignored'

export interface DocumentFacts {
  readonly id: number
  readonly name: string
  readonly sha256: string | null
  readonly size: number
  readonly state: DocumentState
  readonly problem: string | null
  readonly attempts: number
  readonly acceptedAt: number | null
  readonly reference: string | null
  readonly dueAt: number | null
}

export interface SightingFacts {
  readonly id: number
  readonly path: string
  readonly state: 'found' | 'vanished' | 'ignored' | 'stored'
  readonly problem: string | null
  readonly present: 0 | 1
  readonly size: number | null
  readonly documentId: number | null
}

export interface AttemptFacts {
  readonly id: number
  readonly documentId: number
  readonly deliveryId: number
  readonly number: number
  /** Null while it has not ended. */
  readonly outcome: string | null
  /** Null while it has not ended: it may. */
  readonly mayHaveArrived: 0 | 1 | null
  readonly reference: string | null
}

export interface DecisionFacts {
  readonly id: number
  readonly action: string
  readonly fileId: number | null
  /** Null while it has not been applied. */
  readonly applied: 0 | 1 | null
}

export interface Picture {
  readonly documents: ReadonlyMap<number, DocumentFacts>
  readonly sightings: ReadonlyMap<number, SightingFacts>
  readonly attempts: readonly AttemptFacts[]
  readonly decisions: readonly DecisionFacts[]
}

export const emptyPicture: Picture = { documents: new Map(), sightings: new Map(), attempts: [], decisions: [] }

const byId = <Row extends { readonly id: number }>(rows: readonly Row[]): ReadonlyMap<number, Row> =>
  new Map(rows.map((row) => [row.id, row]))

/** Opens the database to read, works with it and closes it again. Throws what SQLite throws. */
export const reading = <Result>(path: string, work: (db: Database.Database) => Result): Result => {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    db.pragma('busy_timeout = 5000')
    return work(db)
  } finally {
    db.close()
  }
}

const tables = (db: Database.Database): number =>
  Number(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'decision_result'`).pluck().get())

/** The picture of one moment; empty while there is no database yet. */
export const pictureOf = (path: string): Picture =>
  reading(path, (db) =>
    db.transaction((): Picture => {
      if (tables(db) === 0) return emptyPicture
      return {
        documents: byId(
          db
            .prepare<[], DocumentFacts>(
              `SELECT id, name, sha256, size, state, problem, attempts, accepted_at AS acceptedAt,
                 accepted_reference_id AS reference, due_at AS dueAt FROM document`,
            )
            .all(),
        ),
        sightings: byId(
          db
            .prepare<[], SightingFacts>(
              'SELECT id, path, state, problem, present, size, document_id AS documentId FROM sighting',
            )
            .all(),
        ),
        attempts: db
          .prepare<[], AttemptFacts>(
            `SELECT a.id, a.document_id AS documentId, a.delivery_id AS deliveryId, a.number, e.outcome,
               e.may_have_arrived AS mayHaveArrived, e.reference_id AS reference
             FROM attempt a LEFT JOIN attempt_end e ON e.attempt_id = a.id ORDER BY a.id`,
          )
          .all(),
        decisions: db
          .prepare<[], DecisionFacts>(
            `SELECT d.id, d.action, d.file_id AS fileId, r.applied FROM decision d
               LEFT JOIN decision_result r ON r.decision_id = d.id ORDER BY d.id`,
          )
          .all(),
      }
    })(),
  )

/** States in which nobody will ever need the bytes again: these may go when the disk is full. */
const forgettable: ReadonlySet<DocumentState> = new Set(['accepted', 'accepted-with-notes', 'not-needed', 'replaced'])

/**
 * Documents above an id whose stored bytes are not the ones their row names; how they differ, in words. `diskWasFull`:
 * bytes nobody needs may have been given up to make room.
 */
export const damagedContents = (path: string, aboveId: number, diskWasFull: boolean): readonly string[] =>
  reading(path, (db) =>
    db
      .prepare<
        [number],
        {
          readonly id: number
          readonly sha256: string | null
          readonly state: DocumentState
          readonly deflated: Buffer | null
        }
      >(
        `SELECT d.id, d.sha256, d.state, c.deflated FROM document d LEFT JOIN content c ON c.document_id = d.id
         WHERE d.id > ?`,
      )
      .all(aboveId)
      .flatMap(({ id, sha256, state, deflated }) => {
        if (sha256 === null) return [`file ${id} has no hash`]
        if (deflated === null)
          return diskWasFull && forgettable.has(state) ? [] : [`LOST: the bytes of file ${id} (${state}) are not kept`]
        const hash = createHash('sha256').update(inflateSync(deflated)).digest('hex')
        return hash === sha256 ? [] : [`LOST: the bytes of file ${id} are not those that were stored`]
      }),
  )
