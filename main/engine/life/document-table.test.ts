import { describe, expect, test } from 'vitest'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import {
  deflatedContent,
  documentById,
  documentBySha256,
  ImpossibleMove,
  insertDocument,
  moveDocument,
  withRelation,
  type NewDocument,
} from './document-table.ts'

const later = testMoment + 60_000

describe('moving a document', () => {
  test('writes state, problem, the time of the change and what goes along in one statement', () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'sending' })
    const to = moveDocument(db, id, { kind: 'lost', problem: 'unanswered' }, later, {
      due_at: 7,
      failures: 3,
      unclear_sends: 2,
    })
    expect(to).toEqual({ state: 'unclear', problem: 'unanswered' })
    expect(documentById(db, id)).toMatchObject({
      state: 'unclear',
      problem: 'unanswered',
      state_since: later,
      due_at: 7,
      failures: 3,
      unclear_sends: 2,
    })
  })

  test('leaves every other column and every other document as they were', () => {
    const { db } = openTestStore()
    const [id, other] = [addFile(db, { columns: { attempts: 4 } }), addFile(db)]
    const before = documentById(db, id)
    const otherBefore = documentById(db, other)
    moveDocument(db, id, { kind: 'attempt-started' }, later)
    expect(documentById(db, id)).toEqual({ ...before, state: 'sending', state_since: later })
    expect(documentById(db, other)).toEqual(otherBefore)
  })

  test('by an event that cannot happen there throws ImpossibleMove, tells the standing, and changes nothing', () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'held', problem: 'encoding' })
    const before = documentById(db, id)
    const move = (): unknown => moveDocument(db, id, { kind: 'attempt-started' }, later, { due_at: 1 })
    expect(move).toThrow(ImpossibleMove)
    expect(move).toThrow(`document ${id} is held: attempt-started cannot happen to it`)
    try {
      move()
    } catch (fault) {
      expect((fault as ImpossibleMove).standing).toEqual({ state: 'held', problem: 'encoding' })
    }
    expect(documentById(db, id)).toEqual(before)
  })

  test('throws for a document that is not there', () => {
    const { db } = openTestStore()
    expect(() => moveDocument(db, 99, { kind: 'replaced' }, later)).toThrow('there is no document 99')
  })

  test('is one conditional UPDATE: when the row changes under it, it throws instead of overwriting', () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'waiting' })
    // Stands for whatever might come between reading the state and writing it.
    db.exec(`CREATE TEMP TRIGGER meanwhile BEFORE UPDATE OF due_at ON document WHEN OLD.state = 'waiting'
             BEGIN SELECT RAISE(IGNORE); END`)
    expect(() => moveDocument(db, id, { kind: 'attempt-started' }, later, { due_at: 5 })).toThrow(
      `document ${id} was not waiting any more`,
    )
    expect(documentById(db, id)?.state).toBe('waiting')
  })
})

describe('the table itself', () => {
  test('refuses a state that is not one of the words of the contract', () => {
    const { db } = openTestStore()
    const id = addFile(db)
    for (const word of ['found', 'vanished', 'queued', ''])
      expect(() => db.prepare('UPDATE document SET state = ? WHERE id = ?').run(word, id)).toThrow(
        /CHECK constraint failed/,
      )
  })

  test('refuses a cause of waiting that is neither the document nor the service', () => {
    const { db } = openTestStore()
    const id = addFile(db)
    expect(() => db.prepare("UPDATE document SET wait_cause = 'moon' WHERE id = ?").run(id)).toThrow(
      /CHECK constraint failed/,
    )
  })

  test('refuses values of another type, because it is strict', () => {
    const { db } = openTestStore()
    const id = addFile(db)
    expect(() => db.prepare("UPDATE document SET failures = 'many' WHERE id = ?").run(id)).toThrow(/cannot store TEXT/)
  })

  test('refuses a second document with the same bytes', () => {
    const { db } = openTestStore()
    addFile(db, { bytes: '<same/>' })
    expect(() => addFile(db, { bytes: '<same/>' })).toThrow(/UNIQUE constraint failed: document.sha256/)
  })

  test('refuses a sighting that is stored without a document, and a document at a sighting that is not stored', () => {
    const { db } = openTestStore()
    const id = addFile(db)
    expect(() => db.prepare("UPDATE sighting SET state = 'found' WHERE id = ?").run(id)).toThrow(
      /CHECK constraint failed/,
    )
    expect(() => db.prepare('UPDATE sighting SET document_id = NULL WHERE id = ?').run(id)).toThrow(
      /CHECK constraint failed/,
    )
  })

  test('refuses content of a document that is not there', () => {
    const { db } = openTestStore()
    expect(() => db.prepare("INSERT INTO content (document_id, deflated) VALUES (12345, x'00')").run()).toThrow(
      /FOREIGN KEY constraint failed/,
    )
  })
})

const fresh: NewDocument = {
  id: 1,
  source: 'folder',
  name: 'PJR1.xml',
  sha256: 'a'.repeat(64),
  prefixSha256: null,
  size: 10,
  modifiedAt: 5,
  foundAt: 6,
  storedAt: Date.UTC(2026, 10, 21, 4, 30, 0),
  cutOff: false,
  deflated: Buffer.from([1, 2, 3]),
}

describe('a new document', () => {
  test('is stored with its bytes, and waits in the order of the day it was stored until its own days are known', () => {
    const { db } = openTestStore()
    insertDocument(db, fresh)
    expect(documentById(db, 1)).toMatchObject({
      state: 'stored',
      problem: null,
      cut_off: 0,
      order_date: '2026-11-21',
      attempts: 0,
      related: '[]',
      accepted_at: null,
    })
    expect(deflatedContent(db, 1)).toEqual(Buffer.from([1, 2, 3]))
    expect(documentBySha256(db, fresh.sha256 ?? '')).toEqual({ id: 1, state: 'stored' })
    expect(documentBySha256(db, 'b'.repeat(64))).toBeUndefined()
  })

  test('whose bytes are too many to keep is held at once, without bytes', () => {
    const { db } = openTestStore()
    insertDocument(db, { ...fresh, sha256: null, prefixSha256: 'c'.repeat(64), deflated: null })
    expect(documentById(db, 1)).toMatchObject({ state: 'held', problem: 'too-large', prefix_sha256: 'c'.repeat(64) })
    expect(deflatedContent(db, 1)).toBeNull()
  })

  test('that was stored without its end says so', () => {
    const { db } = openTestStore()
    insertDocument(db, { ...fresh, cutOff: true })
    expect(documentById(db, 1)?.cut_off).toBe(1)
  })
})

test('each relation to another document is kept once, in the order it was found', () => {
  const once = withRelation('[]', { id: 3, relation: 'repeats' })
  expect(withRelation(once, { id: 3, relation: 'repeats' })).toBe(once)
  expect(JSON.parse(withRelation(once, { id: 3, relation: 'replaces' }))).toEqual([
    { id: 3, relation: 'repeats' },
    { id: 3, relation: 'replaces' },
  ])
})
