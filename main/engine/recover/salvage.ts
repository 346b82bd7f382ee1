// Saves what can still be read out of a damaged database into the restored one: documents the copy does not know, with
// their bytes where they still have their SHA-256, and the settings. The bytes prove themselves; nothing else of the
// damaged file is believed. A register may have removed its file after we stored it: then this is the only way its sales
// are not lost. Each row is read by itself, so that a damaged page costs what lies on it and no more.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { documentBySha256, insertDocument } from '../life/document-table.ts'
import { openSqlite, type Db } from '../storage/open-database.ts'

export interface Salvaged {
  /** Documents with their bytes. */
  readonly whole: number
  /** Documents of which only the row could be read. */
  readonly withoutBytes: number
}

const nothing: Salvaged = { whole: 0, withoutBytes: 0 }

/** Rows read at once while nothing is in the way. */
const batch = 200
/** Ids tried one by one behind a place that cannot be read, until it is taken as the end. */
const mostFailures = 5000

interface DamagedRow {
  readonly id: number
  readonly source: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly modified_at: number | null
  readonly found_at: number
  readonly stored_at: number
  readonly cut_off: number
}

const documents = {
  columns: 'id, source, name, sha256, size, modified_at, found_at, stored_at, cut_off',
  table: 'document',
  id: 'id',
}
const contents = { columns: 'document_id AS id', table: 'content', id: 'document_id' }

const readable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

const looksTrue = (row: DamagedRow): boolean =>
  typeof row.sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(row.sha256) &&
  typeof row.name === 'string' &&
  row.name !== '' &&
  row.source === 'folder' &&
  [row.id, row.size, row.found_at, row.stored_at].every((value) => Number.isSafeInteger(value) && value >= 0)

/**
 * Rows by their id, as far as they can be read; past a damaged place they are asked for one by one up to `highest`.
 * `columns` begin with the id; `id` is the table's own name for it.
 */
