import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { deflatedContent, documentById } from '../life/document-table.ts'
import { openTestStore, testMoment, type TestStore } from '../testing/test-store.ts'
import { keepDocuments, type ReadFile } from './keep-document.ts'
import { insertSighting, meetFolder, setIgnored, sightingById } from './sighting-table.ts'

const found = ({ db }: TestStore, path: string): number => {
  const folder = meetFolder(db, '/register', 1, null)
  return insertSighting(db, {
    folderId: folder.id,
    path,
    size: 0,
    mtimeNs: '0',
    at: 500,
    state: 'found',
    problem: null,
  })
}

const mtimeNs = '1700000000123456789'
const read = (store: TestStore, path: string, content: string | Buffer, more: Partial<ReadFile> = {}): ReadFile => {
  const bytes = Buffer.from(content)
  return {
    sightingId: found(store, path),
    path,
    size: bytes.length,
    mtimeNs,
    cutOff: false,
    content: { bytes },
    ...more,
  }
}
const keep = (store: TestStore, ...files: readonly ReadFile[]) => keepDocuments(store.db, files, () => testMoment)
const count = ({ db }: TestStore, table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('keeping what was read', () => {
  test('stores the bytes exactly, with name, hash, size and times, and the sighting has its document', async () => {
    const store = openTestStore()
    const bytes = Buffer.from([0, 1, 255, 13, 10, 26, ...Buffer.from('<a/>')])
    const file = read(store, 'sub/PJR1.xml', bytes)
    expect(await keep(store, file)).toEqual([
      {
        sightingId: file.sightingId,
        path: 'sub/PJR1.xml',
        documentId: file.sightingId,
        isNew: true,
        bytesAreBack: false,
      },
    ])
    expect(documentById(store.db, file.sightingId)).toMatchObject({
      name: 'PJR1.xml',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      modified_at: 1_700_000_000_123,
      found_at: 500,
      stored_at: testMoment,
      state: 'stored',
      cut_off: 0,
    })
    expect(inflateSync(deflatedContent(store.db, file.sightingId) ?? '').equals(bytes)).toBe(true)
    expect(sightingById(store.db, file.sightingId)).toMatchObject({
      state: 'stored',
      document_id: file.sightingId,
      size: bytes.length,
      mtime_ns: mtimeNs,
    })
  })

  test('of the same bytes under another name is one more sighting of the same document, not a second one', async () => {
    const store = openTestStore()
    const [first, second] = [read(store, 'a.xml', '<same/>'), read(store, 'b.xml', '<same/>')]
    await keep(store, first)
    expect(await keep(store, second)).toEqual([
      { sightingId: second.sightingId, path: 'b.xml', documentId: first.sightingId, isNew: false, bytesAreBack: false },
    ])
    expect([count(store, 'document'), count(store, 'content')]).toEqual([1, 1])
    expect(documentById(store.db, first.sightingId)?.name).toBe('a.xml')
    expect(sightingById(store.db, second.sightingId)).toMatchObject({ state: 'stored', document_id: first.sightingId })
  })

  test('of the same bytes twice in one batch is one document as well', async () => {
    const store = openTestStore()
    const kept = await keep(
      store,
      read(store, 'a.xml', '<same/>'),
      read(store, 'b.xml', '<same/>'),
      read(store, 'c.xml', '<other/>'),
    )
    expect(kept.map(({ isNew }) => isNew)).toEqual([true, false, true])
    expect(count(store, 'document')).toBe(2)
  })

  test('of the same bytes again leaves the document where its life has brought it', async () => {
    const store = openTestStore()
    const first = read(store, 'a.xml', '<same/>')
    await keep(store, first)
    store.db.prepare("UPDATE document SET state = 'accepted', accepted_at = 9").run()
    await keep(store, read(store, 'a.xml', '<same/>'))
    expect(documentById(store.db, first.sightingId)).toMatchObject({ state: 'accepted', accepted_at: 9 })
  })

  test('of a file that is too large keeps its name, its size and the hash of its beginning, and no bytes', async () => {
    const store = openTestStore()
    const file = read(store, 'big.xml', '', { size: 5_000_000_000, content: { prefixSha256: 'f'.repeat(64) } })
    await keep(store, file)
    expect(documentById(store.db, file.sightingId)).toMatchObject({
      state: 'held',
      problem: 'too-large',
      sha256: null,
      prefix_sha256: 'f'.repeat(64),
      size: 5_000_000_000,
    })
    expect(deflatedContent(store.db, file.sightingId)).toBeNull()
  })

  test('of a file without its end says so', async () => {
    const store = openTestStore()
    const file = read(store, 'a.xml', '<a>', { cutOff: true })
    await keep(store, file)
    expect(documentById(store.db, file.sightingId)?.cut_off).toBe(1)
  })

  test('is all or nothing: when one of a batch fails, none is stored, and all can be tried again', async () => {
    const store = openTestStore()
    const files = [read(store, 'a.xml', '<a/>'), read(store, 'b.xml', '<b/>'), read(store, 'c.xml', '<c/>')]
    store.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON content WHEN (SELECT count(*) FROM content) = 2 BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    )
    await expect(keep(store, ...files)).rejects.toThrow('disk is full')
    expect([count(store, 'document'), count(store, 'content')]).toEqual([0, 0])
    for (const { sightingId } of files)
      expect(sightingById(store.db, sightingId)).toMatchObject({ state: 'found', document_id: null })
    store.db.exec('DROP TRIGGER full')
    await keep(store, ...files)
    expect(count(store, 'document')).toBe(3)
  })

  test('leaves out what a person ignored while it was being read, and stores the rest', async () => {
    const store = openTestStore()
    const [ignored, other] = [read(store, 'a.xml', '<a/>'), read(store, 'b.xml', '<b/>')]
    setIgnored(store.db, ignored.sightingId, true)
    expect((await keep(store, ignored, other)).map(({ path }) => path)).toEqual(['b.xml'])
    expect(sightingById(store.db, ignored.sightingId)).toMatchObject({ state: 'ignored', document_id: null })
    expect(count(store, 'document')).toBe(1)
  })
})
