// A real database in a directory of its own, and rows to begin a test with.

import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { parseConfiguration, type Configuration } from '../../../contract/configuration.ts'
import type { DocumentProblem } from '../../../contract/vocabulary.ts'
import type { StoredState } from '../life/document-state.ts'
import { theDocument } from '../life/document-table.ts'
import { openDatabase, type Db } from '../storage/open-database.ts'

/** A directory that goes away with the test. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'storebridge-engine-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))
  return directory
}

export interface TestStore {
  readonly db: Db
  readonly directory: string
}

export const openTestStore = (): TestStore => {
  const directory = temporaryDirectory()
  const db = openDatabase(join(directory, 'storebridge.db'))
  onTestFinished(() => {
    db.close()
  })
  return { db, directory }
}

export const testMoment = Date.UTC(2026, 10, 20, 15, 0, 0)

export interface FileToAdd {
  readonly name?: string
  readonly bytes?: string | Buffer
  readonly state?: StoredState
  readonly problem?: DocumentProblem | null
  readonly orderDate?: string
  readonly at?: number
  readonly folder?: string
  /** Columns of the document that differ from a fresh one. */
  readonly columns?: Readonly<Record<string, string | number | null>>
  /** False: the bytes are not kept. */
  readonly kept?: boolean
  /** Who decided on its delivery; states that were never in the queue have none. */
  readonly delivery?: 'automatic' | 'none'
}

let fileNumber = 0

const queued: readonly StoredState[] = ['waiting', 'sending', 'unclear', 'accepted', 'accepted-with-notes', 'refused']

/** Adds a file as if it had been collected and gone as far as `state`; returns its id. Its bytes are its own. */
export const addFile = (db: Db, file: FileToAdd = {}): number => db.transaction(() => insertFile(db, file))()

const insertFile = (db: Db, file: FileToAdd): number => {
  const { state = 'waiting', at = testMoment, folder = '/register' } = file
  const number = String(++fileNumber).padStart(6, '0')
  const name = file.name ?? `PJR${number}.xml`
  const bytes = Buffer.from(file.bytes ?? `<?xml version="1.0"?><NAXML-POSJournal>${number}</NAXML-POSJournal>`)
  const folderId = Number(
    db
      .prepare('INSERT INTO folder (path, met_at) VALUES (?, ?) ON CONFLICT DO UPDATE SET met_at = met_at RETURNING id')
      .pluck()
      .get(folder, at),
  )
  const id = Number(
    db
      .prepare(
        `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state)
         VALUES (?, ?, ?, ?, ?, ?, 1, 'found')`,
      )
      .run(folderId, name, bytes.length, String(BigInt(at) * 1_000_000n), at, at).lastInsertRowid,
  )
  db.prepare(
    `INSERT INTO document (id, source, name, sha256, size, modified_at, found_at, stored_at, state, problem, state_since, order_date)
     VALUES (?, 'folder', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    name,
    createHash('sha256').update(bytes).digest('hex'),
    bytes.length,
    at,
    at,
    at,
    state,
    file.problem ?? null,
    at,
    file.orderDate ?? '2026-11-20',
  )
  db.prepare("UPDATE sighting SET state = 'stored', document_id = ? WHERE id = ?").run(id, id)
  if (file.kept !== false)
    db.prepare('INSERT INTO content (document_id, deflated) VALUES (?, ?)').run(id, deflateSync(bytes))
  if (queued.includes(state) && file.delivery !== 'none') {
    const delivery = db
      .prepare('INSERT INTO delivery (document_id, created_at) VALUES (?, ?)')
      .run(id, at).lastInsertRowid
    db.prepare('UPDATE document SET delivery_id = ? WHERE id = ?').run(delivery, id)
  }
  for (const [column, value] of Object.entries(file.columns ?? {}))
    db.prepare(`UPDATE document SET ${column} = ? WHERE id = ?`).run(value, id)
  return id
}

/** Where a document stands: "held cut-off". */
export const standingIn = ({ db }: Pick<TestStore, 'db'>, id: number): string => {
  const { state, problem } = theDocument(db, id)
  return problem === null ? state : `${state} ${problem}`
}

/** A configuration with the required keys and the given ones. */
export const testConfiguration = (more: Readonly<Record<string, unknown>> = {}): Configuration => {
  const parsed = parseConfiguration({
    store: { locationId: '33084', timeZone: 'America/New_York' },
    petrosoft: { email: 'store@example.com', password: { env: 'UNUSED' } },
    folders: [{ path: '/register' }],
    ...more,
  })
  if (!parsed.ok) throw new Error(`the test's configuration is wrong: ${JSON.stringify(parsed.errors)}`)
  return parsed.configuration
}
