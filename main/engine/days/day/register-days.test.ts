import { describe, expect, test } from 'vitest'
import type { RegisterDay } from '../../../../contract/sales-days.ts'
import { applyJudgement } from '../../judging/judgement-table.ts'
import type { JudgedEvent } from '../../judge/judgement.ts'
import type { StoredState } from '../../life/document-state.ts'
import type { Db } from '../../storage/open-database.ts'
import { dateAfter, startOfDate } from '../../support/store-time.ts'
import { aJudgement } from '../../testing/judgements.ts'
import { addFile, openTestStore, type FileToAdd } from '../../testing/test-store.ts'
import type { KnownReport } from '../movement/movement-table.ts'
import { closedDays, markDayClosed } from './closed-days.ts'
import { registerDays, type DaysQuestion, type StoreHours } from './register-days.ts'
import { lastDays, salesDay, salesMonth } from './sales-calendar.ts'

const zone = 'America/New_York'
const hours: StoreHours = { timeZone: zone, businessDayEnds: '00:00', openingHours: null }
const date = '2026-11-18'
const later = startOfDate('2026-11-25', zone)

class Store {
  readonly db: Db = openTestStore().db

  /** A file with these events, of register 1 on `date` unless they say otherwise, and what became of it. */
  file(events: readonly Partial<JudgedEvent>[], state: StoredState = 'accepted', file: FileToAdd = {}): number {
    const at = file.at ?? startOfDate(events[0]?.businessDate ?? date, zone) + 12 * 3_600_000
    const id = addFile(this.db, { ...file, state: 'stored', at })
    const judgement = aJudgement(
      events.map((event) => {
        const day = event.businessDate ?? date
        return { businessDate: day, startDate: day, endDate: day, ...event }
      }),
    )
    applyJudgement(this.db, id, judgement, { state: 'waiting' }, { sendRepeated: 'send' }, 1, at)
    this.put(id, state)
    return id
  }

  put(id: number, state: StoredState): void {
    this.db
      .prepare(
        `UPDATE document SET state = @state, due_at = CASE WHEN @state = 'unclear' THEN NULL ELSE due_at END,
           problem = CASE WHEN @state = 'held' THEN 'other-store' WHEN @state = 'unclear' THEN 'unanswered' END,
           accepted_at = CASE WHEN @state LIKE 'accepted%' THEN stored_at END WHERE id = @id`,
      )
      .run({ id, state })
    if (state === 'held') this.db.prepare("UPDATE document SET problem = 'repeats' WHERE id = ?").run(id)
  }

  days(more: Partial<DaysQuestion> = {}): RegisterDay[] {
    return registerDays(this.db, { store: hours, from: date, to: date, now: later, ...more }).map(({ day }) => day)
  }

  day(more: Partial<DaysQuestion> = {}): RegisterDay {
    const [day] = this.days(more)
    if (day === undefined) throw new Error('there is no line')
    return day
  }
}

