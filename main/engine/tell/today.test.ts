import { describe, expect, test } from 'vitest'
import { insertSighting } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore, type FileToAdd } from '../testing/test-store.ts'
import { acceptedSales, todayFacts } from './today.ts'
import { keepRegisterEvents } from '../days/facts/register-event-table.ts'
import { anEvent } from '../testing/judgements.ts'

const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
const newYork = (text: string): number => Date.parse(`${text}-05:00`)
const now = newYork('2026-11-20T15:20:00')

const facts = (db: Db, more: Partial<Parameters<typeof todayFacts>[1]> = {}) =>
  todayFacts(db, { calendar, now, common: null, freeBytes: 7, ...more })

interface Sale {
  readonly type?: string
  readonly amount: string | null
  readonly register?: string
  readonly transaction?: string | null
  readonly training?: boolean
  readonly suspended?: boolean
}

const addJournal = (db: Db, date: string, sales: readonly Sale[], file: FileToAdd = {}): number => {
  const { state = 'accepted', columns } = file
  const accepted = state === 'accepted' ? { accepted_at: file.at ?? now } : {}
  const id = addFile(db, {
    at: now,
    ...file,
    state,
    orderDate: date,
    columns: { business_dates: JSON.stringify([date]), ...accepted, ...columns },
  })
  const events = sales.map(({ type = 'SaleEvent', amount, register = '2', transaction = String(id), ...flags }) =>
    anEvent({
      type,
      registerId: register,
      transactionId: transaction,
      businessDate: date,
      grandAmount: amount,
      ...flags,
    }),
  )
  keepRegisterEvents(db, id, events)
  return id
}

describe('the sum of accepted sales', () => {
  test('adds live sales and takes refunds off, whichever sign a register writes them with', () => {
    const { db } = openTestStore()
    addJournal(db, '2026-11-20', [
      { amount: '10.10', transaction: '1' },
      { amount: '0.20', transaction: '2' },
      { type: 'RefundEvent', amount: '-5.00', transaction: '3' },
      { type: 'RefundEvent', amount: '1.05', transaction: '4' },
      { amount: '-0.48', transaction: '5' },
    ])
    expect(acceptedSales(db, '2026-11-20')).toBe('3.77')
  })

  test('leaves out training, suspended prepays, other events, what has no amount, other days and what is not accepted', () => {
    const { db } = openTestStore()
    addJournal(db, '2026-11-20', [
      { amount: '1.00', transaction: '1' },
      { amount: '100.00', transaction: '2', training: true },
      { amount: '100.00', transaction: '3', suspended: true },
      { type: 'VoidEvent', amount: '100.00', transaction: '4' },
      { amount: null, transaction: '5' },
    ])
    addJournal(db, '2026-11-19', [{ amount: '100.00' }])
    addJournal(db, '2026-11-20', [{ amount: '100.00' }], { state: 'refused' })
    expect(acceptedSales(db, '2026-11-20')).toBe('1.00')
  })

  test('counts a file that was accepted once, also while it is being sent again', () => {
    const { db } = openTestStore()
    addJournal(db, '2026-11-20', [{ amount: '2.00' }], { state: 'sending', columns: { accepted_at: 1 } })
    expect(acceptedSales(db, '2026-11-20')).toBe('2.00')
  })

  test('counts a transaction once, however many accepted files tell of it, and two without a number as two', () => {
    const { db } = openTestStore()
    for (let i = 0; i < 2; i += 1)
      addJournal(db, '2026-11-20', [
        { amount: i === 0 ? '4.00' : '4.0', transaction: '77' },
        { amount: '1.00', transaction: null },
      ])
    addJournal(db, '2026-11-20', [{ amount: '4.00', transaction: '77', register: '3' }])
    expect(acceptedSales(db, '2026-11-20')).toBe('10.00')
  })

  test('of a day without any is nothing, not zero', () => {
    const { db } = openTestStore()
    expect(acceptedSales(db, '2026-11-20')).toBeNull()
  })
})

