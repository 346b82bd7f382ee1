// The stored bytes of a document, and whether they still are the ones that were stored: SQLite finds a damaged page, but
// not a byte that changed inside one, so the SHA-256 decides before bytes are sent, judged or shown (reliability F10).

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { Db } from '../storage/open-database.ts'
import { deflatedContent, moveDocument } from './document-table.ts'

const inflateAsync = promisify(inflate)
const deflateAsync = promisify(deflate)
const compressionLevel = 3
const inflateChunk = 1024 * 1024

export type StoredBytes =
  | { readonly kind: 'intact'; readonly bytes: Buffer }
  /** They are not kept: never, not any more, or lost with damaged records. */
  | { readonly kind: 'missing' }
  /** They are not the ones that were stored. */
  | { readonly kind: 'damaged' }

/** Gets the bytes of a document from a folder it still lies in; null where none can be read or they are others. */
export type ReadAgain = (documentId: number) => Promise<Uint8Array | null>

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const isZlibFault = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && String(fault.code).startsWith('Z_')

const expectedSha256 = (db: Db, id: number): string | null =>
  db.prepare<[number], string | null>('SELECT sha256 FROM document WHERE id = ?').pluck().get(id) ?? null

/** Reads and proves them. Throws what SQLite throws. */
export const readStoredBytes = async (db: Db, id: number): Promise<StoredBytes> => {
  const deflated = deflatedContent(db, id)
  if (deflated === null) return { kind: 'missing' }
  const expected = expectedSha256(db, id)
  try {
    const bytes = await inflateAsync(deflated, { chunkSize: inflateChunk })
    return sha256Of(bytes) === expected ? { kind: 'intact', bytes } : { kind: 'damaged' }
  } catch (fault) {
    if (isZlibFault(fault)) return { kind: 'damaged' }
    throw fault
  }
}

/** Puts the right bytes in the place of damaged or missing ones. */
export const replaceContent = (db: Db, id: number, deflated: Uint8Array): void => {
  db.prepare(
    'INSERT INTO content (document_id, deflated) VALUES (?, ?) ON CONFLICT (document_id) DO UPDATE SET deflated = excluded.deflated',
  ).run(id, deflated)
}

const damagedRule = 'stored-bytes-damaged'
const repairedRule = 'stored-bytes-repaired'

export const repairedFinding = {
  severity: 'warning',
  rule: repairedRule,
  line: null,
  column: null,
  message:
    'The stored bytes of this file were damaged on the disk. The same file was still in the folder and was read again.',
} as const

const addFinding = (db: Db, id: number, severity: 'error' | 'warning', rule: string, message: string): void => {
  db.prepare('DELETE FROM finding WHERE document_id = ? AND rule IN (?, ?)').run(id, damagedRule, repairedRule)
  const number =
    db
      .prepare<[number], number>('SELECT coalesce(max(number), 0) + 1 FROM finding WHERE document_id = ?')
      .pluck()
      .get(id) ?? 1
  db.prepare(
    'INSERT INTO finding (document_id, number, severity, rule, line, col, message) VALUES (?, ?, ?, ?, NULL, NULL, ?)',
  ).run(id, number, severity, rule, message)
}

/**
 * Reads the bytes; when they are damaged or missing and the file still lies in a folder with the same SHA-256, its bytes
 * take their place and the row says so.
 */
export const intactBytes = async (
  db: Db,
  id: number,
  readAgain: ReadAgain,
): Promise<StoredBytes & { readonly repaired: boolean }> => {
  const stored = await readStoredBytes(db, id)
  if (stored.kind === 'intact') return { ...stored, repaired: false }
  const found = await readAgain(id)
  const expected = expectedSha256(db, id)
  if (found === null || expected === null || sha256Of(found) !== expected) return { ...stored, repaired: false }
  const bytes = Buffer.from(found.buffer, found.byteOffset, found.byteLength)
  const deflated = await deflateAsync(bytes, { level: compressionLevel })
  db.transaction(() => {
    replaceContent(db, id, deflated)
    addFinding(db, id, repairedFinding.severity, repairedRule, repairedFinding.message)
  }).immediate()
  return { kind: 'intact', bytes, repaired: true }
}

/** Holds a document whose bytes are not the stored ones any more; call it inside a transaction. */
export const holdDamaged = (db: Db, id: number, missing: boolean, at: number): void => {
  moveDocument(db, id, { kind: 'damaged' }, at, { due_at: null })
  addFinding(
    db,
    id,
    'error',
    damagedRule,
    missing
      ? 'The stored bytes of this file are missing, and the file is not in the folder any more.'
      : 'The stored bytes of this file are damaged, and the file is not in the folder any more; nothing was sent.',
  )
}

/** True when the bytes that were just read from a folder are to take the place of damaged or lost ones. */
export const wantsBytes = (db: Db, id: number): boolean =>
  db
    .prepare<[number, string], number>(
      `SELECT EXISTS (SELECT 1 FROM document d LEFT JOIN content c ON c.document_id = d.id
         WHERE d.id = ? AND d.sha256 IS NOT NULL AND ((c.document_id IS NULL AND d.bytes_removed_at IS NULL)
           OR EXISTS (SELECT 1 FROM finding f WHERE f.document_id = d.id AND f.rule = ?)))`,
    )
    .pluck()
    .get(id, damagedRule) === 1

/** The bytes are back: the row says so. Call it inside a transaction. */
export const noteBytesAreBack = (db: Db, id: number, deflated: Uint8Array): void => {
  replaceContent(db, id, deflated)
  db.prepare('DELETE FROM finding WHERE document_id = ? AND rule = ?').run(id, damagedRule)
}
