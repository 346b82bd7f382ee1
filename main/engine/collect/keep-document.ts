// Stores what was read: hash, compress, and one transaction for a batch. Nothing is parsed here. After the commit the
// journal is safe; before it, the file in the folder is all there is (design 4.1, "Stored").

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { documentBySha256, insertDocument, moveDocument } from '../life/document-table.ts'
import { noteBytesAreBack, replaceContent, wantsBytes } from '../life/stored-bytes.ts'
import type { Db } from '../storage/open-database.ts'
import { attachDocument, nameOfPath, sightingById } from './sighting-table.ts'

const deflateAsync = promisify(deflate)
/** Journals are mostly repeated tags: the lowest levels already take them to a tenth, in a fraction of the time. */
const compressionLevel = 3

export interface ReadFile {
  readonly sightingId: number
  readonly path: string
  readonly size: number
  readonly mtimeNs: string
  readonly cutOff: boolean
  /** The bytes, or the hash of the beginning of a file that is too large to keep. */
  readonly content: { readonly bytes: Uint8Array } | { readonly prefixSha256: string }
}

export interface KeptFile {
  readonly sightingId: number
  readonly path: string
  readonly documentId: number
  /**
   * False when the same bytes were known already and this is one more sighting of them. A version that another one had
   * replaced, and that lies in the folder again, counts as new: it is what the register says now.
   */
  readonly isNew: boolean
  /** True when the stored bytes had been damaged or lost and these took their place. */
  readonly bytesAreBack: boolean
}

/** Judged anew as if it had just come; what was decided about it before it was replaced counts no more. */
const bringBack = (db: Db, id: number, deflated: Uint8Array, at: number): void => {
  replaceContent(db, id, deflated)
  moveDocument(db, id, { kind: 'returned' }, at, {
    root: null,
    judging_starts: 0,
    delivery_id: null,
    due_at: null,
    delay_ms: null,
    wait_cause: null,
    bytes_removed_at: null,
    bytes_removed_why: null,
  })
}

interface Prepared {
  readonly file: ReadFile
  readonly sha256: string | null
  readonly prefixSha256: string | null
  readonly deflated: Buffer | null
}

const prepare = async (file: ReadFile): Promise<Prepared> => {
  if ('prefixSha256' in file.content)
    return { file, sha256: null, prefixSha256: file.content.prefixSha256, deflated: null }
  const { bytes } = file.content
  return {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    prefixSha256: null,
    deflated: await deflateAsync(bytes, { level: compressionLevel }),
  }
}

/**
 * Stores a batch of read files in one transaction. When it returns they are on disk; when it throws, none is. A file
 * that a person ignored while it was being read is left out.
 */
export const keepDocuments = async (db: Db, files: readonly ReadFile[], at: () => number): Promise<KeptFile[]> => {
  const prepared = await Promise.all(files.map(prepare))
  return db
    .transaction(() =>
      prepared.flatMap(({ file, sha256, prefixSha256, deflated }): KeptFile[] => {
        const now = at()
        const sighting = sightingById(db, file.sightingId)
        if (sighting === undefined) throw new Error(`sighting ${file.sightingId} has no row`)
        if (sighting.state === 'ignored') return []
        const known = sha256 === null ? undefined : documentBySha256(db, sha256)
        const documentId = known?.id ?? file.sightingId
        if (known === undefined)
          insertDocument(db, {
            id: documentId,
            source: 'folder',
            name: nameOfPath(file.path),
            sha256,
            prefixSha256,
            size: file.size,
            modifiedAt: Number(BigInt(file.mtimeNs) / 1_000_000n),
            foundAt: sighting.first_seen_at,
            storedAt: now,
            cutOff: file.cutOff,
            deflated,
          })
        const returns = known?.state === 'replaced' && deflated !== null
        if (returns) bringBack(db, documentId, deflated, now)
        const bytesAreBack = known !== undefined && deflated !== null && wantsBytes(db, documentId)
        if (bytesAreBack) noteBytesAreBack(db, documentId, deflated)
        attachDocument(db, file.sightingId, documentId, { size: file.size, mtimeNs: file.mtimeNs, at: now })
        const isNew = known === undefined || returns
        return [{ sightingId: file.sightingId, path: file.path, documentId, isNew, bytesAreBack }]
      }),
    )
    .immediate()
}
