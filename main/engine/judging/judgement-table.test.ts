import { describe, expect, test } from 'vitest'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import { applyDecision, requestDecision, type Action, type Decided } from '../decide/decision.ts'
import { theDocument, type DocumentRow } from '../life/document-table.ts'
import type { Judgement } from '../judge/judgement.ts'
import type { Verdict } from '../life/document-state.ts'
import { aJudgement, anEvent } from '../testing/judgements.ts'
import {
  addFile,
  openTestStore,
  standingIn,
  testMoment,
  type FileToAdd,
  type TestStore,
} from '../testing/test-store.ts'
import { eventFromRow, type EventRow } from './event-facts.ts'
import { applyJudgement, documentsSharingSales } from './judgement-table.ts'

const later = testMoment + 60_000
const waiting: Verdict = { state: 'waiting' }

class Judging {
  readonly store: TestStore = openTestStore()

  /** A file stored under a name and not judged yet. */
  stored(file: FileToAdd = {}): number {
    return addFile(this.store.db, { state: 'stored', ...file })
  }

  judge(
    id: number,
    judgement: Judgement = aJudgement(),
    verdict: Verdict = waiting,
    sendRepeated: 'ask' | 'send' = 'ask',
    version = 1,
  ): void {
    const { db } = this.store
    db.transaction(() => applyJudgement(db, id, judgement, verdict, { sendRepeated }, version, later)).immediate()
  }

  /** A file that is judged, with these transactions, and put into a state as if its life had gone on. */
  known(sales: readonly number[], state: DocumentState | null = null, file: FileToAdd = {}): number {
    const id = this.stored(file)
    this.judge(id, aJudgement(sales), waiting, 'send')
    if (state !== null)
      this.store.db
        .prepare(
          "UPDATE document SET state = ?, problem = CASE WHEN ? = 'unclear' THEN 'unanswered' WHEN ? = 'held' THEN 'other-store' END WHERE id = ?",
        )
        .run(state, state, state, id)
    return id
  }

  document(id: number): DocumentRow {
    return theDocument(this.store.db, id)
  }

  standing(id: number): string {
    return standingIn(this.store, id)
  }

  related(id: number): unknown {
    return JSON.parse(this.document(id).related)
  }

  findings(id: number): { rule: string; severity: string; message: string }[] {
    return this.store.db
      .prepare<[number], { rule: string; severity: string; message: string }>(
        'SELECT rule, severity, message FROM finding WHERE document_id = ? ORDER BY number',
      )
      .all(id)
  }

  decide(action: Action, id: number, again = false): Decided {
    const decision = requestDecision(
      this.store.db,
      { action, fileId: id, reason: 'because', again, until: null, who: 'somebody' },
      later,
    )
    return applyDecision(this.store.db, decision, later)
  }
}

