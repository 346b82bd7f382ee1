// Orders about files: written down at once, carried out once, taken back without a trace at the office and with one here.

import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { takeBackMs } from '../../../contract/file-orders.ts'
import { documentById, moveDocument } from '../life/document-table.ts'
import type { StoredState } from '../life/document-state.ts'
import { openDatabase, type Db } from '../storage/open-database.ts'
import { FakeClock, turns } from '../testing/fake-clock.ts'
import { addFile, openTestStore, type TestStore } from '../testing/test-store.ts'
import { FileOrders, namedFiles, type FileOrder } from './file-orders.ts'
import { interruptOpenOrders, waitingOrderOf } from './file-order-table.ts'

const sendAgain: FileOrder = { action: 'resend', reason: null, again: false, who: 'Kim' }
const setAside: FileOrder = { ...sendAgain, action: 'set-aside' }

interface Desk {
  readonly orders: FileOrders
  readonly decided: number[]
}

const deskOn = (db: Db, clock: FakeClock): Desk => {
  const decided: number[] = []
  const orders = new FileOrders({ db, clock, log: () => undefined, onDecided: (ids) => decided.push(...ids) })
  orders.start()
  onTestFinished(() => orders.stop())
  return { orders, decided }
}

const storeWithDesk = (): TestStore & Desk & { readonly clock: FakeClock } => {
  const store = openTestStore()
  const clock = new FakeClock()
  return { ...store, clock, ...deskOn(store.db, clock) }
}

const stateOf = (db: Db, id: number): string | undefined => documentById(db, id)?.state
const deliveries = (db: Db): number =>
  db.prepare<[], number>('SELECT count(*) FROM delivery WHERE decision_id IS NOT NULL').pluck().get() ?? 0

interface Entry {
  readonly action: string
  readonly who: string
  readonly applied: 0 | 1 | null
}
const historyOf = (db: Db, id: number): Entry[] =>
  db
    .prepare<[number], Entry>(
      'SELECT action, who, applied FROM decision LEFT JOIN decision_result ON decision_id = id WHERE file_id = ? ORDER BY id',
    )
    .all(id)

