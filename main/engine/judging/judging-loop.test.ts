import { describe, expect, onTestFinished, test } from 'vitest'
import { readerVersion } from '../judge/reader-version.ts'
import { documentById, theDocument, type DocumentRow } from '../life/document-table.ts'
import type { Clock } from '../support/clock.ts'
import { createDoorbell } from '../support/doorbell.ts'
import { FakeClock, turns, until } from '../testing/fake-clock.ts'
import {
  addFile,
  openTestStore,
  standingIn,
  testConfiguration,
  type FileToAdd,
  type TestStore,
} from '../testing/test-store.ts'
import { judgeAgainUnderNewSettings, runJudging, storedBytes } from './judging-loop.ts'
import { Rereading } from './rereading.ts'

const journal = (transaction: number): string =>
  `<?xml version="1.0"?><NAXML-POSJournal version="3.4"><TransmissionHeader><StoreLocationID>1200</StoreLocationID></TransmissionHeader>` +
  `<JournalReport><SaleEvent><RegisterID>1</RegisterID><TransactionID>${transaction}</TransactionID><BusinessDate>2026-11-20</BusinessDate>` +
  `<TransactionSummary><TransactionTotalGrandAmount>5.00</TransactionTotalGrandAmount></TransactionSummary></SaleEvent></JournalReport></NAXML-POSJournal>`

let transaction = 0
const addStored = (store: TestStore, file: FileToAdd = {}): number =>
  addFile(store.db, { state: 'stored', bytes: journal(++transaction), ...file })

class Loop {
  readonly store: TestStore
  readonly clock = new FakeClock()
  readonly bell = createDoorbell()
  readonly log: string[] = []
  readonly #stopping = new AbortController()
  judged = 0

  constructor(store: TestStore) {
    this.store = store
  }

  start(clock: Clock = this.clock): Promise<void> {
    const done = runJudging({
      db: this.store.db,
      configuration: testConfiguration(),
      clock,
      log: (_level, event) => void this.log.push(event),
      bell: this.bell,
      signal: this.#stopping.signal,
      onJudged: () => void this.judged++,
    })
    onTestFinished(async () => {
      this.stop()
      await done
    })
    return done
  }

  stop(): void {
    this.#stopping.abort()
    this.bell.ring()
  }

  document(id: number): DocumentRow {
    return theDocument(this.store.db, id)
  }

  standing(id: number): string {
    return standingIn(this.store, id)
  }

  /** Waits until the document stands so, while time passes. */
  until(id: number, standing: string): Promise<void> {
    return until(`document ${id} to be ${standing}; it is ${this.standing(id)}`, () => {
      void this.clock.advance(10)
      return this.standing(id) === standing
    })
  }

  /** Waits until this reader has read the document, while time passes. */
  untilReadAgain(id: number): Promise<void> {
    return until(`document ${id} to be read again`, () => {
      void this.clock.advance(10)
      return this.document(id).reader_version === readerVersion
    })
  }

  findings(id: number): string[] {
    return this.store.db
      .prepare<[number], string>('SELECT rule FROM finding WHERE document_id = ? ORDER BY number')
      .pluck()
      .all(id)
  }
}

