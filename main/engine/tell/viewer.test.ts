import { describe, expect, onTestFinished, test } from 'vitest'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import type { Db } from '../storage/open-database.ts'
import { createViewer, type Viewer } from './viewer.ts'

const viewerOf = (db: Db, clock = new FakeClock()): Viewer => {
  const viewer = createViewer(db, clock)
  onTestFinished(() => viewer.close())
  return viewer
}

const addEvent = (
  db: Db,
  id: number,
  number: number,
  event: { type?: string; line: number; endLine: number; transaction?: string },
): void => {
  db.prepare(
    `INSERT INTO event (document_id, number, type, register_id, transaction_id, business_date, grand_amount, line, end_line, facts)
     VALUES (?, ?, ?, '2', ?, '2026-11-20', '1.00', ?, ?, ?)`,
  ).run(
    id,
    number,
    event.type ?? 'SaleEvent',
    event.transaction ?? String(10_000 + number),
    event.line,
    event.endLine,
    JSON.stringify({ startDate: '2026-11-20', startTime: '20:10:00', endDate: '2026-11-20', endTime: '20:11:05' }),
  )
}

describe('lines', () => {
  test('are those of the stored bytes, at their own numbers, and end with the document', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: '<J>\r\n <A>1</A>\r <B>é😀</B>\n</J>\n' })
    const viewer = viewerOf(db)
    expect((await viewer.lines(id, 2, 10)).lines).toEqual([
      { number: 2, text: ' <A>1</A>', length: 9 },
      { number: 3, text: ' <B>é😀</B>', length: 10 },
      { number: 4, text: '</J>', length: 4 },
    ])
    expect((await viewer.lines(id, 5, 10)).lines).toEqual([])
    expect(await viewer.size(id)).toEqual({ lineCount: 4, longestLine: 10 })
  })

  test('of a document whose bytes are not kept are none', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'accepted', kept: false })
    const viewer = viewerOf(db)
    expect(await viewer.lines(id, 1, 10)).toEqual({ lines: [], event: null })
    expect([await viewer.size(id), await viewer.longLine(id, 1, 1), await viewer.laidOut(id, 1, 1)]).toEqual([
      null,
      null,
      null,
    ])
  })

  test('longer than 2,000 characters are cut there and tell their whole length', async () => {
    const { db } = openTestStore()
    const bytes = Buffer.from(`<A>\n${'é'.repeat(2500)}\n${'😀'.repeat(40_000)}\n</A>`)
    const id = addFile(db, { bytes })
    const { lines } = await viewerOf(db).lines(id, 1, 10)
    expect(lines.map(({ text, length }) => [[...text].length, length])).toEqual([
      [3, 3],
      [2000, 2500],
      [2000, 40_000],
      [4, 4],
    ])
  })

  test('say which sale they belong to, counted among its kind, and nothing between sales', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: '<J>\n'.repeat(60) })
    addEvent(db, id, 1, { line: 5, endLine: 10 })
    addEvent(db, id, 2, { type: 'OtherEvent', line: 12, endLine: 14 })
    addEvent(db, id, 3, { line: 15, endLine: 20, transaction: '777' })
    const viewer = viewerOf(db)
    const eventAt = async (line: number) => (await viewer.lines(id, line, 1)).event
    expect(await eventAt(17)).toEqual({
      type: 'SaleEvent',
      index: 2,
      of: 2,
      transactionId: '777',
      registerId: '2',
      at: '2026-11-20T20:11:05',
    })
    expect([await eventAt(1), await eventAt(11), await eventAt(40)]).toEqual([null, null, null])
    expect((await eventAt(13))?.type).toBe('OtherEvent')
  })

  test('shared by several sales name none of them', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: '<J/>' })
    addEvent(db, id, 1, { line: 1, endLine: 1 })
    addEvent(db, id, 2, { line: 1, endLine: 1 })
    expect((await viewerOf(db).lines(id, 1, 1)).event).toBeNull()
  })
})

