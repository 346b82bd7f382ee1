import { describe, expect, test } from 'vitest'
import { documentStates } from '../../../contract/vocabulary.ts'
import type { StoredState } from '../life/document-state.ts'
import { addFile, openTestStore, testMoment, type TestStore } from '../testing/test-store.ts'
import { countsByState, lastAcceptedAt, oldestSince, oldestWaitingAt, unclearAsking } from './counts.ts'

const addSighting = (
  { db }: TestStore,
  state: 'found' | 'vanished' | 'ignored',
  problem: string | null = null,
  at = 5,
): void => {
  db.prepare("INSERT INTO folder (id, path, met_at) VALUES (1, '/register', 1) ON CONFLICT DO NOTHING").run()
  db.prepare(
    `INSERT INTO sighting (folder_id, path, first_seen_at, last_seen_at, present, state, problem) VALUES (1, 'x.xml', ?, ?, ?, ?, ?)`,
  ).run(at, at, state === 'vanished' ? 0 : 1, state, problem)
}

describe('counting', () => {
  test('tells every state of the contract, zero where there is none', () => {
    const counts = countsByState(openTestStore().db)
    expect(Object.keys(counts).sort()).toEqual([...documentStates].sort())
    expect(new Set(Object.values(counts))).toEqual(new Set([0]))
  })

  test('counts a document once, however often it was seen, and files that were not read yet by themselves', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'accepted' })
    store.db
      .prepare(
        "INSERT INTO sighting (folder_id, path, first_seen_at, last_seen_at, present, state, document_id) VALUES (1, 'again.xml', 1, 1, 1, 'stored', ?)",
      )
      .run(id)
    addFile(store.db, { state: 'ignored' })
    addSighting(store, 'ignored')
    addSighting(store, 'found')
    addSighting(store, 'vanished')
    expect(countsByState(store.db)).toMatchObject({ accepted: 1, ignored: 2, found: 1, vanished: 1 })
  })

  test.each(documentStates.filter((state) => state !== 'found' && state !== 'vanished'))(
    'counts what is %s',
    (state) => {
      const store = openTestStore()
      addFile(store.db, { state })
      addFile(store.db, { state })
      expect(countsByState(store.db)[state]).toBe(2)
    },
  )
})

describe('the oldest that waits', () => {
  const oldest = (states: readonly (readonly [StoredState, number, number | null])[]): number | null => {
    const store = openTestStore()
    for (const [state, at, due] of states) addFile(store.db, { state, at, columns: { due_at: due } })
    return oldestWaitingAt(store.db)
  }

  test('is the oldest of what goes to the cloud by itself', () => {
    expect(
      oldest([
        ['waiting', 50, null],
        ['stored', 40, null],
        ['sending', 60, null],
      ]),
    ).toBe(40)
    expect(
      oldest([
        ['unclear', 30, 99],
        ['waiting', 50, null],
      ]),
    ).toBe(30)
  })

  test('is none of those that ask a person or have had their answer', () => {
    expect(oldest([['unclear', 30, null]])).toBeNull()
    for (const state of [
      'accepted',
      'accepted-with-notes',
      'refused',
      'held',
      'not-needed',
      'replaced',
      'set-aside',
      'ignored',
    ] as const)
      expect(oldest([[state, 30, 99]]), state).toBeNull()
  })

  test('is also a file in the folder that cannot be read or is not ready: its sales are not safe yet', () => {
    for (const problem of ['growing', 'locked', 'unreadable', null]) {
      const store = openTestStore()
      addFile(store.db, { state: 'waiting', at: 50 })
      addSighting(store, 'found', problem, 20)
      expect(oldestWaitingAt(store.db), String(problem)).toBe(20)
    }
  })

  test('is no empty file, which may stay so for ever, and none that is gone or ignored', () => {
    const store = openTestStore()
    addSighting(store, 'found', 'empty')
    addSighting(store, 'vanished')
    addSighting(store, 'ignored', 'before-start')
    expect(oldestWaitingAt(store.db)).toBeNull()
  })
})

test('the last acceptance is the newest first acceptance, whatever became of the file since', () => {
  const store = openTestStore()
  expect(lastAcceptedAt(store.db)).toBeNull()
  addFile(store.db, { state: 'accepted', columns: { accepted_at: 70 } })
  addFile(store.db, { state: 'refused', columns: { accepted_at: 90 } })
  addFile(store.db, { state: 'waiting' })
  expect(lastAcceptedAt(store.db)).toBe(90)
})

test('what asks a person is unclear without a time of its own', () => {
  const store = openTestStore()
  addFile(store.db, { state: 'unclear', problem: 'other-name' })
  addFile(store.db, { state: 'unclear', problem: 'unanswered', columns: { due_at: 5 } })
  addFile(store.db, { state: 'waiting' })
  expect(unclearAsking(store.db)).toBe(1)
})

test('the oldest of a state is the one that has been in it longest', () => {
  const store = openTestStore()
  expect(oldestSince(store.db)).toEqual({})
  addFile(store.db, { state: 'refused', columns: { state_since: testMoment } })
  addFile(store.db, { state: 'refused', columns: { state_since: testMoment - 5 } })
  addFile(store.db, { state: 'held', columns: { state_since: 3 } })
  addFile(store.db, { state: 'accepted' })
  expect(oldestSince(store.db)).toEqual({ refused: testMoment - 5, held: 3 })
})
