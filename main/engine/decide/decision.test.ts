// What a person may decide: every action in every state, with what is said and what becomes of it.

import { describe, expect, test } from 'vitest'
import type { DocumentProblem } from '../../../contract/vocabulary.ts'
import { applyJudgement } from '../judging/judgement-table.ts'
import type { StoredState } from '../life/document-state.ts'
import { theDocument } from '../life/document-table.ts'
import { readFact } from '../storage/fact-table.ts'
import { aJudgement } from '../testing/judgements.ts'
import {
  addFile,
  openTestStore,
  standingIn,
  testMoment,
  type FileToAdd,
  type TestStore,
} from '../testing/test-store.ts'
import {
  applyDecision,
  decidedOf,
  documentOfFile,
  endPause,
  openDecisions,
  pauseSchema,
  readPause,
  requestDecision,
  type Action,
  type Decided,
  type Decision,
} from './decision.ts'

const later = testMoment + 60_000

const decide = ({ db }: TestStore, action: Action, fileId: number | null, more: Partial<Decision> = {}): Decided => {
  const id = requestDecision(
    db,
    { action, fileId, reason: null, again: false, until: null, who: 'Kim', ...more },
    later,
  )
  return applyDecision(db, id, later)
}

const aside = (state: string, problem: string | null): FileToAdd['columns'] => ({
  put_aside_from: JSON.stringify({ state, problem }),
})

interface Row {
  readonly state: StoredState
  readonly problem?: DocumentProblem
  readonly columns?: FileToAdd['columns']
  /** What each action leads to; a dash when it is refused. `!` = only with --again and a reason. */
  readonly resend: string
  readonly setAside: string
  readonly ignore: string
  readonly putBack: string
}

// prettier-ignore
const rows: readonly Row[] = [
  { state: 'stored',                                              resend: '-',        setAside: '-',         ignore: '-',       putBack: '-' },
  { state: 'waiting',                                             resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'sending',                                             resend: '-',        setAside: '-',         ignore: '-',       putBack: '-' },
  { state: 'unclear', problem: 'unanswered',                      resend: '!waiting', setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'unclear', problem: 'other-name',                      resend: '!waiting', setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'accepted', columns: { accepted_at: 5 },               resend: '!waiting', setAside: '-',         ignore: '-',       putBack: '-' },
  { state: 'accepted-with-notes', columns: { accepted_at: 5 },    resend: '!waiting', setAside: '-',         ignore: '-',       putBack: '-' },
  { state: 'refused',                                             resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'refused', columns: { accepted_at: 5 },                resend: '!waiting', setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'held', problem: 'not-well-formed',                    resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'held', problem: 'other-store',                        resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'held', problem: 'repeats',                            resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'not-needed', problem: 'no-sales',                     resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'not-needed', problem: 'training',                     resend: 'waiting',  setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'not-needed', problem: 'other-naxml',                  resend: '-',        setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'not-needed', problem: 'not-a-journal',                resend: '-',        setAside: 'set-aside', ignore: 'ignored', putBack: '-' },
  { state: 'replaced',                                            resend: 'waiting',  setAside: '-',         ignore: '-',       putBack: '-' },
  { state: 'set-aside', columns: aside('refused', null),          resend: 'waiting',  setAside: '-',         ignore: 'ignored', putBack: 'refused' },
  { state: 'set-aside', columns: aside('held', 'encoding'),       resend: 'waiting',  setAside: '-',         ignore: 'ignored', putBack: 'held encoding' },
  { state: 'set-aside', columns: aside('unclear', 'other-name'),  resend: '!waiting', setAside: '-',         ignore: 'ignored', putBack: 'unclear other-name' },
  { state: 'set-aside', columns: aside('not-needed', 'other-naxml'), resend: '-',     setAside: '-',         ignore: 'ignored', putBack: 'not-needed other-naxml' },
  { state: 'ignored', columns: aside('waiting', null),            resend: 'waiting',  setAside: 'set-aside', ignore: '-',       putBack: 'waiting' },
  { state: 'ignored', columns: aside('unclear', 'unanswered'),    resend: '!waiting', setAside: 'set-aside', ignore: '-',       putBack: 'unclear unanswered' },
  { state: 'ignored', columns: aside('not-needed', 'not-a-journal'), resend: '-',     setAside: 'set-aside', ignore: '-',       putBack: 'not-needed not-a-journal' },
]

const cases = rows.flatMap((row) =>
  (
    [
      ['resend', row.resend],
      ['set-aside', row.setAside],
      ['ignore', row.ignore],
      ['put-back', row.putBack],
    ] as const
  ).map(
    ([action, expected]) =>
      [action, `${row.state} ${row.problem ?? ''} ${JSON.stringify(row.columns ?? '')}`, expected, row] as const,
  ),
)