describe('judging', () => {
  test('takes what is stored, at start and at each ring, and says when it has judged', async () => {
    const store = openTestStore()
    const first = addStored(store)
    const loop = new Loop(store)
    void loop.start()
    await loop.until(first, 'waiting')
    expect(loop.document(first)).toMatchObject({
      reader_version: readerVersion,
      judging_starts: 0,
      sales: 1,
      order_date: '2026-11-20',
    })
    const second = addStored(store)
    loop.bell.ring()
    await loop.until(second, 'waiting')
    expect(loop.judged).toBeGreaterThanOrEqual(2)
  })

  test('of hundreds of documents judges each of them', async () => {
    const store = openTestStore()
    const ids = store.db.transaction(() => Array.from({ length: 230 }, () => addStored(store)))()
    const loop = new Loop(store)
    void loop.start()
    for (const id of ids) await loop.until(id, 'waiting')
  })

  test('goes by the bytes that were stored', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'stored', bytes: '<NAXML-POSJournal><SaleEvent></NAXML-POSJournal>' })
    const [movement, other] = ['<NAXML-MovementReport/>', '<something/>'].map((bytes) =>
      addFile(store.db, { state: 'stored', bytes }),
    )
    const loop = new Loop(store)
    void loop.start()
    await loop.until(id, 'held not-well-formed')
    await loop.until(movement ?? 0, 'not-needed other-naxml')
    await loop.until(other ?? 0, 'not-needed not-a-journal')
  })

  test('of bytes that are damaged or missing holds that document alone', async () => {
    const store = openTestStore()
    const garbled = addStored(store)
    store.db.prepare("UPDATE content SET deflated = x'ff00ff00' WHERE document_id = ?").run(garbled)
    const missing = addStored(store, { kept: false })
    const good = addStored(store)
    const loop = new Loop(store)
    void loop.start()
    await loop.until(good, 'waiting')
    for (const id of [garbled, missing]) {
      expect(loop.standing(id)).toBe('held reader-failed')
      expect(loop.findings(id)).toEqual(['stored-bytes-damaged'])
    }
  })
})

describe('a document that is found half judged', () => {
  test.each([
    [1, 'waiting'],
    [2, 'waiting'],
    [3, 'held reader-failed'],
  ])('for the %i. time is then: %s, and the others go on', async (starts, standing) => {
    const store = openTestStore()
    const suspect = addStored(store, { columns: { judging_starts: starts } })
    const other = addStored(store)
    const loop = new Loop(store)
    void loop.start()
    await loop.until(other, 'waiting')
    await until('the suspect to be judged', () => loop.standing(suspect) !== 'stored')
    expect(loop.standing(suspect)).toBe(standing)
    expect(loop.document(suspect).judging_starts).toBe(0)
  })

  test('is judged alone and after the others, so that what it does to the program is not held against others', async () => {
    const store = openTestStore()
    const others = [addStored(store), addStored(store)]
    const suspect = addStored(store, { columns: { judging_starts: 1 } })
    const loop = new Loop(store)
    const counts: number[][] = []
    const { clock } = loop
    const watching: Clock = {
      wall: () => clock.wall(),
      after: (ms, action) => clock.after(ms, action),
      monotonic: () => {
        counts.push([...others, suspect].map((id) => loop.document(id).judging_starts))
        return clock.monotonic()
      },
    }
    void loop.start(watching)
    await loop.until(suspect, 'waiting')
    await loop.until(others[0] ?? 0, 'waiting')
    // Written before the reading began: first for the others, then for the suspect alone.
    expect(counts[0]).toEqual([1, 1, 1])
    expect(counts).toContainEqual([0, 0, 2])
    expect(counts).not.toContainEqual([1, 1, 2])
  })

  test('is judged after those that were so less often, whichever came first', async () => {
    const store = openTestStore()
    const often = addStored(store, { columns: { judging_starts: 2 } })
    const once = addStored(store, { columns: { judging_starts: 1 } })
    const loop = new Loop(store)
    const seen: string[][] = []
    const { clock } = loop
    const watching: Clock = {
      wall: () => clock.wall(),
      after: (ms, action) => clock.after(ms, action),
      monotonic: () => {
        seen.push([loop.standing(often), loop.standing(once)])
        return clock.monotonic()
      },
    }
    void loop.start(watching)
    await loop.until(often, 'waiting')
    expect(seen[0]).toEqual(['stored', 'stored'])
    expect(seen).toContainEqual(['stored', 'waiting'])
    expect(seen).not.toContainEqual(['waiting', 'stored'])
  })

  test('because somebody stopped Storebridge is not counted as half judged', async () => {
    const store = openTestStore()
    const ids = [addStored(store), addStored(store), addStored(store)]
    const loop = new Loop(store)
    const { clock } = loop
    const stopping: Clock = {
      wall: () => clock.wall(),
      after: (ms, action) => clock.after(ms, action),
      monotonic: () => {
        loop.stop()
        return clock.monotonic()
      },
    }
    await loop.start(stopping)
    expect(ids.map((id) => loop.standing(id))).toEqual(['waiting', 'stored', 'stored'])
    expect(ids.map((id) => loop.document(id).judging_starts)).toEqual([0, 0, 0])
  })

  test('because the disk did not let the judgement be kept is not held for that, however often', async () => {
    const store = openTestStore()
    const id = addStored(store)
    store.db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    const loop = new Loop(store)
    void loop.start()
    for (let i = 1; i <= 6; i++) {
      await until('the next try', () => loop.log.filter((event) => event === 'judging-stopped').length === i)
      await turns()
      await loop.clock.advance(5000)
    }
    expect(loop.document(id).judging_starts).toBeLessThanOrEqual(1)
    store.db.exec('DROP TRIGGER full')
    await until('the judgement', () => {
      void loop.clock.advance(5000)
      return loop.standing(id) !== 'stored'
    })
    expect(loop.standing(id)).toBe('waiting')
  })
})