describe('an order to send again', () => {
  test('is written down at once and carried out when eight seconds are over, not before, and once', async () => {
    const { db, clock, orders, decided } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    const given = await orders.give(sendAgain, namedFiles([id]))
    expect(given).toMatchObject({ files: 1, left: {}, dueAt: new Date(clock.wall() + takeBackMs).toISOString() })
    expect(waitingOrderOf(db, [id])).toEqual({ order: Number(given.order), dueAt: clock.wall() + takeBackMs })
    await clock.advance(takeBackMs - 1)
    expect(stateOf(db, id)).toBe('refused')
    expect(decided).toEqual([])
    await clock.advance(1)
    expect(stateOf(db, id)).toBe('waiting')
    expect(decided).toEqual([id])
    await clock.advance(60_000)
    expect(deliveries(db)).toBe(1)
    expect(historyOf(db, id)).toEqual([{ action: 'resend', who: 'Kim', applied: 1 }])
    expect(orders.facts(Number(given.order))).toMatchObject({ state: 'done', applied: 1, notApplied: 0 })
    expect(waitingOrderOf(db, [id])).toBeNull()
  })

  test('that is taken back is never carried out, and the history has both entries with who and when', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    const { order } = await orders.give(sendAgain, namedFiles([id]))
    await clock.advance(takeBackMs - 1)
    expect(await orders.takeBack(Number(order), 'Lee')).toEqual({ taken: true, files: 1 })
    await clock.advance(60_000)
    expect(stateOf(db, id)).toBe('refused')
    expect(historyOf(db, id)).toEqual([
      { action: 'resend', who: 'Kim', applied: 0 },
      { action: 'take-back', who: 'Lee', applied: 1 },
    ])
    expect(await orders.takeBack(Number(order), 'Lee')).toEqual({ taken: false, files: 0 })
    await orders.stop()
    const again = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void again.close())
    await clock.advance(0)
    deskOn(again, clock)
    await clock.advance(60_000)
    expect(deliveries(db)).toBe(0)
  })

  test('cannot be taken back once it was carried out', async () => {
    const { db, clock, orders } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    const { order } = await orders.give(sendAgain, namedFiles([id]))
    await clock.advance(takeBackMs)
    expect(await orders.takeBack(Number(order), 'Lee')).toEqual({ taken: false, files: 0 })
    expect(stateOf(db, id)).toBe('waiting')
  })

  test('waits while it is held, but not beyond two minutes after it was given', async () => {
    const { db, clock, orders } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    const order = Number((await orders.give(sendAgain, namedFiles([id]))).order)
    for (let second = 0; second < 119; second += 1) {
      await clock.advance(1000)
      expect(orders.hold(order, 4000)).not.toBeNull()
    }
    expect(stateOf(db, id)).toBe('refused')
    await clock.advance(1000)
    expect(stateOf(db, id)).toBe('waiting')
    expect(orders.hold(order, 4000)).toBeNull()
  })

  test('let go of is due when its countdown ends', async () => {
    const { db, clock, orders } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    const order = Number((await orders.give(sendAgain, namedFiles([id]))).order)
    await clock.advance(7000)
    orders.hold(order, 4000)
    await clock.advance(1000)
    expect(orders.hold(order, 1000)).toBe(clock.wall() + 1000)
    await clock.advance(999)
    expect(stateOf(db, id)).toBe('refused')
    await clock.advance(1)
    expect(stateOf(db, id)).toBe('waiting')
  })

  test('is carried out once by the next run when the program is killed before its moment', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    await orders.give(sendAgain, namedFiles([id]))
    await clock.advance(3000)
    // Killed: nothing of the first run happens any more.
    await orders.stop()
    const next = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void next.close())
    deskOn(next, clock)
    await clock.advance(4999)
    expect(stateOf(db, id)).toBe('refused')
    await clock.advance(1)
    expect(stateOf(db, id)).toBe('waiting')
    // And the run after that finds nothing left to do.
    deskOn(next, clock)
    await clock.advance(60_000)
    expect(deliveries(db)).toBe(1)
  })

  test('waits no longer than eight seconds from a start, wherever this PC’s clock was set meanwhile', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    await orders.give(sendAgain, namedFiles([id]))
    await orders.stop()
    clock.jumpWall(-365 * 24 * 3600_000)
    const next = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void next.close())
    deskOn(next, clock)
    await clock.advance(takeBackMs)
    expect(stateOf(db, id)).toBe('waiting')
  })

  test('leaves a file alone that moved on meanwhile, even to where it could be sent from', async () => {
    const { db, clock, orders } = storeWithDesk()
    const [refused, unclear] = [
      addFile(db, { state: 'refused' }),
      addFile(db, { state: 'unclear', problem: 'unanswered' }),
    ]
    const first = await orders.give(sendAgain, namedFiles([refused]))
    const warned = { ...sendAgain, again: true, reason: 'asked to' }
    await orders.give(warned, namedFiles([unclear]))
    moveDocument(db, refused, { kind: 'set-aside' }, clock.wall(), {
      put_aside_from: '{"state":"refused","problem":null}',
    })
    // It went by itself meanwhile, and was accepted: the warning the person read was another one.
    moveDocument(db, unclear, { kind: 'attempt-started' }, clock.wall())
    moveDocument(db, unclear, { kind: 'answered', state: 'accepted' }, clock.wall(), { accepted_at: clock.wall() })
    await clock.advance(takeBackMs)
    expect([stateOf(db, refused), stateOf(db, unclear)]).toEqual(['set-aside', 'accepted'])
    expect(orders.facts(Number(first.order))).toMatchObject({ state: 'done', applied: 0, notApplied: 1 })
    expect(deliveries(db)).toBe(0)
  })

  test('given twice is carried out once', async () => {
    const { db, clock, orders } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    await orders.give(sendAgain, namedFiles([id]))
    await orders.give(sendAgain, namedFiles([id]))
    await clock.advance(takeBackMs)
    expect(deliveries(db)).toBe(1)
    expect(historyOf(db, id).map(({ applied }) => applied)).toEqual([1, 0])
  })

  test('about many never sends one that was accepted or may have arrived, and counts each reason', async () => {
    const { db, clock, orders } = storeWithDesk()
    const files = (
      [
        ['refused', null],
        ['refused', null],
        ['held', 'doctype'],
        ['accepted', null],
        ['accepted-with-notes', null],
        ['unclear', 'unanswered'],
        ['sending', null],
        ['stored', null],
        ['not-needed', 'not-a-journal'],
        ['not-needed', 'no-sales'],
        ['held', 'repeats'],
      ] as const
    ).map(([state, problem]) =>
      addFile(db, { state, problem, ...(state.startsWith('accepted') ? { columns: { accepted_at: 5 } } : {}) }),
    )
    const given = await orders.give(sendAgain, namedFiles([...files, 999_999]))
    expect(given).toMatchObject({
      files: 3,
      left: {
        accepted: 2,
        unclear: 1,
        sending: 1,
        'being-checked': 1,
        'not-a-journal': 1,
        'not-possible': 1,
        repeats: 1,
        'no-such-file': 1,
      },
    })
    await clock.advance(takeBackMs)
    expect(files.map((id) => stateOf(db, id))).toEqual([
      'waiting', 'waiting', 'waiting', 'accepted', 'accepted-with-notes', 'unclear', 'sending', 'stored', 'not-needed',
      'not-needed', 'held',
    ]) // prettier-ignore
    expect(deliveries(db)).toBe(3)
  })

  test('about no file that can be sent waits for nothing', async () => {
    const { db, clock, orders } = storeWithDesk()
    const id = addFile(db, { state: 'accepted', columns: { accepted_at: 5 } })
    expect(await orders.give(sendAgain, namedFiles([id]))).toMatchObject({
      files: 0,
      dueAt: null,
      left: { accepted: 1 },
    })
    expect(clock.pending).toBe(0)
    // A person named the file: that it was asked for is kept.
    expect(historyOf(db, id)).toEqual([{ action: 'resend', who: 'Kim', applied: 0 }])
  })

  test('of a copy that was restored is never carried out: nobody knows whether it was, before', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const id = addFile(db, { state: 'refused' })
    await orders.give(sendAgain, namedFiles([id]))
    await orders.stop()
    interruptOpenOrders(db)
    const next = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void next.close())
    deskOn(next, clock)
    await clock.advance(60_000)
    expect(stateOf(db, id)).toBe('refused')
    expect(historyOf(db, id)).toEqual([{ action: 'resend', who: 'Kim', applied: 0 }])
  })
})