describe('every action in every state', () => {
  test.each(cases)('%s of %s leads to: %s', (action, _name, expected, row) => {
    const store = openTestStore()
    const id = addFile(store.db, {
      name: 'a.xml',
      state: row.state,
      problem: row.problem ?? null,
      columns: row.columns ?? {},
    })
    const before = theDocument(store.db, id)
    const plain = decide(store, action, id)
    // One plain sentence that names the file.
    expect(plain.sentence).toMatch(/^[A-Z].*\.$/)
    expect(plain.sentence.includes(`${id} (a.xml)`) || plain.sentence.includes('twice')).toBe(true)
    if (expected === '-' || expected.startsWith('!')) {
      expect(plain.applied).toBe(false)
      expect(theDocument(store.db, id)).toEqual(before)
    } else {
      expect(plain.applied).toBe(true)
      expect(standingIn(store, id)).toBe(expected)
    }
    if (!expected.startsWith('!')) return
    expect(plain.sentence).toContain('may count the sales twice')
    expect(decide(store, action, id, { again: true }).applied).toBe(false)
    expect(decide(store, action, id, { reason: 'lost on the way' }).applied).toBe(false)
    expect(theDocument(store.db, id)).toEqual(before)
    expect(decide(store, action, id, { again: true, reason: 'lost on the way' }).applied).toBe(true)
    expect(standingIn(store, id)).toBe(expected.slice(1))
  })

  test('an order that cannot be carried out is refused even with --again', () => {
    for (const row of rows.filter(({ resend }) => resend === '-')) {
      const store = openTestStore()
      const id = addFile(store.db, { state: row.state, problem: row.problem ?? null, columns: row.columns ?? {} })
      expect(decide(store, 'resend', id, { again: true, reason: 'x' }).applied).toBe(false)
    }
  })
})

describe('sending again', () => {
  test('is a delivery of its own that names the decision, due at once, with all counts anew', () => {
    const store = openTestStore()
    const id = addFile(store.db, {
      state: 'refused',
      columns: {
        attempts: 3,
        failures: 9,
        unclear_sends: 5,
        due_at: 99,
        delay_ms: 5,
        wait_cause: 'service',
        put_aside_from: null,
      },
    })
    const first = theDocument(store.db, id).delivery_id
    expect(decide(store, 'resend', id)).toEqual({
      applied: true,
      sentence: expect.stringMatching(/will be sent\.$/) as string,
    })
    const after = theDocument(store.db, id)
    expect(after).toMatchObject({
      state: 'waiting',
      attempts: 3,
      failures: 0,
      unclear_sends: 0,
      due_at: null,
      delay_ms: null,
      wait_cause: null,
    })
    expect(after.delivery_id).not.toBe(first)
    expect(store.db.prepare('SELECT decision_id FROM delivery WHERE id = ?').pluck().get(after.delivery_id)).toBe(1)
    expect(store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(2)
  })

  test('of what waits anyway makes it due now and is no second delivery', () => {
    const store = openTestStore()
    const id = addFile(store.db, { columns: { due_at: 99, failures: 4 } })
    expect(decide(store, 'resend', id).sentence).toMatch(/is due now\.$/)
    expect(theDocument(store.db, id)).toMatchObject({ state: 'waiting', due_at: null, failures: 0 })
    expect(store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(1)
  })

  test('keeps the first acceptance', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'accepted', columns: { accepted_at: 5, accepted_reference_id: 'r' } })
    expect(decide(store, 'resend', id, { again: true, reason: 'asked for it' }).applied).toBe(true)
    expect(theDocument(store.db, id)).toMatchObject({ accepted_at: 5, accepted_reference_id: 'r' })
  })

  test('is not possible when the contents are not kept', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'held', problem: 'too-large', kept: false, columns: { sha256: null } })
    expect(decide(store, 'resend', id)).toEqual({
      applied: false,
      sentence: expect.stringContaining('are not kept') as string,
    })
  })

  test('is possible when damage took the stored contents and the file is still in its folder: it is read there again', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'unclear', problem: 'restored', kept: false })
    const again = { again: true, reason: 'not at Petrosoft' }
    expect(decide(store, 'resend', id, again).applied).toBe(true)
    const gone = addFile(store.db, { state: 'unclear', problem: 'restored', kept: false })
    store.db.prepare('UPDATE sighting SET present = 0 WHERE document_id = ?').run(gone)
    expect(decide(store, 'resend', gone, again)).toMatchObject({ applied: false })
  })
})