const eachRow = function* <Row extends { readonly id: number }>(
  damaged: Db,
  what: { readonly columns: string; readonly table: string; readonly id: string },
  highest: number,
): Generator<Row> {
  const { columns, table, id } = what
  const next = readable(() =>
    damaged.prepare<[number, number], Row>(`SELECT ${columns} FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ?`),
  )
  const one = readable(() => damaged.prepare<[number], Row>(`SELECT ${columns} FROM ${table} WHERE ${id} = ?`))
  if (next === undefined || one === undefined) return
  let failures = 0
  for (let after = 0; ;) {
    const rows = readable(() => next.all(after, batch))
    if (rows !== undefined) {
      if (rows.length === 0) return
      yield* rows
      after = rows.at(-1)?.id ?? after
      continue
    }
    for (const end = Math.min(highest, after + batch); after < end; after += 1) {
      const found = readable(() => ({ row: one.get(after + 1) }))
      failures = found === undefined ? failures + 1 : 0
      if (found?.row !== undefined) yield found.row
    }
    if (after >= highest || failures > mostFailures) return
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const deflatedOf = (damaged: Db, id: number): Buffer | null => {
  const deflated = readable(() =>
    damaged.prepare<[number], Buffer>('SELECT deflated FROM content WHERE document_id = ?').pluck().get(id),
  )
  return Buffer.isBuffer(deflated) ? deflated : null
}

/** The stored bytes, still compressed, when they are the ones that were stored. */
const intactContent = (damaged: Db, row: DamagedRow): Buffer | null => {
  const deflated = deflatedOf(damaged, row.id)
  if (deflated === null) return null
  const bytes = readable(() => inflateSync(deflated, { maxOutputLength: row.size + 1 }))
  return bytes !== undefined && sha256Of(bytes) === row.sha256 ? deflated : null
}

interface SeenAs {
  readonly path: string
  readonly folder: string | null
  readonly mtime_ns: string | null
}

const seenAs = (damaged: Db, row: DamagedRow): SeenAs => {
  const found = readable(() =>
    damaged
      .prepare<[number], SeenAs>(
        `SELECT s.path, f.path AS folder, s.mtime_ns FROM sighting s LEFT JOIN folder f ON f.id = s.folder_id WHERE s.id = ?`,
      )
      .get(row.id),
  )
  return found !== undefined && typeof found.path === 'string'
    ? found
    : { path: row.name, folder: null, mtime_ns: null }
}

interface SeenRow {
  readonly path: unknown
  readonly first_seen_at: unknown
  readonly last_seen_at: unknown
}

/** A document's row made anew from its bytes and its sighting; null where either cannot be read. */
const rowFromBytes = (damaged: Db, id: number): DamagedRow | null => {
  const seen = readable(() =>
    damaged.prepare<[number], SeenRow>('SELECT path, first_seen_at, last_seen_at FROM sighting WHERE id = ?').get(id),
  )
  const deflated = deflatedOf(damaged, id)
  const bytes = deflated === null ? undefined : readable(() => inflateSync(deflated))
  if (seen === undefined || bytes === undefined) return null
  const { path, first_seen_at: foundAt, last_seen_at: storedAt } = seen
  if (typeof path !== 'string' || typeof foundAt !== 'number' || typeof storedAt !== 'number') return null
  return {
    id,
    source: 'folder',
    name: path.slice(path.lastIndexOf('/') + 1),
    sha256: sha256Of(bytes),
    size: bytes.length,
    modified_at: null,
    found_at: foundAt,
    stored_at: storedAt,
    cut_off: 0,
  }
}

const insertSaved = (db: Db, row: DamagedRow, seen: SeenAs, deflated: Buffer | null, at: number): void => {
  const folderId =
    seen.folder === null
      ? null
      : (db.prepare<[string], number>('SELECT id FROM folder WHERE path = ?').pluck().get(seen.folder) ?? null)
  const id = Number(
    db
      .prepare(
        `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state)
         VALUES (?, ?, ?, ?, ?, ?, 0, 'vanished')`,
      )
      .run(folderId, seen.path, row.size, seen.mtime_ns, row.found_at, row.stored_at).lastInsertRowid,
  )
  if (deflated === null) insertWithoutBytes(db, id, row, at)
  else
    insertDocument(db, {
      id,
      source: 'folder',
      name: row.name,
      sha256: row.sha256,
      prefixSha256: null,
      size: row.size,
      modifiedAt: row.modified_at,
      foundAt: row.found_at,
      storedAt: row.stored_at,
      cutOff: row.cut_off === 1,
      deflated,
    })
  db.prepare(`UPDATE sighting SET state = 'stored', document_id = ? WHERE id = ?`).run(id, id)
}

/** It was here; its bytes are gone from the disk. A person must know, and it is whole again when its file is found. */
const insertWithoutBytes = (db: Db, id: number, row: DamagedRow, at: number): void => {
  db.prepare(
    `INSERT INTO document (id, source, name, sha256, size, modified_at, found_at, stored_at, cut_off, state, problem,
       state_since, order_date)
     VALUES (?, 'folder', ?, ?, ?, ?, ?, ?, ?, 'unclear', 'restored', ?, ?)`,
  ).run(
    id,
    row.name,
    row.sha256,
    row.size,
    row.modified_at,
    row.found_at,
    row.stored_at,
    row.cut_off,
    at,
    new Date(row.stored_at).toISOString().slice(0, 10),
  )
  db.prepare(
    `INSERT INTO finding (document_id, number, severity, rule, line, col, message)
     VALUES (?, 1, 'error', 'stored-bytes-damaged', NULL, NULL,
       'The records were damaged and the stored bytes of this file are lost. They come back when the file is in the folder again.')`,
  ).run(id)
}

const saveFolders = (damaged: Db, db: Db): void => {
  const folders =
    readable(() =>
      damaged
        .prepare<[], { path: unknown; met_at: unknown; starts_at: unknown }>(
          'SELECT path, met_at, starts_at FROM folder',
        )
        .all(),
    ) ?? []
  for (const { path, met_at, starts_at } of folders)
    if (typeof path === 'string' && typeof met_at === 'number' && (starts_at === null || typeof starts_at === 'number'))
      db.prepare('INSERT INTO folder (path, met_at, starts_at) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING').run(
        path,
        met_at,
        starts_at,
      )
}

/** The store's own settings are the newest there are; the copy's may be of yesterday. */
const savedFacts = ['settings', 'pause'] as const

const saveFacts = (damaged: Db, db: Db): void => {
  for (const name of savedFacts) {
    const value = readable(() =>
      damaged.prepare<[string], string>('SELECT value FROM fact WHERE name = ?').pluck().get(name),
    )
    if (typeof value !== 'string' || readable(() => JSON.parse(value) as unknown) === undefined) continue
    db.prepare(
      'INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ).run(name, value)
  }
}

/** Gives a document its bytes back when the row is there and the bytes are not, or are not the ones any more. */
const fillContent = (db: Db, id: number, deflated: Buffer): void => {
  db.prepare(
    `INSERT INTO content (document_id, deflated) SELECT id, ? FROM document WHERE id = ? AND bytes_removed_at IS NULL
     ON CONFLICT (document_id) DO NOTHING`,
  ).run(deflated, id)
}

const saveDocument = (damaged: Db, db: Db, row: DamagedRow, at: number): keyof Salvaged | null => {
  const known = documentBySha256(db, row.sha256)?.id
  const hasBytes =
    known !== undefined && db.prepare('SELECT 1 FROM content WHERE document_id = ?').get(known) !== undefined
  if (hasBytes) return null
  const deflated = intactContent(damaged, row)
  if (known !== undefined) {
    if (deflated !== null) fillContent(db, known, deflated)
    return null
  }
  insertSaved(db, row, seenAs(damaged, row), deflated, at)
  return deflated === null ? 'withoutBytes' : 'whole'
}

/**
 * Copies into `db` what the damaged file still tells and `db` does not know; documents come as `stored`, to be judged.
 * `highest` is the highest id the damaged database can have given. A file that cannot be opened at all gives nothing.
 * Throws only what writing to `db` throws.
 */
export const salvage = (damagedPath: string, db: Db, highest: number, at: number): Salvaged => {
  if (!existsSync(damagedPath)) return nothing
  const damaged = readable(() => openSqlite(damagedPath, { readonly: true, fileMustExist: true }))
  if (damaged === undefined) return nothing
  try {
    const saved = { whole: 0, withoutBytes: 0 }
    const saveRows = db.transaction((rows: readonly DamagedRow[]) => {
      for (const row of rows) {
        const how = saveDocument(damaged, db, row, at)
        if (how !== null) saved[how] += 1
      }
    })
    db.transaction(() => {
      saveFacts(damaged, db)
      saveFolders(damaged, db)
    }).immediate()
    const read = new Set<number>()
    let rows: DamagedRow[] = []
    for (const row of eachRow<DamagedRow>(damaged, documents, highest)) {
      if (!looksTrue(row)) continue
      read.add(row.id)
      rows.push(row)
      if (rows.length < batch) continue
      saveRows.immediate(rows)
      rows = []
    }
    saveRows.immediate(rows)
    // Documents whose row lies on a damaged page: their bytes, and the name they were seen under, may lie elsewhere.
    for (const { id } of eachRow<{ id: number }>(damaged, contents, highest)) {
      const row = read.has(id) ? null : rowFromBytes(damaged, id)
      if (row !== null) saveRows.immediate([row])
    }
    return saved
  } finally {
    readable(() => damaged.close())
  }
}
