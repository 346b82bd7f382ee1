import { statSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { documentStates } from '../../../contract/vocabulary.ts'
import { applyDecision, requestDecision } from '../decide/decision.ts'
import { applyJudgement, documentsSharingSales } from '../judging/judgement-table.ts'
import { deflatedContent, documentById, insertDocument } from '../life/document-table.ts'
import type { StoredState } from '../life/document-state.ts'
import type { Db } from '../storage/open-database.ts'
import { fileFacts } from '../tell/file-list.ts'
import { aJudgement } from '../testing/judgements.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { removeOldestBytes, removeOldestDetails, removeOldRecords, returnFreePages } from './forget-step.ts'
import { forgetBefore } from './forgetting-rule.ts'

const dayMs = 24 * 3600_000
const later = testMoment + 500 * dayMs
const before = testMoment + 1

const kept = (db: Db, id: number): boolean => deflatedContent(db, id) !== null
const count = (db: Db, table: string): number => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
const insert = (db: Db, table: string, row: Readonly<Record<string, unknown>>): number =>
  Number(
    db
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join(', ')})`,
      )
      .run(...Object.values(row)).lastInsertRowid,
  )

/** A file with everything a file can have. */
const fullFile = (db: Db, state: StoredState, transaction = 1001): number => {
  const id = addFile(db, { state, delivery: 'automatic' })
  const delivery = Number(
    db.prepare('SELECT id FROM delivery WHERE document_id = ?').pluck().get(id) ??
      insert(db, 'delivery', { document_id: id, created_at: testMoment }),
  )
  const attempt = insert(db, 'attempt', { delivery_id: delivery, document_id: id, number: 1, started_at: testMoment })
  insert(db, 'attempt_end', {
    attempt_id: attempt,
    ended_at: testMoment + 5,
    outcome: 'accepted',
    may_have_arrived: 1,
    reference_id: `ref-${id}`,
    validation_status: 'Success',
    status_message: 'Processed',
    raw: deflateSync('<Acknowledgement/>'),
  })
  insert(db, 'answer_detail', { attempt_id: attempt, number: 1, line: 3, severity: 'Warning', message: 'odd' })
  const facts = aJudgement([transaction], {
    findings: [{ severity: 'warning', rule: 'trailing-ctrl-z', line: 1, column: 1, message: 'x' }],
  })
  applyJudgement(db, id, facts, { state: 'waiting' }, { sendRepeated: 'send' }, 1, testMoment)
  db.prepare('UPDATE document SET state = ?, state_since = ?, newest_answer_id = ? WHERE id = ?').run(
    state,
    testMoment,
    attempt,
    id,
  )
  return id
}

describe('the bytes of a document', () => {
  const forgotten = ['accepted', 'accepted-with-notes', 'not-needed', 'replaced']
  test.each(documentStates.filter((state) => state !== 'found' && state !== 'vanished'))(
    'that is %s go only when no one will ever need them to send it',
    (state) => {
      const { db } = openTestStore()
      const id = addFile(db, { state })
      removeOldestBytes(db, later, 'age', later, 100)
      removeOldestDetails(db, later, later, 100)
      expect(kept(db, id)).toBe(!forgotten.includes(state))
      expect(documentById(db, id)).toMatchObject(
        forgotten.includes(state)
          ? { bytes_removed_at: later, bytes_removed_why: 'age' }
          : { bytes_removed_at: null, bytes_removed_why: null, details_removed_at: null },
      )
    },
  )

  test('stay for as long as it is set, counted from the verdict', () => {
    const { db } = openTestStore()
    const [old, young] = [addFile(db, { state: 'accepted' }), addFile(db, { state: 'accepted' })]
    db.prepare('UPDATE document SET state_since = ? WHERE id = ?').run(testMoment + dayMs, young)
    const at = testMoment + 90 * dayMs + 1000
    expect(removeOldestBytes(db, forgetBefore(at, 90).bytes, 'age', at, 100)).toEqual({ documents: 1, more: false })
    expect([kept(db, old), kept(db, young)]).toEqual([false, true])
  })

  test('go oldest first, so many at a time, until none is left', () => {
    const { db } = openTestStore()
    const ids = [3, 1, 2].map((n) => addFile(db, { state: 'accepted', at: testMoment + n }))
    const left = (): boolean[] => ids.map((id) => kept(db, id))
    expect(removeOldestBytes(db, later, 'disk-space', later, 1)).toEqual({ documents: 1, more: true })
    expect(left()).toEqual([true, false, true])
    expect(removeOldestBytes(db, later, 'disk-space', later, 1)).toEqual({ documents: 1, more: true })
    expect(left()).toEqual([true, false, false])
    expect(removeOldestBytes(db, later, 'disk-space', later, 5)).toEqual({ documents: 1, more: false })
    expect(left()).toEqual([false, false, false])
    expect(removeOldestBytes(db, later, 'disk-space', later, 5)).toEqual({ documents: 0, more: false })
  })

  test('of large files go one file at a time, so that no step is long', () => {
    const { db } = openTestStore()
    const ids = [1, 2, 3].map((n) =>
      addFile(db, { state: 'accepted', at: testMoment + n, columns: { size: 50_000_000 } }),
    )
    expect(removeOldestBytes(db, later, 'age', later, 100)).toEqual({ documents: 1, more: true })
    expect(ids.map((id) => kept(db, id))).toEqual([false, true, true])
  })

  test('once gone, are told with the day they went, and the file cannot be sent again', () => {
    const { db } = openTestStore()
    const id = addFile(db, { name: 'A.xml', state: 'accepted' })
    removeOldestBytes(db, later, 'age', Date.UTC(2027, 1, 18, 12), 100)
    expect(fileFacts(db, id)).toMatchObject({
      contentRemovedAt: '2027-02-18T12:00:00.000Z',
      contentRemovedWhy: 'age',
      state: 'accepted',
      size: expect.any(Number) as number,
    })
    const ask = { action: 'resend', fileId: id, reason: 'x', again: true, until: null, who: 'me' } as const
    const decision = requestDecision(db, ask, later)
    expect(applyDecision(db, decision, later)).toEqual({
      applied: false,
      sentence: `The stored copy of file ${id} (A.xml) was removed on 2027-02-18, so it cannot be sent again.`,
    })
  })
})

describe('what was said about a document', () => {
  test('goes after its bytes and never before them', () => {
    const { db } = openTestStore()
    fullFile(db, 'accepted')
    expect(removeOldestDetails(db, later, later, 10).documents).toBe(0)
    removeOldestBytes(db, later, 'age', later, 10)
    expect(removeOldestDetails(db, later, later, 10)).toEqual({ documents: 1, more: false })
    expect(['event', 'finding', 'answer_detail'].map((table) => count(db, table))).toEqual([0, 0, 0])
  })

  test('leaves the verdict, the reference, every time and every attempt', () => {
    const { db } = openTestStore()
    const id = fullFile(db, 'accepted')
    const whole = fileFacts(db, id)
    removeOldestBytes(db, later, 'age', later, 10)
    removeOldestDetails(db, later, later, 10)
    const facts = fileFacts(db, id)
    expect(facts).toEqual({
      ...whole,
      events: [],
      findings: [],
      details: [],
      deliveries: whole?.deliveries.map((delivery) => ({
        ...delivery,
        attempts: delivery.attempts.map((attempt) => ({ ...attempt, rawAnswer: null, details: [] })),
      })),
      contentRemovedAt: new Date(later).toISOString(),
      contentRemovedWhy: 'age',
      detailsRemovedAt: new Date(later).toISOString(),
    })
    expect(facts?.deliveries[0]?.attempts[0]).toMatchObject({ outcome: 'accepted', referenceId: `ref-${id}` })
  })

  test('does not take the guard against a repeated sale with it: a re-export years later is still found out', () => {
    const { db } = openTestStore()
    const old = fullFile(db, 'accepted', 777)
    removeOldestBytes(db, later, 'age', later, 10)
    removeOldestDetails(db, later, later, 10)
    const again = addFile(db, { state: 'stored' })
    applyJudgement(db, again, aJudgement([777]), { state: 'waiting' }, { sendRepeated: 'ask' }, 1, later)
    expect(documentsSharingSales(db, again).map(({ id }) => id)).toEqual([old])
    expect(documentById(db, again)).toMatchObject({ state: 'held', problem: 'repeats' })
  })

  test('does not take what the sales days stand on with it, but judging a document anew still does', () => {
    const { db } = openTestStore()
    const [old, other] = [fullFile(db, 'accepted', 1), fullFile(db, 'waiting', 2)]
    const rows = (): number[] => db.prepare<[], number>('SELECT document_id FROM register_event').pluck().all()
    expect(new Set(rows())).toEqual(new Set([old, other]))
    removeOldestBytes(db, later, 'age', later, 10)
    removeOldestDetails(db, later, later, 10)
    applyJudgement(db, other, aJudgement([]), { state: 'waiting' }, { sendRepeated: 'ask' }, 2, later)
    expect(rows()).toEqual([old])
  })

  test('stays for thirteen months, or as long as the bytes where they stay longer', () => {
    expect(forgetBefore(later, 90)).toEqual({
      bytes: later - 90 * dayMs,
      details: later - 400 * dayMs,
      records: later - 400 * dayMs,
    })
    expect(forgetBefore(later, 3650).details).toBe(later - 3650 * dayMs)
  })
})

test('reports, outages that are over and pauses are forgotten; decisions about a file never', () => {
  const { db } = openTestStore()
  const id = addFile(db, { state: 'refused' })
  const decide = (action: 'pause' | 'set-aside', fileId: number | null, at: number): number => {
    const decision = requestDecision(db, { action, fileId, reason: 'r', again: false, until: null, who: 'me' }, at)
    applyDecision(db, decision, at)
    return decision
  }
  for (const at of [testMoment, later]) insert(db, 'connection_report', { at, state: 'OK', ok: 1 })
  insert(db, 'outage', { what: 'service', began_at: testMoment, ended_at: testMoment, sentence: 'x' })
  insert(db, 'outage', { what: 'internet', began_at: testMoment, sentence: 'still' })
  decide('pause', null, testMoment)
  const asked = requestDecision(
    db,
    { action: 'pause', fileId: null, reason: null, again: false, until: null, who: 'me' },
    testMoment,
  )
  const [aside, pause] = [decide('set-aside', id, testMoment), decide('pause', null, later)]
  removeOldRecords(db, before, 100)
  expect(['connection_report', 'outage'].map((table) => count(db, table))).toEqual([1, 1])
  expect(db.prepare('SELECT id FROM decision ORDER BY id').pluck().all()).toEqual([asked, aside, pause])
  expect(db.pragma('foreign_key_check')).toEqual([])
})

test('free pages are given back to the disk a few at a time, and some are kept', () => {
  const { db } = openTestStore()
  for (let n = 1; n <= 200; n++) {
    insertDocument(db, {
      id: n,
      source: 'folder',
      name: `F${n}`,
      sha256: String(n),
      prefixSha256: null,
      size: 20_000,
      modifiedAt: null,
      foundAt: n,
      storedAt: n,
      cutOff: false,
      deflated: randomBytes(20_000),
    })
  }
  db.prepare(`UPDATE document SET state = 'accepted'`).run()
  db.pragma('wal_checkpoint(TRUNCATE)')
  const full = statSync(db.name).size
  removeOldestBytes(db, later, 'age', later, 200)
  const free = (): number => Number(db.pragma('freelist_count', { simple: true }))
  const had = free()
  expect(had).toBeGreaterThan(900)
  expect(returnFreePages(db, 100, 64)).toBe(100)
  expect(free()).toBe(had - 100)
  while (returnFreePages(db, 100, 64) > 0);
  expect(free()).toBe(64)
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(full - statSync(db.name).size).toBeGreaterThan((had - 70) * 4096)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
})