describe('where another file has the same sales', () => {
  /** Two files with the same sale: the first accepted, the second as wanted. */
  const pair = (
    state: StoredState,
    problem: DocumentProblem | null,
  ): { store: TestStore; id: number; other: number } => {
    const store = openTestStore()
    const [other, id] = [
      addFile(store.db, { name: 'first.xml', state: 'stored' }),
      addFile(store.db, { name: 'second.xml', state: 'stored' }),
    ]
    for (const each of [other, id])
      applyJudgement(store.db, each, aJudgement([1]), { state: 'waiting' }, { sendRepeated: 'send' }, 1, later)
    store.db.prepare("UPDATE document SET state = 'accepted', accepted_at = 5 WHERE id = ?").run(other)
    store.db.prepare('UPDATE document SET state = ?, problem = ? WHERE id = ?').run(state, problem, id)
    return { store, id, other }
  }

  test.each([
    ['refused', null],
    ['replaced', null],
    ['not-needed', 'no-sales'],
    ['held', 'other-store'],
    ['set-aside', null],
  ] as const)('sending one that is %s (%s) needs --again and a reason, and names the other', (state, problem) => {
    const { store, id, other } = pair(state, problem)
    const plain = decide(store, 'resend', id)
    expect(plain.applied).toBe(false)
    expect(plain.sentence).toContain(`Sales of this file are also in file ${other} (first.xml)`)
    expect(decide(store, 'resend', id, { again: true, reason: 'checked' }).applied).toBe(true)
  })

  test('sending one that is held for just that needs no more words: the row has said it', () => {
    const { store, id } = pair('held', 'repeats')
    expect(decide(store, 'resend', id).applied).toBe(true)
  })

  test('one that is put back does not go by itself: it is held and says why', () => {
    const { store, id, other } = pair('waiting', null)
    expect(decide(store, 'set-aside', id).applied).toBe(true)
    const back = decide(store, 'put-back', id)
    expect(back.applied).toBe(true)
    expect(back.sentence).toContain(`file ${other} (first.xml)`)
    expect(standingIn(store, id)).toBe('held repeats')
    expect(JSON.parse(theDocument(store.db, id).related)).toContainEqual({ id: other, relation: 'repeats' })
  })
})

describe('putting aside and back', () => {
  test('goes through set aside and ignored and back to where it stood first', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'held', problem: 'doctype' })
    for (const action of ['set-aside', 'ignore', 'set-aside'] as const)
      expect(decide(store, action, id).applied).toBe(true)
    expect(decide(store, 'put-back', id).sentence).toMatch(/is held again\.$/)
    expect(standingIn(store, id)).toBe('held doctype')
    expect(theDocument(store.db, id).put_aside_from).toBeNull()
  })

  test('does not bring back what a later decision left behind', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'refused' })
    decide(store, 'set-aside', id)
    decide(store, 'resend', id)
    expect(theDocument(store.db, id).put_aside_from).toBeNull()
    expect(decide(store, 'put-back', id).applied).toBe(false)
  })
})

describe('a file that has not been read yet', () => {
  const addSighting = ({ db }: TestStore, state: string, present = 1): number => {
    db.prepare("INSERT INTO folder (id, path, met_at) VALUES (1, '/register', 1) ON CONFLICT DO NOTHING").run()
    return Number(
      db
        .prepare(
          `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, problem)
           VALUES (1, 'x.xml', 5, '0', 1, 1, ?, ?, CASE ? WHEN 'ignored' THEN 'before-start' END)`,
        )
        .run(present, state, state).lastInsertRowid,
    )
  }
  const sighting = ({ db }: TestStore, id: number): unknown =>
    db.prepare('SELECT state, problem FROM sighting WHERE id = ?').get(id)

  test.each([
    ['ignored', 'put-back', true, { state: 'found', problem: null }],
    ['ignored', 'ignore', false, { state: 'ignored', problem: 'before-start' }],
    ['ignored', 'resend', false, { state: 'ignored', problem: 'before-start' }],
    ['found', 'ignore', true, { state: 'ignored', problem: null }],
    ['found', 'put-back', false, { state: 'found', problem: null }],
    ['found', 'set-aside', false, { state: 'found', problem: null }],
    ['found', 'resend', false, { state: 'found', problem: null }],
    ['vanished', 'ignore', true, { state: 'ignored', problem: null }],
    ['vanished', 'put-back', false, { state: 'vanished', problem: null }],
  ] as const)('and is %s: %s is done: %s', (state, action, applied, then) => {
    const store = openTestStore()
    const id = addSighting(store, state, state === 'vanished' ? 0 : 1)
    const decided = decide(store, action, id)
    expect(decided.applied).toBe(applied)
    expect(decided.sentence).toMatch(/^File \d+ \(x\.xml\) .*\.$/)
    expect(sighting(store, id)).toEqual(then)
  })

  test('and has gone meanwhile is not found again by putting it back: it has vanished, and the sentence says so', () => {
    const store = openTestStore()
    const id = addSighting(store, 'ignored', 0)
    const decided = decide(store, 'put-back', id)
    expect(decided.sentence).toContain('not in the folder')
    expect(sighting(store, id)).toEqual({ state: 'vanished', problem: null })
  })
})