describe('judging again in the background', () => {
  test.each([
    ['held', 'encoding'],
    ['held', 'reader-failed'],
    ['not-needed', 'no-sales'],
    ['waiting', null],
  ] as const)('a newer reader judges again what is %s (%s)', async (state, problem) => {
    const store = openTestStore()
    const id = addStored(store, { columns: { state, problem, reader_version: readerVersion - 1 } })
    const loop = new Loop(store)
    void loop.start()
    await loop.until(id, 'waiting')
    await loop.untilReadAgain(id)
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
  ] as const)('gives what is %s its facts anew, and changes nothing else of it', async (state) => {
    const store = openTestStore()
    const id = addStored(store, { columns: { state, reader_version: readerVersion - 1, root: 'NAXML-POSJournal' } })
    const before = documentById(store.db, id)
    const loop = new Loop(store)
    void loop.start()
    await loop.untilReadAgain(id)
    expect(loop.document(id)).toEqual({
      ...before,
      reader_version: readerVersion,
      encoding: 'UTF-8',
      version: '3.4',
      store_location_id: '1200',
      order_date: '2026-11-20',
      business_dates: '["2026-11-20"]',
      sales: 1,
      sales_amount: '5.00',
    })
    expect(store.db.prepare('SELECT count(*) FROM event WHERE document_id = ?').pluck().get(id)).toBe(1)
    expect(store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(0)
  })

  test('leaves alone what this reader read, and what has no bytes any more', async () => {
    const store = openTestStore()
    const newest = addStored(store, { columns: { state: 'accepted', reader_version: readerVersion } })
    const forgotten = addStored(store, { kept: false, columns: { state: 'accepted', reader_version: 0 } })
    const oldest = addStored(store, { columns: { state: 'accepted', reader_version: 0 } })
    const loop = new Loop(store)
    void loop.start()
    await loop.untilReadAgain(oldest)
    await loop.clock.advance(10_000)
    expect(loop.document(forgotten).reader_version).toBe(0)
    expect(store.db.prepare('SELECT count(*) FROM event WHERE document_id = ?').pluck().get(newest)).toBe(0)
  })

  test('looks at all documents once for each start, and never again', async () => {
    const store = openTestStore()
    const rereading = new Rereading(store.db, readerVersion)
    store.db.transaction(() => {
      for (let i = 0; i < 4500; i++)
        addStored(store, { columns: { state: 'accepted', reader_version: i % 1000 === 0 ? 0 : readerVersion } })
    })()
    const mark = store.db.prepare('UPDATE document SET reader_version = ? WHERE id = ?')
    const seen: number[] = []
    for (let bites = 0; !rereading.isDone; bites += 1) {
      expect(bites).toBeLessThan(20)
      for (const { id } of rereading.next()) {
        seen.push(id)
        mark.run(readerVersion, id)
      }
    }
    expect(seen).toEqual([4001, 3001, 2001, 1001, 1])
  })

  test('goes on after a stop where it was, and needs no memory of it', async () => {
    const store = openTestStore()
    const ids = store.db.transaction(() =>
      Array.from({ length: 70 }, () => addStored(store, { columns: { state: 'accepted', reader_version: 0 } })),
    )()
    const first = new Loop(store)
    const stopped = first.start()
    await first.untilReadAgain(ids.at(-1) ?? 0)
    first.stop()
    await stopped
    const done = (): number => ids.filter((id) => first.document(id).reader_version === readerVersion).length
    expect(done()).toBeLessThan(70)
    const second = new Loop(store)
    void second.start()
    for (const id of ids) await second.untilReadAgain(id)
  })

  test('rests between the bites, but judges what is new at once', async () => {
    const store = openTestStore()
    const old = store.db.transaction(() =>
      Array.from({ length: 60 }, () => addStored(store, { columns: { state: 'accepted', reader_version: 0 } })),
    )()
    const loop = new Loop(store)
    const done = (): number => old.filter((id) => loop.document(id).reader_version === readerVersion).length
    void loop.start()
    await until('the first bite', () => done() === 20)
    await turns(50)
    expect(done()).toBe(20)
    // No time passes: only what is new is judged.
    const fresh = addStored(store)
    loop.bell.ring()
    await until('the new document', () => loop.standing(fresh) === 'waiting')
    await turns(50)
    expect(done()).toBe(20)
    await loop.clock.advance(50)
    await until('the second bite', () => done() === 40)
  })

  test('new documents come first', async () => {
    const store = openTestStore()
    const old = store.db.transaction(() =>
      Array.from({ length: 60 }, () =>
        addStored(store, { columns: { state: 'held', problem: 'encoding', reader_version: 0 } }),
      ),
    )()
    const fresh = addStored(store)
    const loop = new Loop(store)
    void loop.start()
    await loop.until(fresh, 'waiting')
    expect(old.filter((id) => loop.document(id).reader_version === readerVersion).length).toBeLessThan(60)
    for (const id of old) await loop.until(id, 'waiting')
  })

  test('new settings mark what they may change, and nothing else', () => {
    const store = openTestStore()
    const marked = (columns: Record<string, string | number | null>): boolean => {
      const id = addStored(store, { columns: { reader_version: readerVersion, ...columns } })
      judgeAgainUnderNewSettings(store.db)
      return documentById(store.db, id)?.reader_version === 0
    }
    for (const problem of ['other-store', 'repeats', 'too-large'])
      expect(marked({ state: 'held', problem }), problem).toBe(true)
    for (const problem of ['no-sales', 'training']) expect(marked({ state: 'not-needed', problem }), problem).toBe(true)
    expect(marked({ state: 'waiting' })).toBe(true)
    for (const problem of ['not-well-formed', 'doctype', 'encoding', 'cut-off', 'reader-failed'])
      expect(marked({ state: 'held', problem }), problem).toBe(false)
    for (const problem of ['other-naxml', 'not-a-journal'])
      expect(marked({ state: 'not-needed', problem }), problem).toBe(false)
    for (const state of ['stored', 'sending', 'unclear', 'accepted', 'refused', 'replaced', 'set-aside', 'ignored'])
      expect(marked({ state }), state).toBe(false)
  })
})

test('the stored bytes are given back exactly, or null where they are not kept', async () => {
  const { db } = openTestStore()
  const bytes = Buffer.from([0, 255, 13, 10, 26, 0xc3, 0x28])
  expect(await storedBytes(db, addFile(db, { bytes }))).toEqual(bytes)
  expect(await storedBytes(db, addFile(db, { kept: false }))).toBeNull()
})