describe('today', () => {
  test('counts the files of the sales day, not those that happened to arrive on it', () => {
    const { db } = openTestStore()
    addJournal(db, '2026-11-20', [{ amount: '1.00' }])
    addJournal(db, '2026-11-19', [{ amount: '2.00' }])
    addJournal(db, '2026-11-20', [], { state: 'refused' })
    addJournal(db, '2026-11-20', [], { state: 'accepted-with-notes' })
    addJournal(db, '2026-11-20', [], { state: 'waiting' })
    const { today, yesterday, freeBytes } = facts(db)
    expect(today).toMatchObject({
      date: '2026-11-20',
      found: 4,
      accepted: 2,
      refused: 1,
      waiting: 1,
      salesAmount: '1.00',
    })
    expect(yesterday).toEqual({
      date: '2026-11-19',
      found: 1,
      accepted: 1,
      refused: 0,
      waiting: 0,
      salesAmount: '2.00',
    })
    expect(freeBytes).toBe(7)
  })

  test('shows per hour what was found, by the clock of the store, and which hour still runs', () => {
    const { db } = openTestStore()
    for (const time of ['00:00:00', '09:10:00', '09:50:00', '15:19:00'])
      addFile(db, { at: newYork(`2026-11-20T${time}`) })
    addFile(db, { at: newYork('2026-11-19T23:59:00') })
    const { today } = facts(db)
    expect(today.perHour.flatMap((n, hour) => (n === 0 ? [] : [[hour, n]]))).toEqual([
      [0, 1],
      [9, 2],
      [15, 1],
    ])
    expect([today.currentHour, today.lastFileAt]).toEqual([15, '2026-11-20T20:19:00.000Z'])
  })

  test('is still yesterday after midnight in a store whose day ends later', () => {
    const { db } = openTestStore()
    const atNight = newYork('2026-11-21T01:30:00')
    addFile(db, { at: newYork('2026-11-21T01:00:00') })
    const { today } = facts(db, { now: atNight, calendar: { ...calendar, businessDayEnds: '02:00' } })
    expect([today.date, today.perHour[1], today.found]).toEqual(['2026-11-20', 1, 1])
    expect(facts(db, { now: atNight }).today.date).toBe('2026-11-21')
  })

  test('does not count the files that were there before the store began', () => {
    const { db } = openTestStore()
    addFile(db, { at: now })
    const folderId = Number(db.prepare('SELECT id FROM folder').pluck().get())
    for (let i = 0; i < 3; i += 1)
      insertSighting(db, {
        folderId,
        path: `old${i}.xml`,
        size: 1,
        mtimeNs: '1',
        at: now,
        state: 'ignored',
        problem: 'before-start',
      })
    insertSighting(db, { folderId, path: 'new.xml', size: 1, mtimeNs: '1', at: now, state: 'found', problem: null })
    const { today, latest } = facts(db)
    expect([today.found, today.waiting, today.perHour.reduce((a, b) => a + b)]).toEqual([2, 2, 2])
    expect(latest.map(({ state }) => state)).toEqual(['found', 'waiting'])
  })

  test('names the newest five files that need a person, and counts them all', () => {
    const { db } = openTestStore()
    for (let i = 0; i < 4; i += 1) addFile(db, { name: `refused${i}`, state: 'refused' })
    addFile(db, { name: 'held', state: 'held' })
    addFile(db, { name: 'asks', state: 'unclear' })
    addFile(db, { name: 'goes by itself', state: 'unclear', columns: { due_at: 9 } })
    addFile(db, { name: 'fine', state: 'accepted' })
    const { needsYou, needsYouCount } = facts(db)
    expect(needsYou.map(({ name }) => name)).toEqual(['asks', 'held', 'refused3', 'refused2', 'refused1'])
    expect(needsYouCount).toBe(6)
  })

  test('shows at most the eight newest files', () => {
    const { db } = openTestStore()
    for (let i = 0; i < 12; i += 1) addFile(db, { name: `f${i}` })
    expect(facts(db).latest.map(({ name }) => name)).toEqual(['f11', 'f10', 'f9', 'f8', 'f7', 'f6', 'f5', 'f4'])
  })

  test('of a store that has never had a file is empty, not broken', () => {
    const { db } = openTestStore()
    const { today, needsYou, lastAcceptedAt } = facts(db)
    expect([today.found, today.lastFileAt, today.salesAmount, needsYou, lastAcceptedAt]).toEqual([
      0,
      null,
      null,
      [],
      null,
    ])
  })
})
