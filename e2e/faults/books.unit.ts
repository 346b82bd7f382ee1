// The comparison itself is held by cases in which something is wrong on purpose: a harness that cannot see a loss proves
// nothing.

import { describe, expect, test } from 'vitest'
import type { AttemptFacts, FileSummary } from '../../contract/file-facts.ts'
import type { ReceivedJournal } from '../../sandbox/ledger.ts'
import { compareBooks, filesToShow, type Books, type WrittenJournal } from './books.ts'

const written = (name: string): WrittenJournal => ({
  name,
  sha256: `sha-${name}`,
  size: 10,
  at: 0,
  ends: ['accepted', 'accepted-with-notes'],
})

const row = (name: string, change: Partial<FileSummary> = {}): FileSummary => ({
  id: `id-${name}`,
  name,
  sha256: `sha-${name}`,
  size: 10,
  source: 'folder',
  state: 'accepted',
  problem: null,
  foundAt: '2026-11-22T00:00:00.000Z',
  storedAt: '2026-11-22T00:00:00.000Z',
  acceptedAt: '2026-11-22T00:00:01.000Z',
  businessDates: ['2026-11-22'],
  attempts: 1,
  nextAttemptAt: null,
  referenceId: `ref-${name}-1`,
  validationStatus: 'Success',
  statusMessage: null,
  details: [],
  ...change,
})

const received = (name: string, copy = 1, change: Partial<ReceivedJournal> = {}): ReceivedJournal => ({
  n: copy,
  at: '2026-11-22T00:00:01.000Z',
  request: copy,
  name,
  sha256: `sha-${name}`,
  size: 10,
  idempotencyKey: null,
  reference: `ref-${name}-${copy}`,
  verdict: 'Success',
  statusMessage: '',
  details: [],
  transactions: [],
  copies: 1,
  copyOf: null,
  answeredAgain: 0,
  ...change,
})

const attempt = (number: number, mayHaveArrived: boolean): AttemptFacts => ({
  number,
  startedAt: '2026-11-22T00:00:00.000Z',
  endedAt: '2026-11-22T00:00:01.000Z',
  outcome: mayHaveArrived ? 'unanswered' : 'not-sent',
  httpStatus: null,
  mayHaveArrived,
  sentence: null,
  referenceId: null,
  documentName: null,
  validationStatus: null,
  statusMessage: null,
  rawAnswer: null,
  details: [],
})

const books = (change: Partial<Books> = {}): Books => ({
  written: [written('a'), written('b')],
  forgiven: [],
  told: [],
  rows: [row('a'), row('b')],
  attempts: new Map(),
  received: [received('a'), received('b')],
  verdicts: [
    { sha256: 'sha-a', verdict: 'accepted' },
    { sha256: 'sha-b', verdict: 'accepted' },
  ],
  ...change,
})

describe('comparing the books', () => {
  test('finds nothing where every journal has one row and is once in the cloud', () => {
    expect(compareBooks(books())).toEqual({ lost: 0, duplicated: 0, toldCopies: 0, violations: [] })
  })

  test('calls a journal without a row lost', () => {
    const found = compareBooks(books({ rows: [row('a')], received: [received('a')] }))
    expect(found.lost).toBe(1)
    expect(found.violations).toEqual(['in no row: b'])
  })

  test('calls an acceptance lost that the cloud knows nothing of', () => {
    const found = compareBooks(books({ received: [received('a')] }))
    expect(found.lost).toBe(1)
    expect(found.violations).toEqual(['said to be accepted, but the cloud has nothing: b'])
  })

  test('does not take a refused journal in the cloud for an accepted one', () => {
    expect(compareBooks(books({ received: [received('a'), received('b', 1, { verdict: 'FatalError' })] })).lost).toBe(1)
  })

  test('calls what was told before the fault, and is not there afterwards, lost, also where the register has forgotten it', () => {
    const told = [{ what: 'stored' as const, name: 'c', sha256: null, referenceId: null }]
    const found = compareBooks(books({ told }))
    expect(found.lost).toBe(1)
    expect(found.violations).toEqual(['told before the fault, and not there afterwards: c'])
  })

  test('sees that an acceptance that was told has become a waiting file again', () => {
    const told = [{ what: 'accepted' as const, name: 'b', sha256: 'sha-b', referenceId: 'ref-b-1' }]
    const rows = [row('a'), row('b', { state: 'waiting', acceptedAt: null, referenceId: null })]
    expect(compareBooks(books({ told, rows })).violations).toEqual([
      'an acceptance that was told before the fault is forgotten: b',
      'the cloud has it, and the row does not say so: b',
      'did not end as it should: b is waiting',
    ])
  })

  test('counts a copy that no attempt tells of as silent, and one that an attempt tells of as told', () => {
    const twice = [received('a'), received('a', 2), received('b')]
    const silent = compareBooks(books({ received: twice, attempts: new Map([['id-a', [attempt(1, true)]]]) }))
    expect([silent.duplicated, silent.toldCopies]).toEqual([1, 0])
    expect(silent.violations).toEqual(['the cloud has a copy that no attempt tells of: a'])
    const rows = [row('a', { attempts: 2 }), row('b')]
    const attempts = new Map([['id-a', [attempt(1, true), attempt(2, true)]]])
    const told = compareBooks(books({ rows, received: twice, attempts }))
    expect([told.duplicated, told.toldCopies, told.violations]).toEqual([0, 1, []])
  })

  test('does not let an attempt that cannot have arrived explain a copy', () => {
    const rows = [row('a', { attempts: 2 }), row('b')]
    const attempts = new Map([['id-a', [attempt(1, false), attempt(2, true)]]])
    const found = compareBooks(books({ rows, received: [received('a'), received('a', 2), received('b')], attempts }))
    expect(found.duplicated).toBe(1)
  })

  test('sees two rows for the same bytes, bytes nobody wrote, a reference the cloud never gave and a verdict that is not written down', () => {
    const rows = [row('a'), row('a', { id: 'id-a2' }), row('b', { referenceId: 'ref-of-nobody' }), row('c')]
    const found = compareBooks(books({ rows, received: [received('a'), received('b'), received('c')] }))
    expect(found.violations).toEqual([
      'has two rows: a',
      'the cloud has bytes that no register wrote: c',
      'has a row with bytes that no register wrote: c',
      'the reference is not one the cloud gave: b',
      'the verdict is not in verdicts.ndjson: c',
    ])
  })

  test('accepts rows and copies of a version that was there too shortly to be owed one', () => {
    const found = compareBooks(
      books({
        forgiven: ['sha-c'],
        rows: [row('a'), row('b'), row('c')],
        received: [received('a'), received('b'), received('c')],
        verdicts: ['a', 'b', 'c'].map((name) => ({ sha256: `sha-${name}`, verdict: 'accepted' })),
      }),
    )
    expect(found).toMatchObject({ lost: 0, violations: [] })
  })

  test('asks for the history of every file with more than one attempt or copy', () => {
    const rows = [row('a'), row('b', { attempts: 2 }), row('c')]
    const asked = filesToShow(rows, [received('a'), received('c'), received('c', 2)])
    expect(asked.map(({ name }) => name)).toEqual(['b', 'c'])
  })
})