describe('a judgement', () => {
  test('is written whole: facts, events, findings and keys, and the document waits with a delivery of its own', () => {
    const j = new Judging()
    const id = j.stored({ columns: { judging_starts: 2 } })
    const finding = { severity: 'warning', rule: 'trailing-ctrl-z', line: 9, column: 1, message: 'm' } as const
    const sales = [
      { transactionId: '1', businessDate: '2026-11-21', grandAmount: '5.5' },
      { transactionId: '2', businessDate: '2026-11-19', type: 'RefundEvent', grandAmount: '1' },
      { transactionId: '3', businessDate: null, type: 'OtherEvent', grandAmount: null },
    ]
    j.judge(id, aJudgement(sales, { findings: [finding], encoding: 'ISO-8859-1' }), waiting, 'ask', 7)
    expect(j.document(id)).toMatchObject({
      state: 'waiting',
      encoding: 'ISO-8859-1',
      root: 'NAXML-POSJournal',
      version: '3.4',
      store_location_id: '1200',
      vendor: 'Vendor',
      vendor_model: 'Model',
      order_date: '2026-11-19',
      business_dates: '["2026-11-19","2026-11-21"]',
      sales: 2,
      sales_amount: '4.50',
      reader_version: 7,
      judging_starts: 0,
      due_at: null,
    })
    expect(j.findings(id)).toEqual([{ rule: 'trailing-ctrl-z', severity: 'warning', message: 'm' }])
    const events = j.store.db
      .prepare('SELECT number, type, transaction_id, line, end_line FROM event WHERE document_id = ? ORDER BY number')
      .all(id)
    expect(events).toMatchObject([
      { number: 1, transaction_id: '1', line: 10, end_line: 20 },
      { number: 2 },
      { number: 3, type: 'OtherEvent' },
    ])
    expect(j.store.db.prepare('SELECT count(*) FROM transaction_key').pluck().get()).toBe(2)
    expect(
      j.store.db.prepare('SELECT decision_id FROM delivery WHERE id = ?').pluck().get(j.document(id).delivery_id),
    ).toBeNull()
  })

  test('can be repeated at any time, and leaves the same behind', () => {
    const j = new Judging()
    const id = j.stored()
    j.judge(id)
    const tables = (): unknown[] =>
      ['event', 'finding', 'transaction_key', 'delivery'].map((table) =>
        j.store.db.prepare(`SELECT * FROM ${table}`).all(),
      )
    const before = [j.document(id), tables()]
    j.judge(id)
    expect([j.document(id), tables()]).toEqual(before)
  })

  test('of a journal without any date orders it by the day it was stored', () => {
    const j = new Judging()
    const id = j.stored()
    j.judge(id, aJudgement([{ businessDate: null }]))
    expect(j.document(id)).toMatchObject({ order_date: '2026-11-20', business_dates: '[]' })
  })

  test('that something is held or not needed makes no delivery', () => {
    const j = new Judging()
    const [held, notNeeded] = [j.stored(), j.stored()]
    j.judge(held, aJudgement(), { state: 'held', problem: 'other-store' })
    j.judge(notNeeded, aJudgement([]), { state: 'not-needed', problem: 'no-sales' })
    expect([j.standing(held), j.standing(notNeeded)]).toEqual(['held other-store', 'not-needed no-sales'])
    expect(j.store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(0)
  })

  test('that a file is not well-formed says cut off when the file was stored without its end', () => {
    const j = new Judging()
    const broken = aJudgement([], { wellFormed: false, gateProblem: 'not-well-formed', root: null })
    const [cut, whole] = [j.stored({ columns: { cut_off: 1 } }), j.stored()]
    for (const id of [cut, whole]) j.judge(id, broken, { state: 'held', problem: 'not-well-formed' })
    expect([j.standing(cut), j.standing(whole)]).toEqual(['held cut-off', 'held not-well-formed'])
  })

  test.each([
    'sending',
    'unclear',
    'accepted',
    'accepted-with-notes',
    'refused',
    'replaced',
    'set-aside',
    'ignored',
  ] as const)('made anew of a document that is %s gives it the new facts and leaves it where it stands', (state) => {
    const j = new Judging()
    const id = j.known([1], state)
    const before = j.standing(id)
    j.judge(id, aJudgement([1, 2]), { state: 'held', problem: 'other-store' }, 'ask', 9)
    expect(j.standing(id)).toBe(before)
    expect(j.document(id)).toMatchObject({ reader_version: 9, sales: 2 })
  })

  test('made anew of a document that was answered keeps what was said about its repeated sales', () => {
    const j = new Judging()
    j.known([1], 'accepted')
    const id = j.stored()
    j.judge(id, aJudgement([1, 2]), waiting, 'send')
    j.store.db.prepare("UPDATE document SET state = 'accepted' WHERE id = ?").run(id)
    const said = j.findings(id)
    expect(said.map(({ rule }) => rule)).toEqual(['repeats'])
    const finding = { severity: 'warning', rule: 'tenders-differ', line: 9, column: 1, message: 'm' } as const
    j.judge(id, aJudgement([1, 2], { findings: [finding] }), waiting, 'send', 9)
    expect(j.findings(id)).toEqual([{ rule: 'tenders-differ', severity: 'warning', message: 'm' }, ...said])
  })

  test.each(['accepted', 'refused', 'sending'] as const)(
    'that fails keeps what an earlier reader knew of a document that is %s: its sales are known by it',
    (state) => {
      const j = new Judging()
      const id = j.known([1], state)
      const keys = (): unknown[] => j.store.db.prepare('SELECT * FROM transaction_key').all()
      const before = [keys(), j.findings(id), j.document(id).sales_amount, j.document(id).root]
      const failed = aJudgement([], { wellFormed: false, gateProblem: 'reader-failed', root: null })
      j.judge(id, failed, { state: 'held', problem: 'reader-failed' }, 'ask', 9)
      expect([keys(), j.findings(id), j.document(id).sales_amount, j.document(id).root]).toEqual(before)
      expect(j.document(id)).toMatchObject({ state, reader_version: 9, judging_starts: 0 })
    },
  )

  test('keeps every fact of an event, and gives it back as it was', () => {
    const j = new Judging()
    const id = j.stored()
    const event = anEvent({
      linkedTransactionId: '7',
      linkedRegisterId: null,
      tenders: [
        { code: null, subCode: 'x', amount: '5', change: false },
        { code: 'cash', subCode: null, amount: null, change: true },
      ],
      taxes: [{ level: '99', taxable: null, collected: '0' }],
      lines: { fuel: { count: 2, amount: null }, tender: { count: 2, amount: '5' } },
    })
    const plain = anEvent({ transactionId: '2', lines: {}, tenders: [], taxes: [], tillId: null, suspended: true })
    j.judge(id, aJudgement([event, plain]))
    const rows = j.store.db.prepare<[], EventRow>('SELECT * FROM event ORDER BY number').all()
    expect(rows.map((row) => eventFromRow(row))).toEqual([event, plain])
  })

  test('of an older reader gives back what is missing as empty', () => {
    const old = '{"sequenceId":"1","training":false,"suspended":true,"linkedTransactionId":null,"lineCount":3}'
    const columns = { type: 'SaleEvent', register_id: '1', transaction_id: '2', business_date: null, grand_amount: '3' }
    expect(eventFromRow({ ...columns, line: 4, end_line: 5, facts: old })).toMatchObject({
      suspended: true,
      lineCount: 3,
      lines: {},
      tenders: [],
      taxes: [],
      linkedTransactionId: null,
      direction: null,
    })
  })
})

/** One more sighting of a document in its folder. */
const seenUnder = (j: Judging, id: number, path: string, present: 0 | 1): void => {
  j.store.db
    .prepare(
      `INSERT INTO sighting (folder_id, path, size, mtime_ns, first_seen_at, last_seen_at, present, state, document_id)
         SELECT folder_id, ?, size, mtime_ns, first_seen_at, last_seen_at, ?, state, document_id FROM sighting WHERE id = ?`,
    )
    .run(path, present, id)
}

describe('the same name with other bytes', () => {
  const name = 'PJR7.xml'

  test.each([
    ['waiting', 'replaced'],
    ['held', 'replaced'],
    ['refused', 'replaced'],
    ['sending', 'sending'],
    ['unclear', 'unclear unanswered'],
    ['accepted', 'accepted'],
    ['accepted-with-notes', 'accepted-with-notes'],
    ['not-needed', 'not-needed'],
    ['set-aside', 'set-aside'],
    ['ignored', 'ignored'],
  ] as const)('an older version that is %s is then: %s', (state, then) => {
    const j = new Judging()
    const older = j.known([1], state, { name })
    const newer = j.stored({ name })
    j.judge(newer, aJudgement([2]))
    expect(j.standing(older)).toBe(then)
    expect(j.standing(newer)).toBe('waiting')
    const replaced = then === 'replaced'
    expect(j.related(older)).toEqual(replaced ? [{ id: newer, relation: 'replaced-by' }] : [])
    expect(j.related(newer)).toEqual(replaced ? [{ id: older, relation: 'replaces' }] : [])
  })

  test.each(['sending', 'unclear', 'accepted', 'accepted-with-notes'] as const)(
    'is held when the older one is %s and both tell of the same sale; the row names the other one',
    (state) => {
      const j = new Judging()
      const older = j.known([1, 2], state, { name })
      const newer = j.stored({ name })
      j.judge(newer, aJudgement([2, 3]))
      expect(j.standing(newer)).toBe('held repeats')
      expect(j.related(newer)).toEqual([{ id: older, relation: 'repeats' }])
      expect(j.findings(newer)).toEqual([
        {
          rule: 'repeats',
          severity: 'warning',
          message: `1 of 2 sales in this file is known from file ${older} (${name}).`,
        },
      ])
    },
  )

  test('replaces each of several older versions that still wait', () => {
    const j = new Judging()
    const first = j.known([1], 'held', { name })
    const second = j.known([1], 'waiting', { name })
    const third = j.stored({ name })
    j.judge(third, aJudgement([1]))
    expect([j.standing(first), j.standing(second), j.standing(third)]).toEqual(['replaced', 'replaced', 'waiting'])
  })

  test.each(['waiting', 'held', 'refused'] as const)(
    'does not replace one that is %s and lies in the folder under another name: a register renamed it and began the name anew',
    (state) => {
      const j = new Judging()
      const older = j.known([1], state, { name })
      const before = j.standing(older)
      seenUnder(j, older, 'PJR7-1.xml', 1)
      const newer = j.stored({ name })
      j.judge(newer, aJudgement([2]))
      expect([j.standing(older), j.standing(newer)]).toEqual([before, 'waiting'])
    },
  )

  test('replaces one that was seen under another name and is not there any more', () => {
    const j = new Judging()
    const older = j.known([1], 'waiting', { name })
    seenUnder(j, older, 'PJR7-1.xml', 0)
    const newer = j.stored({ name })
    j.judge(newer, aJudgement([2]))
    expect([j.standing(older), j.standing(newer)]).toEqual(['replaced', 'waiting'])
  })

  test('in another folder is another file', () => {
    const j = new Judging()
    const other = j.known([1], 'waiting', { name, folder: '/elsewhere' })
    const newer = j.stored({ name })
    j.judge(newer, aJudgement([2]))
    expect([j.standing(other), j.standing(newer)]).toEqual(['waiting', 'waiting'])
  })

  test('replaces nothing when the newer bytes are no journal that can be read', () => {
    const j = new Judging()
    const older = j.known([1], 'waiting', { name })
    const newer = j.stored({ name })
    j.judge(newer, aJudgement([], { wellFormed: false, gateProblem: 'not-well-formed', root: null }), {
      state: 'held',
      problem: 'not-well-formed',
    })
    expect([j.standing(older), j.standing(newer)]).toEqual(['waiting', 'held not-well-formed'])
  })

  test('does not replace the newer one when the older one is judged again', () => {
    const j = new Judging()
    const older = j.known([1], 'held', { name })
    const newer = j.known([2], 'held', { name })
    j.store.db
      .prepare("UPDATE document SET state = 'held', problem = 'other-store' WHERE id IN (?, ?)")
      .run(older, newer)
    j.judge(older, aJudgement([1]))
    expect([j.standing(older), j.standing(newer)]).toEqual(['waiting', 'held other-store'])
  })

  test('does not undo, when it is judged again, that a person put the older one back', () => {
    const j = new Judging()
    const older = j.known([1], 'waiting', { name })
    expect(j.decide('set-aside', older).applied).toBe(true)
    const newer = j.known([2], 'waiting', { name })
    expect(j.decide('put-back', older).applied).toBe(true)
    j.judge(newer, aJudgement([2]))
    expect(j.standing(older)).toBe('waiting')
  })

  test('takes the place of the older one when a newer reader first understands it, unless a person had that one sent', () => {
    for (const sentByPerson of [false, true]) {
      const j = new Judging()
      const older = j.known([1], 'refused', { name })
      const newer = j.stored({ name })
      j.judge(newer, aJudgement([], { wellFormed: false, gateProblem: 'not-well-formed', root: null }), {
        state: 'held',
        problem: 'not-well-formed',
      })
      expect(j.standing(older)).toBe('refused')
      if (sentByPerson) expect(j.decide('resend', older).applied).toBe(true)
      j.judge(newer, aJudgement([2]))
      expect(j.standing(older)).toBe(sentByPerson ? 'waiting' : 'replaced')
    }
  })

  test('does not undo, when it is judged again, that a person had the older one sent', () => {
    const j = new Judging()
    const older = j.known([1], 'refused', { name })
    const newer = j.known([2], 'waiting', { name })
    j.store.db.prepare("UPDATE document SET state = 'refused', problem = NULL WHERE id = ?").run(older)
    expect(j.decide('resend', older).applied).toBe(true)
    j.judge(newer, aJudgement([2]))
    expect(j.standing(older)).toBe('waiting')
  })
})

describe('transactions that are known from another document', () => {
  test.each(['waiting', 'sending', 'unclear', 'accepted', 'accepted-with-notes'] as const)(
    'which is %s hold the new one',
    (state) => {
      const j = new Judging()
      const other = j.known([1, 2], state)
      const id = j.stored()
      j.judge(id, aJudgement([1, 2, 3]))
      expect(j.standing(id)).toBe('held repeats')
      expect(j.related(id)).toEqual([{ id: other, relation: 'repeats' }])
      expect(j.findings(id)[0]?.message).toBe(
        `2 of 3 sales in this file are known from file ${other} (${j.document(other).name}).`,
      )
      expect(j.document(id).delivery_id).toBeNull()
    },
  )

  test.each(['refused', 'held', 'not-needed', 'replaced', 'set-aside', 'ignored'] as const)(
    'which is %s and never got there do not hold it',
    (state) => {
      const j = new Judging()
      j.known([1], state)
      const id = j.stored()
      j.judge(id, aJudgement([1]))
      expect(j.standing(id)).toBe('waiting')
    },
  )

  test('that was accepted once and then refused still hold it: the cloud has those sales', () => {
    const j = new Judging()
    const other = j.known([1], 'refused')
    j.store.db.prepare('UPDATE document SET accepted_at = 5 WHERE id = ?').run(other)
    const id = j.stored()
    j.judge(id, aJudgement([1]))
    expect(j.standing(id)).toBe('held repeats')
  })

  test.each(['set-aside', 'ignored'] as const)(
    'that may have arrived and was then %s by a person still hold it',
    (state) => {
      const j = new Judging()
      const other = j.known([1], 'unclear')
      expect(j.decide(state === 'ignored' ? 'ignore' : 'set-aside', other).applied).toBe(true)
      const id = j.stored()
      j.judge(id, aJudgement([1]))
      expect(j.standing(id)).toBe('held repeats')
    },
  )

  test('only in part hold it just the same: a consolidated file beside single ones', () => {
    const j = new Judging()
    const singles = [1, 2, 3].map((n) => j.known([n], 'accepted'))
    const id = j.stored()
    j.judge(id, aJudgement([1, 2, 3, 4]))
    expect(j.standing(id)).toBe('held repeats')
    expect(j.related(id)).toEqual(singles.map((single) => ({ id: single, relation: 'repeats' })))
  })

  test('with sendRepeated=send do not hold it, and the row still says what it repeats', () => {
    const j = new Judging()
    const other = j.known([1], 'accepted')
    const id = j.stored()
    j.judge(id, aJudgement([1]), waiting, 'send')
    expect(j.standing(id)).toBe('waiting')
    expect(j.related(id)).toEqual([{ id: other, relation: 'repeats' }])
    expect(j.findings(id).map(({ rule }) => rule)).toEqual(['repeats'])
  })

  test('do not matter to a document that is held or not needed anyway', () => {
    const j = new Judging()
    j.known([1], 'accepted')
    const id = j.stored()
    j.judge(id, aJudgement([1]), { state: 'held', problem: 'other-store' })
    expect(j.standing(id)).toBe('held other-store')
  })

  test('of another store, another day or without a number are others', () => {
    const j = new Judging()
    j.known([1], 'accepted')
    for (const [judgement, expected] of [
      [aJudgement([1], { storeLocationId: '1201' }), 'waiting'],
      [aJudgement([{ transactionId: '1', businessDate: '2026-11-21' }]), 'waiting'],
      [aJudgement([{ transactionId: null }]), 'waiting'],
      [aJudgement([{ transactionId: '1', training: true }, 50]), 'waiting'],
    ] as const) {
      const id = j.stored()
      j.judge(id, judgement)
      expect(j.standing(id)).toBe(expected)
    }
  })

  test('are told oldest first, with how many sales are shared', () => {
    const j = new Judging()
    const [a, b] = [j.known([1, 2, 3], 'accepted'), j.known([3], 'unclear')]
    const id = j.stored()
    j.judge(id, aJudgement([2, 3]))
    expect(documentsSharingSales(j.store.db, id)).toMatchObject([
      { id: a, shared: 2 },
      { id: b, shared: 1 },
    ])
  })

  test('in two documents that both wait hold one of them, not both, when the setting is turned back to ask', () => {
    const j = new Judging()
    const [a, b] = [j.known([1]), j.known([1])]
    expect([j.standing(a), j.standing(b)]).toEqual(['waiting', 'waiting'])
    j.judge(a, aJudgement([1]))
    j.judge(b, aJudgement([1]))
    expect([j.standing(a), j.standing(b)].sort()).toEqual(['held repeats', 'waiting'])
  })
})

describe('what only shows beside settings and time', () => {
  test('a store that is none of ours is named, with ours', () => {
    const j = new Judging()
    const id = j.stored()
    const rules = { sendRepeated: 'ask', storeLocationIds: ['33', '34'] } as const
    const verdict: Verdict = { state: 'held', problem: 'other-store' }
    applyJudgement(j.store.db, id, aJudgement(), verdict, rules, 1, later)
    expect(j.findings(id)).toEqual([
      {
        rule: 'other-store',
        severity: 'warning',
        message: 'The file is of store 1200; this computer sends for 33, 34.',
      },
    ])
  })

  test.each([
    ['2026-11-20', []],
    ['2026-11-22', []],
    ['2026-11-23', ['business-date-implausible']],
    ['2027-01-01', ['business-date-implausible']],
  ])('a file stored on 20 November with the business date %s: %j', (businessDate, rules) => {
    const j = new Judging()
    const id = j.stored()
    j.judge(id, aJudgement([{ businessDate }, { businessDate, transactionId: '2' }]))
    expect(j.findings(id).map(({ rule }) => rule)).toEqual(rules)
    expect(j.standing(id)).toBe('waiting')
  })
})

describe('judging again under other settings', () => {
  test('lets go what is not held any more, with a delivery, and holds what was waiting', () => {
    const j = new Judging()
    const held = j.stored()
    j.judge(held, aJudgement([1]), { state: 'held', problem: 'other-store' })
    j.judge(held, aJudgement([1]))
    expect(j.standing(held)).toBe('waiting')
    expect(j.document(held).delivery_id).not.toBeNull()
    j.judge(held, aJudgement([1]), { state: 'held', problem: 'other-store' })
    expect(j.standing(held)).toBe('held other-store')
  })

  test('leaves the delays of a document that goes on waiting as they are', () => {
    const j = new Judging()
    const id = j.known([1])
    j.store.db
      .prepare("UPDATE document SET due_at = 5, delay_ms = 6, wait_cause = 'service', failures = 3 WHERE id = ?")
      .run(id)
    const delivery = j.document(id).delivery_id
    j.judge(id, aJudgement([1]))
    expect(j.document(id)).toMatchObject({
      state: 'waiting',
      due_at: 5,
      delay_ms: 6,
      failures: 3,
      delivery_id: delivery,
    })
  })

  test('does not undo that a person had it sent, though it would be held now', () => {
    const j = new Judging()
    const id = j.stored()
    j.judge(id, aJudgement([1]), { state: 'held', problem: 'other-store' })
    expect(j.decide('resend', id).applied).toBe(true)
    j.judge(id, aJudgement([1]), { state: 'held', problem: 'other-store' })
    expect(j.standing(id)).toBe('waiting')
  })

  test.each(['set-aside', 'ignore'] as const)('does not undo that a person decided: %s', (action) => {
    const j = new Judging()
    const id = j.stored()
    j.judge(id, aJudgement([1]), { state: 'held', problem: 'other-store' })
    expect(j.decide(action, id).applied).toBe(true)
    const before = j.standing(id)
    j.judge(id, aJudgement([1]))
    expect(j.standing(id)).toBe(before)
  })
})
