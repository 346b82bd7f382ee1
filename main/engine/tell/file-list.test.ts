import { describe, expect, test } from 'vitest'
import { documentStates } from '../../../contract/vocabulary.ts'
import type { FileSummary } from '../../../contract/file-facts.ts'
import { applyDecision, requestDecision } from '../decide/decision.ts'
import { applyJudgement } from '../judging/judgement-table.ts'
import { documentById, moveDocument } from '../life/document-table.ts'
import { insertAttempt, insertAttemptEnd, openAttempts, rawAnswerText, type AttemptEnd } from '../send/attempt-table.ts'
import type { Db } from '../storage/open-database.ts'
import { aJudgement } from '../testing/judgements.ts'
import { addFile, openTestStore, testMoment, type TestStore } from '../testing/test-store.ts'
import { eachFile, fileFacts, fileSummary } from './file-list.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const list = (db: Db, state: Parameters<typeof eachFile>[1] = null): FileSummary[] => [...eachFile(db, state)]

const end = (more: Partial<AttemptEnd> = {}): AttemptEnd => ({
  outcome: 'accepted',
  httpStatus: 200,
  mayHaveArrived: true,
  sentence: null,
  acknowledgement: { referenceId: 'ref-1', documentName: 'a.xml', status: 'Success', statusMessage: 'OK', details: [] },
  raw: Buffer.from('<answer/>'),
  ...more,
})

/** Starts and ends one attempt of a document, and makes it the answer the document stands by. */
const attempt = ({ db }: TestStore, id: number, at: number, ending: AttemptEnd | null): number => {
  const delivery = documentById(db, id)?.delivery_id
  if (delivery === null || delivery === undefined) throw new Error('it has no delivery')
  const started = insertAttempt(db, id, delivery, at)
  db.prepare('UPDATE document SET attempts = attempts + 1 WHERE id = ?').run(id)
  if (ending !== null) {
    insertAttemptEnd(db, started.id, ending, at + 50)
    db.prepare('UPDATE document SET newest_answer_id = ? WHERE id = ?').run(started.id, id)
  }
  return started.id
}

const addSighting = (
  { db }: TestStore,
  path: string,
  state: 'found' | 'vanished' | 'ignored',
  problem: string | null,
): number => {
  db.prepare("INSERT INTO folder (id, path, met_at) VALUES (9, '/other', 1) ON CONFLICT DO NOTHING").run()
  return Number(
    db
      .prepare(
        'INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, problem) VALUES (9, ?, 7, ?, 500, 600, 1, ?, ?)',
      )
      .run(path, '1700000000000000000', state, problem).lastInsertRowid,
  )
}