describe('card data', () => {
  const card = '4111111111111111'
  const hidden = '411111••••••1111'

  test('leaves masked, in short lines and in long ones, with every position unchanged', async () => {
    const { db } = openTestStore()
    const long = `${'x'.repeat(1990)}${card}${'y'.repeat(30_000)}<PAN>${card}</PAN>${'z'.repeat(5000)}`
    const id = addFile(db, { bytes: `<A>${card}</A>\n${long}\n<AccountID>\n 12345\n</AccountID>` })
    const viewer = viewerOf(db)
    const { lines } = await viewer.lines(id, 1, 10)
    expect(lines.map(({ text }) => text)).toEqual([
      `<A>${hidden}</A>`,
      // The window ends inside the number; it is masked as what it is.
      `${'x'.repeat(1990)}${hidden.slice(0, 10)}`,
      '<AccountID>',
      ' •••••',
      '</AccountID>',
    ])
    const at = long.indexOf(card, 3000) + 1
    const window = await viewer.longLine(id, 2, at)
    expect(window?.text).toContain(`<PAN>${'•'.repeat(16)}</PAN>`)
    expect(window?.text[window.mark ?? -1]).toBe('•')
  })

  test('is known for what it is in a block of lines that begins inside its element', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: `<A>\n<BirthDate>\n1970\n01\n</BirthDate>\n<B>1970</B>\n</A>` })
    const texts = async (from: number) => (await viewerOf(db).lines(id, from, 3)).lines.map(({ text }) => text)
    expect(await texts(3)).toEqual(['••••', '••', '</BirthDate>'])
    expect(await texts(4)).toEqual(['••', '</BirthDate>', '<B>1970</B>'])
  })

  test('is masked in an element that is laid out, and the mark stays true', async () => {
    const { db } = openTestStore()
    const xml = `<J><T><PAN>${card}</PAN><Name>😀é</Name><Bad>x</Bad></T></J>`
    const id = addFile(db, { bytes: xml })
    const position = Array.from(xml).indexOf('x') + 1
    const laid = await viewerOf(db).laidOut(id, 1, position)
    expect(laid).toEqual({
      lines: ['<T>', `  <PAN>${'•'.repeat(16)}</PAN>`, '  <Name>😀é</Name>', '  <Bad>x</Bad>', '</T>'],
      markedLine: 4,
      markedColumn: 8,
    })
  })
})

describe('a place in a long line', () => {
  test('comes with 300 characters on each side, and says where it is', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: `${'a'.repeat(5000)}!${'b'.repeat(5000)}` })
    const viewer = viewerOf(db)
    const window = await viewer.longLine(id, 1, 5001)
    expect(window).toEqual({
      number: 1,
      start: 4700,
      text: `${'a'.repeat(300)}!${'b'.repeat(299)}`,
      length: 10_001,
      mark: 300,
    })
    expect(await viewer.longLine(id, 1, 1)).toMatchObject({ start: 0, mark: 0, length: 10_001 })
  })

  test('behind the end of the line is shown at the end, unmarked; a line that is not there is null', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: 'abc' })
    const viewer = viewerOf(db)
    expect(await viewer.longLine(id, 1, 9)).toEqual({ number: 1, start: 0, text: 'abc', length: 3, mark: null })
    expect(await viewer.longLine(id, 2, 1)).toBeNull()
    expect(await viewer.laidOut(id, 2, 1)).toBeNull()
  })

  test('without a position marks the first thing written on the line', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { bytes: '<A>\n   <B><C>1</C></B>\n</A>' })
    expect(await viewerOf(db).laidOut(id, 2, null)).toEqual({
      lines: ['<B>', '  <C>1</C>', '</B>'],
      markedLine: 1,
      markedColumn: null,
    })
  })
})

test('only the last documents that were looked at are kept, and none for longer than a minute', async () => {
  const { db } = openTestStore()
  const clock = new FakeClock()
  const viewer = viewerOf(db, clock)
  const ids = Array.from({ length: 6 }, (_, i) => addFile(db, { bytes: `<A>${i}</A>` }))
  for (const id of ids) await viewer.lines(id, 1, 1)
  // What is kept needs no bytes any more; what is not, does.
  db.prepare('DELETE FROM content').run()
  const kept = async () => Promise.all(ids.map(async (id) => (await viewer.lines(id, 1, 1)).lines.length))
  expect((await kept()).slice(-3)).toEqual([1, 1, 1])
  expect((await kept())[0]).toBe(0)
  await clock.advance(60_001)
  expect(await kept()).toEqual([0, 0, 0, 0, 0, 0])
})

test('a journal of 50 MB and more than a million lines opens within 1.5 s, answers within 20 ms, and lets others work', async () => {
  const { db } = openTestStore()
  const line = (i: number): string => `      <ItemCode format="upcA">${i}é</ItemCode>\n`
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
  let size = 0
  for (let i = 2; size < 50_000_000; i += 1) {
    const text = line(i)
    parts.push(text)
    size += text.length + 1
  }
  const id = addFile(db, { bytes: Buffer.from(parts.join('')), state: 'accepted' })
  const viewer = viewerOf(db)
  let turns = 0
  const beat = setInterval(() => {
    turns += 1
  }, 1)
  onTestFinished(() => clearInterval(beat))
  // Time of this process, not of a wall clock: other work on the machine is not what is measured.
  const timed = async (from: number) => {
    const began = process.cpuUsage()
    const { lines } = await viewer.lines(id, from, 100)
    const { user, system } = process.cpuUsage(began)
    return { ms: (user + system) / 1000, first: lines[0] }
  }
  const opened = await timed(1)
  expect(opened.ms).toBeLessThan(1500)
  expect(turns).toBeGreaterThan(20)
  for (const from of [2, 500_000, 1_000_000, parts.length - 99]) {
    const tries = [await timed(from), await timed(from), await timed(from)]
    for (const { first } of tries) expect(first?.text).toBe(line(from).trimEnd())
    expect(Math.min(...tries.map(({ ms }) => ms))).toBeLessThan(20)
  }
})