describe('an order that is done at once', () => {
  const standings = (db: Db, ids: readonly number[]): (string | undefined)[] => ids.map((id) => stateOf(db, id))
  const states: readonly StoredState[] = ['refused', 'set-aside', 'ignored', 'waiting']

  test.each(['set-aside', 'ignore', 'put-back'] as const)(
    '%s: taken back, every file stands where it stood',
    async (action) => {
      const { db, orders } = storeWithDesk()
      const aside = { put_aside_from: '{"state":"held","problem":"encoding"}' }
      const ids = states.map((state) =>
        addFile(db, { state, columns: state === 'set-aside' || state === 'ignored' ? aside : {} }),
      )
      const before = standings(db, ids)
      const { order, files } = await orders.give({ ...sendAgain, action }, namedFiles(ids))
      expect(files).toBeGreaterThan(1)
      expect(standings(db, ids)).not.toEqual(before)
      expect(await orders.takeBack(Number(order), 'Lee')).toEqual({ taken: true, files })
      expect(standings(db, ids)).toEqual(before)
      expect(historyOf(db, ids[0] ?? 0).at(-1)?.who).toBe(action === 'put-back' ? 'Kim' : 'Lee')
    },
  )

  test('that the program ended in the middle of is not gone on with, and is whole as far as it came', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const ids = Array.from({ length: 1200 }, () => addFile(db, { state: 'refused', kept: false }))
    const giving = orders.give(setAside, namedFiles(ids))
    await turns(1)
    await orders.stop()
    await expect(giving).rejects.toThrow('before the order was complete')
    const done = ids.filter((id) => stateOf(db, id) === 'set-aside').length
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(ids.length)
    const next = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void next.close())
    const { orders: later } = deskOn(next, clock)
    await clock.advance(60_000)
    expect(ids.filter((id) => stateOf(db, id) === 'set-aside')).toHaveLength(done)
    expect(later.facts(1)).toMatchObject({ state: 'interrupted', applied: done })
  })

  test('to send again is not carried out at all when the program ended before all its files were written down', async () => {
    const { db, clock, orders, directory } = storeWithDesk()
    const ids = Array.from({ length: 1200 }, () => addFile(db, { state: 'refused' }))
    const giving = orders.give(sendAgain, namedFiles(ids))
    await turns(1)
    await orders.stop()
    await expect(giving).rejects.toThrow('before the order was complete')
    const next = openDatabase(join(directory, 'storebridge.db'))
    onTestFinished(() => void next.close())
    deskOn(next, clock)
    await clock.advance(60_000)
    expect(deliveries(db)).toBe(0)
    expect(
      db
        .prepare('SELECT count(*) FROM decision LEFT JOIN decision_result ON decision_id = id WHERE applied IS NULL')
        .pluck()
        .get(),
    ).toBe(0)
  })
})