describe('the list of files', () => {
  test('has one row for every file ever seen, newest first, read or not', () => {
    const store = openTestStore()
    const ids = documentStates.map((state) =>
      state === 'found' || state === 'vanished'
        ? addSighting(store, `${state}.xml`, state, null)
        : addFile(store.db, { name: `${state}.xml`, state }),
    )
    const files = list(store.db)
    expect(files.map(({ id }) => id)).toEqual(ids.toReversed().map(String))
    expect(files.map(({ state }) => state)).toEqual(documentStates.toReversed())
  })

  test.each(documentStates)('of those that are %s holds just those', (state) => {
    const store = openTestStore()
    for (const each of documentStates) {
      if (each === 'found' || each === 'vanished' || each === 'ignored') addSighting(store, `${each}.xml`, each, null)
      if (each !== 'found' && each !== 'vanished') addFile(store.db, { name: `${each}.xml`, state: each })
    }
    const files = list(store.db, state)
    expect(files.length).toBe(state === 'ignored' ? 2 : 1)
    expect(new Set(files.map((file) => file.state))).toEqual(new Set([state]))
  })

  test('tells of a file that was not read yet what is known of it, and null for the rest', () => {
    const store = openTestStore()
    const id = addSighting(store, 'sub/folder/PJR1.xml', 'found', 'growing')
    expect(list(store.db)).toEqual([
      {
        id: String(id),
        name: 'PJR1.xml',
        sha256: null,
        size: 7,
        source: 'folder',
        state: 'found',
        problem: 'growing',
        foundAt: iso(500),
        storedAt: null,
        acceptedAt: null,
        businessDates: [],
        attempts: 0,
        nextAttemptAt: null,
        referenceId: null,
        validationStatus: null,
        statusMessage: null,
        details: [],
      },
    ])
  })

  test('tells of an accepted file its answer, as the server gave it', () => {
    const store = openTestStore()
    const id = addFile(store.db, {
      name: 'a.xml',
      state: 'accepted',
      columns: {
        accepted_at: testMoment + 9,
        accepted_reference_id: 'ref-1',
        business_dates: '["2026-11-19","2026-11-20"]',
      },
    })
    const details = [
      { line: 73, position: 11, severity: 'Error', message: '<b>no</b>' },
      { line: null, position: null, severity: null, message: null },
      { line: 0, position: -1, severity: 'Info', message: '' },
    ]
    attempt(
      store,
      id,
      testMoment,
      end({
        acknowledgement: {
          referenceId: 'ref-1',
          documentName: 'a.xml',
          status: 'NonFatalError',
          statusMessage: 'Notes.',
          details,
        },
      }),
    )
    expect(list(store.db)[0]).toMatchObject({
      state: 'accepted',
      storedAt: iso(testMoment),
      acceptedAt: iso(testMoment + 9),
      businessDates: ['2026-11-19', '2026-11-20'],
      attempts: 1,
      nextAttemptAt: null,
      referenceId: 'ref-1',
      validationStatus: 'NonFatalError',
      statusMessage: 'Notes.',
      details,
    })
  })

  test('keeps the first accepted reference of a file that was sent again and refused', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'refused', columns: { accepted_at: 5, accepted_reference_id: 'first' } })
    attempt(
      store,
      id,
      testMoment,
      end({
        outcome: 'refused',
        acknowledgement: {
          referenceId: 'second',
          documentName: 'a',
          status: 'FatalError',
          statusMessage: 'No.',
          details: [],
        },
      }),
    )
    expect(list(store.db)[0]).toMatchObject({
      acceptedAt: iso(5),
      referenceId: 'first',
      validationStatus: 'FatalError',
      statusMessage: 'No.',
    })
  })

  test('tells the words of the server of a file that was refused by HTTP', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'refused' })
    attempt(
      store,
      id,
      testMoment,
      end({ outcome: 'refused', httpStatus: 422, sentence: 'Unprocessable journal', acknowledgement: null }),
    )
    expect(list(store.db)[0]).toMatchObject({
      validationStatus: null,
      statusMessage: 'Unprocessable journal',
      referenceId: null,
      details: [],
    })
  })

  test('tells when it goes next only of what goes by itself', () => {
    const store = openTestStore()
    for (const state of ['waiting', 'unclear', 'held', 'set-aside'] as const)
      addFile(store.db, { name: state, state, columns: { due_at: testMoment } })
    const next = Object.fromEntries(list(store.db).map(({ name, nextAttemptAt }) => [name, nextAttemptAt]))
    expect(next).toEqual({ waiting: iso(testMoment), unclear: iso(testMoment), held: null, 'set-aside': null })
  })
})