/** A day's worth of sales, one file each, numbers from `first` on. */
const sellDay = (store: Store, day: string, first: number, count = 50, registerId = '1'): void => {
  for (let i = 0; i < count; i += 1) {
    const minutes = 6 * 60 + i * 15
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`
    store.file([{ businessDate: day, registerId, transactionId: String(first + i), startTime: time, endTime: time }])
  }
}

describe('the day of a register', () => {
  test('counts what became of its files and sums what was accepted, each sale once', () => {
    const store = new Store()
    store.file([
      { transactionId: '1', grandAmount: '10' },
      { transactionId: '2', type: 'RefundEvent', grandAmount: '4.50' },
    ])
    store.file([{ transactionId: '3', grandAmount: '7.25' }], 'refused')
    store.file([{ transactionId: '4', grandAmount: '2.00' }], 'waiting')
    store.file(
      [
        { transactionId: '1', grandAmount: '10.00' },
        { transactionId: '5', grandAmount: '1' },
      ],
      'held',
    )
    store.file([{ transactionId: '6', type: 'VoidEvent' }], 'not-needed')
    store.file([{ transactionId: '7', grandAmount: '99' }], 'replaced')
    store.file([{ transactionId: '8', grandAmount: '99' }], 'ignored')
    expect(store.day()).toMatchObject({
      businessDate: date,
      registerId: '1',
      files: 5,
      sales: 4,
      refunds: 1,
      amount: '5.50',
      accepted: 1,
      refused: 1,
      waiting: 2,
      verdict: 'needs-you',
      sentences: [
        '1 of 5 files was refused.',
        '1 file waits for a person to decide.',
        '1 file is not answered yet; Storebridge goes on by itself.',
      ],
    })
  })

  test('counts a sale as accepted once any delivery of it was', () => {
    const store = new Store()
    const id = store.file([{ transactionId: '1', grandAmount: '10' }])
    store.db.prepare("UPDATE document SET state = 'refused' WHERE id = ?").run(id)
    expect(store.day()).toMatchObject({ amount: '10.00', accepted: 0, refused: 1, verdict: 'needs-you' })
  })

  test('is accepted when it is over by two hours and everything was accepted, and not a minute before', () => {
    const store = new Store()
    store.file([{ transactionId: '1' }])
    const end = startOfDate('2026-11-19', zone)
    expect(store.day({ now: end + 7_199_000 }).verdict).toBe('still-arriving')
    expect(store.day({ now: end + 7_200_000 }).verdict).toBe('accepted')
  })

  test('is not over while the register goes on with its date, as some do all the next day', () => {
    const store = new Store()
    for (let back = 5; back >= 1; back -= 1) {
      const day = dateAfter(date, -back)
      const next = dateAfter(day, 1)
      store.file([
        { businessDate: day, startDate: next, endDate: next, endTime: '23:35:00', transactionId: String(9 - back) },
      ])
    }
    store.file([{ transactionId: '20' }])
    expect(store.day({ now: startOfDate('2026-11-19', zone) + 10 * 3_600_000 }).verdict).toBe('still-arriving')
    expect(store.day({ now: startOfDate('2026-11-20', zone) + 2 * 3_600_000 }).verdict).toBe('accepted')
  })

  test('tells when files came too late for it', () => {
    const store = new Store()
    const end = startOfDate('2026-11-19', zone)
    store.file([{ transactionId: '1' }], 'accepted', { at: end + 7_200_000 })
    store.file([{ transactionId: '2' }], 'accepted', { at: end + 7_200_001 })
    expect(store.day()).toMatchObject({
      lateFiles: 1,
      verdict: 'accepted',
      sentences: [expect.stringMatching(/^1 file came/)],
    })
  })

  test('is told of sales that are only in a file that was set aside, and not of repeats', () => {
    const store = new Store()
    store.file([{ transactionId: '1' }])
    const repeat = store.file([{ transactionId: '1' }], 'set-aside')
    expect(store.day()).toMatchObject({ verdict: 'accepted', files: 2, waiting: 0 })
    store.put(repeat, 'replaced')
    store.file([{ transactionId: '2' }], 'set-aside')
    expect(store.day()).toMatchObject({ verdict: 'possible-gap', sentences: [expect.stringMatching(/set aside/)] })
  })

  test('knows a missing number by the days before, and takes one of a file that did not get through for known', () => {
    const store = new Store()
    sellDay(store, '2026-11-17', 1)
    for (const [number, state] of [
      [51, 'accepted'],
      [52, 'refused'],
      [53, 'held'],
      [54, 'not-needed'],
      [55, 'replaced'],
      [57, 'accepted'],
    ] as const)
      store.file([{ transactionId: String(number), type: number === 54 ? 'VoidEvent' : 'SaleEvent' }], state)
    expect(store.day()).toMatchObject({
      gaps: [{ after: '55', before: '57', missing: 1, confidence: 'low' }],
      numbering: { judged: true, sentence: 'Numbers go up by one.' },
    })
  })

  test('is nobody’s when the file is held for another store', () => {
    const store = new Store()
    const id = store.file([{ transactionId: '1' }], 'held')
    store.db.prepare("UPDATE document SET problem = 'other-store' WHERE id = ?").run(id)
    expect(store.days()).toEqual([])
  })

  test('without any file is told when the register is expected, and is closed when somebody said so', () => {
    const store = new Store()
    for (const day of ['2026-11-16', '2026-11-17', '2026-11-19']) sellDay(store, day, 1)
    expect(store.days()).toMatchObject([
      {
        registerId: '1',
        files: 0,
        verdict: 'none',
        amount: '0.00',
        totals: null,
        sentences: ['No file of register 1 was found.'],
      },
    ])
    markDayClosed(store.db, date, true, 'manager', later)
    expect(store.day().verdict).toBe('closed')
    markDayClosed(store.db, date, false, 'manager', later)
    expect(store.day().verdict).toBe('none')
    expect(closedDays(store.db, date, date).size).toBe(0)
    expect(store.db.prepare('SELECT business_date, closed, who, at FROM day_mark ORDER BY id').all()).toEqual([
      { business_date: date, closed: 1, who: 'manager', at: later },
      { business_date: date, closed: 0, who: 'manager', at: later },
    ])
  })

  test('is not expected before it begins, and is awaited while it goes on', () => {
    const store = new Store()
    sellDay(store, '2026-11-17', 1)
    expect(store.days({ now: startOfDate(date, zone) - 1 })).toEqual([])
    expect(store.day({ now: startOfDate(date, zone) + 3_600_000 }).verdict).toBe('still-arriving')
  })

  test('finds the hours without a sale by the same weekday of the weeks before', () => {
    const store = new Store()
    for (const back of [28, 21, 14, 7]) sellDay(store, dateAfter(date, -back), 1, 64)
    for (let i = 0; i < 64; i += 1)
      if (i < 32 || i > 48) {
        const time = `${String(6 + Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}:00`
        store.file([{ transactionId: String(1 + i), startTime: time, endTime: time }])
      }
    expect(store.day()).toMatchObject({
      verdict: 'possible-gap',
      silences: [{ from: '2026-11-18T18:45:00.000Z', to: '2026-11-18T23:15:00.000Z' }],
    })
    expect(store.day().sentences).toContain('No sale from 1:45 PM to 6:15 PM, which is unusual for a Wednesday.')
  })

  test('keeps the order of dates and registers, and the first and last sale by the store’s clock', () => {
    const store = new Store()
    for (const [businessDate, registerId] of [
      ['2026-11-19', '1'],
      [date, '2'],
      [date, '10001'],
    ] as const)
      store.file([{ businessDate, registerId, transactionId: registerId, endTime: '23:59:59' }])
    const days = store.days({ to: '2026-11-19' })
    expect(days.map((day) => [day.businessDate, day.registerId, day.firstAt])).toEqual([
      [date, '10001', '2026-11-19T04:59:59.000Z'],
      [date, '2', '2026-11-19T04:59:59.000Z'],
      ['2026-11-19', '1', '2026-11-20T04:59:59.000Z'],
      ['2026-11-19', '10001', null],
      ['2026-11-19', '2', null],
    ])
  })
})

describe('the register’s own total', () => {
  const report = (grandEnds: string, more: Partial<KnownReport> = {}): KnownReport => ({
    documentId: 999_999,
    kind: 'MSM',
    storeLocationId: null,
    period: 2,
    businessDate: date,
    registerId: null,
    begins: null,
    ends: null,
    isOpen: false,
    amounts: { grandBegins: '100', grandEnds },
    ...more,
  })
  const sold = (): Store => {
    const store = new Store()
    store.file([{ transactionId: '1', grandAmount: '4812.55' }])
    return store
  }

  test('that agrees is told without a word', () => {
    expect(sold().day({ unread: [report('4912.55')] })).toMatchObject({
      totals: { report: '4812.55', accepted: '4812.55', difference: '0.00' },
      verdict: 'accepted',
      sentences: [],
    })
  })

  test('that differs makes a possible gap, and says by how much', () => {
    expect(sold().day({ unread: [report('4930.04')] })).toMatchObject({
      totals: { report: '4830.04', accepted: '4812.55', difference: '17.49' },
      verdict: 'possible-gap',
      sentences: [expect.stringMatching(/^Sent \$4,812\.55 of \$4,830\.04: \$17\.49 is missing\./)],
    })
  })

  test('that differs by a refused sale says so, and leaves other registers alone', () => {
    const store = sold()
    store.file([{ registerId: '2', transactionId: '9', grandAmount: '17.49' }], 'refused')
    expect(store.days({ unread: [report('4930.04')] })).toMatchObject([
      { registerId: '1', verdict: 'accepted', totals: { difference: '17.49' } },
      { registerId: '2', verdict: 'needs-you', totals: { difference: '17.49' } },
    ])
    expect(store.days({ unread: [report('4930.04')] })[1]?.sentences).toContain(
      'Sent $4,812.55 of $4,830.04: 1 sale not accepted.',
    )
  })

  test('of another store is not compared', () => {
    expect(sold().day({ unread: [report('4930.04', { storeLocationId: '77' })] }).totals).toBeNull()
  })
})

describe('a prepay and its completion', () => {
  const prepay = { transactionId: '191', suspended: true, grandAmount: '70' }
  const completion = { transactionId: '192', linkedTransactionId: '191', linkReason: 'fuelPrepay', grandAmount: '70' }

  test('in two files are one sale', () => {
    const store = new Store()
    store.file([prepay])
    store.file([completion])
    expect(store.day()).toMatchObject({ files: 2, sales: 1, amount: '70.00' })
  })

  const paid = { transactionId: '191', grandAmount: '70', lines: { fuelPrepay: { count: 1, amount: '70' } } }
  const carriesAgain = { ...completion, grandAmount: '65', lines: { fuel: { count: 1, amount: '65' } } }

  test.each([
    ['first', [paid, carriesAgain]],
    ['second', [carriesAgain, paid]],
  ] as const)('that was paid and is told again is counted once, whether its file comes %s', (_when, files) => {
    const store = new Store()
    for (const event of files) store.file([event])
    expect(store.day()).toMatchObject({ files: 2, amount: '65.00' })
  })
})

describe('the days of the store', () => {
  const calendar = (): Store => {
    const store = new Store()
    for (const [i, day] of ['2026-11-16', '2026-11-17', date, '2026-11-19'].entries()) sellDay(store, day, 1 + i * 50)
    return store
  }

  test('make a month of cells, with every day in it', () => {
    const store = calendar()
    store.file([{ transactionId: '151', grandAmount: '5' }], 'refused')
    const month = salesMonth(store.db, hours, '2026-11', startOfDate('2026-11-20', zone) + 5 * 3_600_000)
    expect(month).toMatchObject({ month: '2026-11', today: '2026-11-20' })
    expect(month.days.map((day) => day.date)).toEqual(Array.from({ length: 30 }, (_, i) => dateAfter('2026-11-01', i)))
    expect(month.days[0]).toMatchObject({ verdict: 'none', hours: 25, files: 0, amount: null })
    expect(month.days[16]).toMatchObject({
      date: '2026-11-17',
      verdict: 'accepted',
      files: 50,
      accepted: 50,
      amount: '500.00',
      sentence: null,
      hours: 24,
    })
    expect(month.days[17]).toMatchObject({ date, verdict: 'needs-you', files: 51, accepted: 50, refused: 1 })
    expect(month.days[19]).toMatchObject({ date: '2026-11-20', verdict: 'still-arriving', files: 0 })
    expect(month.days[20]).toMatchObject({ date: '2026-11-21', verdict: 'none', files: 0, sentence: null })
    expect(salesMonth(store.db, hours, '2026-03', later).days[7]).toMatchObject({ date: '2026-03-08', hours: 23 })
  })

  test('end with today', () => {
    const store = calendar()
    const days = lastDays(store.db, hours, 5, startOfDate('2026-11-19', zone) + 20 * 3_600_000)
    expect(days.map((day) => [day.date, day.verdict])).toEqual([
      ['2026-11-15', 'none'],
      ['2026-11-16', 'accepted'],
      ['2026-11-17', 'accepted'],
      [date, 'accepted'],
      ['2026-11-19', 'still-arriving'],
    ])
  })

  test('before the first file of the store are told as not in use yet; days without files after it, to come or marked, are not', () => {
    const store = calendar()
    markDayClosed(store.db, '2026-11-14', true, 'ana', 0)
    const now = startOfDate('2026-11-22', zone) + 20 * 3_600_000
    const told = (): string[] =>
      salesMonth(store.db, hours, '2026-11', now)
        .days.filter(({ beforeFirst }) => beforeFirst)
        .map((day) => day.date)
    const until = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => dateAfter('2026-11-01', i)).filter((day) => day !== '2026-11-14')
    expect(told()).toEqual(until(15))
    // A file that names no day counts for the day on which it came.
    addFile(store.db, { state: 'held', problem: 'not-well-formed', at: startOfDate('2026-11-10', zone) + 3_600_000 })
    expect(told()).toEqual(until(9))
    const { db } = openTestStore()
    expect(lastDays(db, hours, 3, now).map(({ beforeFirst }) => beforeFirst)).toEqual([true, true, false])
  })

  test('are told in full: registers, hours, who must look at what, and how long the register remembers', () => {
    const store = calendar()
    store.db.prepare("UPDATE document SET vendor = 'Gilbarco-VeederRoot'").run()
    const refused = store.file([{ registerId: '2', transactionId: '1' }], 'refused', { name: 'PJR9.xml' })
    const broken = addFile(store.db, {
      name: 'PJR10.xml',
      state: 'held',
      problem: 'not-well-formed',
      at: startOfDate(date, zone) + 3_600_000,
    })
    const day = salesDay(store.db, hours, date, startOfDate('2026-11-22', zone))
    expect(day).toMatchObject({
      date,
      verdict: 'needs-you',
      files: 52,
      accepted: 50,
      refused: 1,
      waiting: 1,
      sales: 51,
      memoryDaysLeft: 3,
      firstAt: '2026-11-18T11:00:00.000Z',
    })
    expect(day.registers.map(({ registerId }) => registerId)).toEqual(['1', '2'])
    expect(day.perHour.slice(5, 8)).toEqual([0, 4, 4])
    expect(day.perHour.reduce((sum, n) => sum + n, 0)).toBe(51)
    expect(day.needsYou).toEqual([
      { id: String(refused), name: 'PJR9.xml', state: 'refused' },
      { id: String(broken), name: 'PJR10.xml', state: 'held' },
    ])
    expect(day.sentences).toContain('Without a sales day: 1 file waits for a person to decide.')
    expect(salesDay(store.db, hours, date, startOfDate('2026-12-22', zone)).memoryDaysLeft).toBe(0)
  })
})