describe('a file', () => {
  test('that does not exist is said not to exist', () => {
    const store = openTestStore()
    for (const action of ['resend', 'set-aside', 'ignore', 'put-back'] as const)
      expect(decide(store, action, 77)).toEqual({ applied: false, sentence: 'There is no file 77.' })
    expect(decide(store, 'resend', null).applied).toBe(false)
  })

  test('is meant by its own id and by the id of any of its sightings', () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const again = Number(
      store.db
        .prepare(
          "INSERT INTO sighting (folder_id, path, first_seen_at, last_seen_at, present, state, document_id) VALUES (1, 'copy.xml', 1, 1, 1, 'stored', ?)",
        )
        .run(id).lastInsertRowid,
    )
    expect(documentOfFile(store.db, again)?.id).toBe(id)
    expect(decide(store, 'set-aside', again).applied).toBe(true)
    expect(standingIn(store, id)).toBe('set-aside')
  })
})

describe('a pause', () => {
  test('is kept with who and until when, replaces an older one, and ends by a resume', () => {
    const store = openTestStore()
    expect(readPause(store.db)).toBeNull()
    expect(decide(store, 'pause', null).sentence).toBe('Sending is paused until somebody resumes it.')
    expect(readPause(store.db)).toEqual({ since: later, until: null, who: 'Kim' })
    const until = later + 3600_000
    expect(decide(store, 'pause', null, { until }).sentence).toContain(new Date(until).toISOString())
    expect(readFact(store.db, 'pause', pauseSchema)).toEqual({ since: later, until, who: 'Kim' })
    expect(decide(store, 'resume', null).sentence).toBe('Sending goes on.')
    expect(readPause(store.db)).toBeNull()
    expect(decide(store, 'resume', null)).toEqual({ applied: true, sentence: 'Sending was not paused.' })
  })

  test('whose end is past is refused, and changes nothing', () => {
    const store = openTestStore()
    decide(store, 'pause', null)
    for (const until of [later, later - 1]) expect(decide(store, 'pause', null, { until }).applied).toBe(false)
    expect(readPause(store.db)?.until).toBeNull()
    endPause(store.db)
    expect(readPause(store.db)).toBeNull()
  })
})

describe('every decision is kept', () => {
  test('with who, when, why and what became of it, also when it was refused', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'sending' })
    decide(store, 'resend', id, { reason: 'hurry', again: true })
    expect(store.db.prepare('SELECT * FROM decision').all()).toEqual([
      {
        id: 1,
        action: 'resend',
        file_id: id,
        reason: 'hurry',
        again: 1,
        until: null,
        who: 'Kim',
        requested_at: later,
        order_id: null,
        seen_state: null,
      },
    ])
    expect(store.db.prepare('SELECT decision_id, applied, at FROM decision_result').all()).toEqual([
      { decision_id: 1, applied: 0, at: later },
    ])
    expect(decidedOf(store.db, 1)?.applied).toBe(false)
    expect(decidedOf(store.db, 2)).toBeNull()
  })

  test('and applied once: what was written down waits, oldest first, until it has a result', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'refused' })
    const ask = (action: Action): number =>
      requestDecision(store.db, { action, fileId: id, reason: null, again: false, until: null, who: 'Kim' }, later)
    const [aside_, back] = [ask('set-aside'), ask('put-back')]
    expect(openDecisions(store.db)).toEqual([aside_, back])
    for (const each of openDecisions(store.db)) expect(applyDecision(store.db, each, later).applied).toBe(true)
    expect(openDecisions(store.db)).toEqual([])
    expect(standingIn(store, id)).toBe('refused')
    expect(() => applyDecision(store.db, aside_, later)).toThrow(/UNIQUE constraint failed/)
    expect(standingIn(store, id)).toBe('refused')
  })

  test('and one of a kind this version does not know is refused, not taken for another', () => {
    const store = openTestStore()
    const id = addFile(store.db, {
      state: 'set-aside',
      columns: { put_aside_from: '{"state":"refused","problem":null}' },
    })
    const decision = requestDecision(
      store.db,
      { action: 'shred' as Action, fileId: id, reason: null, again: false, until: null, who: 'Kim' },
      later,
    )
    expect(applyDecision(store.db, decision, later).applied).toBe(false)
    expect(standingIn(store, id)).toBe('set-aside')
  })
})