describe('everything about one file', () => {
  test('is found by its own id and by the id of any of its sightings, and null where there is none', () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const again = Number(
      store.db
        .prepare(
          "INSERT INTO sighting (folder_id, path, first_seen_at, last_seen_at, present, state, document_id) VALUES (1, 'copy.xml', 8, 9, 0, 'stored', ?)",
        )
        .run(id).lastInsertRowid,
    )
    expect(fileFacts(store.db, again)?.id).toBe(String(id))
    expect(fileSummary(store.db, again)?.id).toBe(String(id))
    expect(fileFacts(store.db, 4711)).toBeNull()
    expect(fileSummary(store.db, 4711)).toBeNull()
  })

  test('holds its sightings, events, findings, deliveries with attempts, and decisions', () => {
    const store = openTestStore()
    const { db } = store
    const id = addFile(db, { name: 'a.xml', state: 'stored' })
    const finding = { severity: 'warning', rule: 'trailing-ctrl-z', line: 9, column: 1, message: 'm' } as const
    applyJudgement(
      db,
      id,
      aJudgement([{ transactionId: '7', registerId: null }], { findings: [finding] }),
      { state: 'waiting' },
      { sendRepeated: 'ask' },
      1,
      testMoment,
    )
    moveDocument(db, id, { kind: 'attempt-started' }, testMoment)
    attempt(
      store,
      id,
      testMoment + 100,
      end({
        outcome: 'unanswered',
        httpStatus: null,
        sentence: 'The connection was cut.',
        acknowledgement: null,
        raw: null,
      }),
    )
    moveDocument(db, id, { kind: 'lost', problem: 'unanswered' }, testMoment)
    const decision = requestDecision(
      db,
      { action: 'resend', fileId: id, reason: 'asked', again: true, until: null, who: 'Kim' },
      testMoment + 200,
    )
    applyDecision(db, decision, testMoment + 201)
    attempt(store, id, testMoment + 300, null)
    const facts = fileFacts(db, id)
    expect(facts).toMatchObject({
      encoding: 'UTF-8',
      version: '3.4',
      storeLocationId: '1200',
      vendor: 'Vendor',
      vendorModel: 'Model',
      related: [],
      sightings: [
        { id: String(id), folder: '/register', path: 'a.xml', modifiedAt: iso(testMoment), archivedTo: null },
      ],
      events: [
        {
          type: 'SaleEvent',
          registerId: null,
          transactionId: '7',
          businessDate: '2026-11-20',
          grandAmount: '10.00',
          line: 10,
          endLine: 20,
        },
      ],
      findings: [finding],
      decisions: [{ action: 'resend', who: 'Kim', at: iso(testMoment + 200), reason: 'asked', applied: true }],
    })
    expect(facts?.deliveries).toMatchObject([
      {
        cause: 'automatic',
        attempts: [
          {
            number: 1,
            startedAt: iso(testMoment + 100),
            endedAt: iso(testMoment + 150),
            outcome: 'unanswered',
            httpStatus: null,
            mayHaveArrived: true,
            sentence: 'The connection was cut.',
            rawAnswer: null,
          },
        ],
      },
      // One that has not ended may have arrived already.
      {
        cause: 'person',
        attempts: [{ number: 2, endedAt: null, outcome: null, mayHaveArrived: true, rawAnswer: null }],
      },
    ])
    expect(Object.keys(facts?.events[0] ?? {})).toEqual([
      'type',
      'registerId',
      'transactionId',
      'businessDate',
      'grandAmount',
      'line',
      'endLine',
    ])
  })

  test('names the files it repeats or replaces', () => {
    const store = openTestStore()
    const other = addFile(store.db, { name: 'other.xml' })
    const id = addFile(store.db, { columns: { related: JSON.stringify([{ id: other, relation: 'repeats' }]) } })
    expect(fileFacts(store.db, id)?.related).toEqual([{ id: String(other), name: 'other.xml', relation: 'repeats' }])
  })

  test('of one that was not read yet holds its sighting and the decisions about it', () => {
    const store = openTestStore()
    const id = addSighting(store, 'old.xml', 'ignored', 'before-start')
    applyDecision(
      store.db,
      requestDecision(
        store.db,
        { action: 'put-back', fileId: id, reason: null, again: false, until: null, who: 'Kim' },
        7,
      ),
      8,
    )
    expect(fileFacts(store.db, id)).toMatchObject({
      state: 'found',
      encoding: null,
      sightings: [
        {
          folder: '/other',
          path: 'old.xml',
          size: 7,
          modifiedAt: iso(1_700_000_000_000),
          firstSeenAt: iso(500),
          lastSeenAt: iso(600),
        },
      ],
      deliveries: [],
      decisions: [{ action: 'put-back', applied: true }],
    })
  })
})

describe('attempts', () => {
  test('are numbered over all deliveries of a document, and an answer is kept as it came', () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'sending' })
    attempt(store, id, 1, end({ raw: Buffer.from([0x3c, 0xff, 0x3e]) }))
    attempt(store, id, 2, end({ raw: Buffer.alloc(0) }))
    const attempts = fileFacts(store.db, id)?.deliveries[0]?.attempts
    expect(attempts?.map(({ number, rawAnswer }) => [number, rawAnswer])).toEqual([
      [1, '<\ufffd>'],
      [2, null],
    ])
    expect(rawAnswerText(null)).toBeNull()
  })

  test('that were started and never ended are found, where the document is still sending', () => {
    const store = openTestStore()
    const [open, done, elsewhere] = [
      addFile(store.db, { state: 'sending' }),
      addFile(store.db, { state: 'sending' }),
      addFile(store.db, { state: 'waiting' }),
    ]
    const lost = attempt(store, open, 1, null)
    attempt(store, done, 1, end())
    attempt(store, elsewhere, 1, null)
    expect(openAttempts(store.db)).toEqual([{ id: lost, document_id: open }])
  })

  test('are never ended twice', () => {
    const store = openTestStore()
    const started = attempt(store, addFile(store.db, { state: 'sending' }), 1, end())
    expect(() => insertAttemptEnd(store.db, started, end(), 9)).toThrow(/UNIQUE constraint failed/)
  })
})
